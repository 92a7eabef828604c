"""The workspace's working calendar: single days that differ, and what was changed when. The week is a setting."""

from sqlalchemy import Index, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

calendar_day = Table(
    "calendar_day",
    metadata,
    words("day", required=True, primary_key=True),  # YYYY-MM-DD
    words("kind", required=True),  # free | worked
    document("hours"),  # [["09:00", "12:00"], …] of a worked day; None: the usual ones
    words("name"),
    words("source", required=True),  # own | list
)

calendar_change = Table(
    "calendar_change",
    metadata,
    identity(),
    moment("at", required=True),
    number("by"),
    words("act", required=True),  # week | days | list | undo
    document("before", required=True),
    document("after", required=True),
    number("undone_by"),  # the change that took it back
    Index("ix_calendar_change_at", "at"),
)
