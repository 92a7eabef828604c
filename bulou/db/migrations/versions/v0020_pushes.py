"""Pushes from form to form: which record became which others."""

from alembic import op
from sqlalchemy import Index

from bulou.db.migrations.shapes import identity, moment, number, words

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "push_link",
        identity(),
        words("form", required=True),
        number("record_id", required=True),
        words("push", required=True),
        words("step", required=True),
        words("to_form", required=True),
        number("to_id", required=True),
        words("how", required=True),
        words("carries", required=True),
        number("batch_id", required=True),
        number("by"),
        moment("at", required=True),
        moment("taken_back"),
        Index("ix_push_link_record", "form", "record_id"),
        Index("ix_push_link_target", "to_form", "to_id"),
        Index("ix_push_link_batch", "batch_id"),
    )
