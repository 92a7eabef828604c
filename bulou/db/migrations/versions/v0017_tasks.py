"""Reminders of tasks, what followed a repeated task, and the addresses of calendars."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import identity, moment, number, words

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables; they begin empty."""
    op.create_table(
        "task_reminder",
        words("form", required=True),
        number("record_id", required=True),
        number("minutes", required=True),
        moment("due_at", required=True),
        moment("told_at"),
        PrimaryKeyConstraint("form", "record_id", "minutes", name="pk_task_reminder"),
        Index("ix_task_reminder_due", "told_at", "due_at"),
    )
    op.create_table(
        "task_turn",
        words("form", required=True),
        number("record_id", required=True),
        number("next_id", required=True),
        words("first", required=True),
        moment("due_at", required=True),
        PrimaryKeyConstraint("form", "record_id", name="pk_task_turn"),
        Index("ix_task_turn_next", "form", "next_id"),
    )
    op.create_table(
        "calendar_feed",
        identity(),
        words("secret_hash", required=True, unique=True),
        number("person_id", required=True, index=True),
        words("name", required=True),
        moment("created_at", required=True),
        moment("used_at"),
        moment("revoked_at"),
        sqlite_autoincrement=True,
    )
