"""Pools: places, the ledger of what was taken, clocks."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import identity, moment, number, words

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "pool_place",
        words("form", required=True),
        number("record_id", required=True),
        words("named"),
        moment("since", required=True),
        words("why", required=True),
        words("reason"),
        number("from_id"),
        number("by"),
        moment("told_at"),
        PrimaryKeyConstraint("form", "record_id", name="pk_pool_place"),
        Index("ix_pool_place_named", "form", "named", "record_id"),
    )
    op.create_table(
        "pool_ledger",
        identity(),
        words("pool", required=True),
        words("form", required=True),
        number("record_id", required=True),
        words("move", required=True),
        number("person_id", required=True),
        number("by"),
        words("level"),
        words("rule"),
        moment("at", required=True),
        Index("ix_pool_ledger_person", "person_id", "pool", "move", "at"),
        Index("ix_pool_ledger_record", "form", "record_id", "id"),
        Index("ix_pool_ledger_pool", "pool", "at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pool_clock",
        words("form", required=True),
        number("record_id", required=True),
        words("pool", required=True),
        number("person_id", required=True),
        moment("since", required=True),
        words("rule", required=True),
        moment("expires", required=True),
        moment("warn_at"),
        moment("warned_at"),
        PrimaryKeyConstraint("form", "record_id", name="pk_pool_clock"),
        Index("ix_pool_clock_expires", "expires"),
        Index("ix_pool_clock_warn", "warn_at"),
        Index("ix_pool_clock_person", "person_id", "expires"),
    )
    op.create_table(
        "pool_start",
        words("pool", required=True),
        words("rule", required=True),
        moment("since", required=True),
        PrimaryKeyConstraint("pool", "rule", name="pk_pool_start"),
    )
