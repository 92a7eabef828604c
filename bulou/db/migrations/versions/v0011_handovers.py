"""Handovers: what one person held, given to others in one transaction."""

from alembic import op
from sqlalchemy import Index

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "handover",
        identity(),
        number("person_id", required=True),
        words("state", required=True),
        document("request", required=True),
        document("result", required=True),
        number("batch_id"),
        words("job_id"),
        number("by"),
        moment("created_at", required=True),
        moment("done_at"),
        words("undo_job"),
        number("undone_by"),
        moment("undone_at"),
        Index("ix_handover_person", "person_id", "id"),
        sqlite_autoincrement=True,
    )
