"""The duplicates report over existing data."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import moment, number, words

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "twin_report",
        words("form", required=True, primary_key=True),
        words("run"),
        moment("at"),
        words("job"),
    )
    op.create_table(
        "twin_found",
        words("form", required=True),
        words("run", required=True),
        number("bucket", required=True),
        number("record_id", required=True),
        number("part", required=True),
        words("reason", required=True),
        number("score", required=True),
        number("apart", required=True),
        PrimaryKeyConstraint("form", "run", "bucket", "record_id", name="pk_twin_found"),
        Index("ix_twin_found_part", "form", "run", "part"),
        Index("ix_twin_found_record", "form", "record_id"),
    )
    op.create_table(
        "twin_apart",
        words("form", required=True),
        number("a", required=True),
        number("b", required=True),
        number("by"),
        moment("at", required=True),
        PrimaryKeyConstraint("form", "a", "b", name="pk_twin_apart"),
        Index("ix_twin_apart_b", "form", "b"),
    )
