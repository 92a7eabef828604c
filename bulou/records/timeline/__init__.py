"""Everything that ever happened to a record, newest first, one page at a time."""

from bulou.records.timeline.page import timeline

__all__ = ["timeline"]
