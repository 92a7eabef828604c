"""Rows as contributed guards, gates and holdings see them."""

from bulou.records.contributed import Write
from bulou.records.write.model import Row


def write_of(row: Row) -> Write:
    """The row as a `Write`."""
    changed = tuple(key for key, value in row.after.items() if value != row.before.get(key))
    return Write(row.id, row.action, row.before, {**row.before, **row.after}, changed)
