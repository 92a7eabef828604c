"""Our own tables, one file per subject; users' tables are made by forms.ddl."""

from bulou.db.metadata import metadata
from bulou.db.tables import events, forms, jobs, people, printing, public, records, sharing, workspace

__all__ = [
    "events",
    "forms",
    "jobs",
    "metadata",
    "people",
    "printing",
    "public",
    "records",
    "sharing",
    "workspace",
]
