"""Backup and restore of a whole workspace, database, files and key, on both databases."""

from bulou.db.backup.checking import check
from bulou.db.backup.making import Report, backup
from bulou.db.backup.restoring import restore

__all__ = ["Report", "backup", "check", "restore"]
