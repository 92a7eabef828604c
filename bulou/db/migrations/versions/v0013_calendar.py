"""The working calendar: days that differ from the week and from the statutory holidays, and what was changed when."""

from alembic import op
from sqlalchemy import Index

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables; they begin empty: statutory holidays and office hours hold without them."""
    op.create_table(
        "calendar_day",
        words("day", required=True, primary_key=True),
        words("kind", required=True),
        document("hours"),
        words("name"),
        words("source", required=True),
    )
    op.create_table(
        "calendar_change",
        identity(),
        moment("at", required=True),
        number("by"),
        words("act", required=True),
        document("before", required=True),
        document("after", required=True),
        number("undone_by"),
        Index("ix_calendar_change_at", "at"),
    )
