"""Tasks: when their people are reminded, which one followed a repeated one; addresses at which a calendar is read."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import identity, metadata, moment, number, words

task_reminder = Table(
    "task_reminder",
    metadata,
    words("form", required=True),
    number("record_id", required=True),
    number("minutes", required=True),  # before the task is due
    moment("due_at", required=True),  # when to remind
    moment("told_at"),  # None: not yet
    PrimaryKeyConstraint("form", "record_id", "minutes", name="pk_task_reminder"),
    Index("ix_task_reminder_due", "told_at", "due_at"),
)

task_turn = Table(  # a repeated task that was done, and the one that followed it
    "task_turn",
    metadata,
    words("form", required=True),
    number("record_id", required=True),
    number("next_id", required=True),
    words("first", required=True),  # the wall clock of the series' first time: `2026-01-31T09:00:00`
    moment("due_at", required=True),  # when the next one was due as it was made
    PrimaryKeyConstraint("form", "record_id", name="pk_task_turn"),
    Index("ix_task_turn_next", "form", "next_id"),
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    identity(),
    words("secret_hash", required=True, unique=True),
    number("person_id", required=True, index=True),
    words("name", required=True),
    moment("created_at", required=True),
    moment("used_at"),
    moment("revoked_at"),
    sqlite_autoincrement=True,
)
