"""Rules, their versions, runs with their steps, and what is due."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rule",
        identity(),
        words("key", required=True),
        document("label", required=True),
        words("form"),
        words("state", required=True),
        document("reason"),
        document("body"),
        number("version", required=True),
        document("draft"),
        number("draft_version", required=True),
        number("owner_id"),
        words("slug"),
        words("seal"),
        moment("live_since"),
        number("failures", required=True),
        moment("created_at", required=True),
        number("created_by"),
        moment("changed_at", required=True),
        number("changed_by"),
        Index("ux_rule_key", "key", unique=True),
        Index("ux_rule_slug", "slug", unique=True),
        Index("ix_rule_form", "form"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_version",
        number("rule_id", required=True),
        number("version", required=True),
        document("label", required=True),
        document("body", required=True),
        moment("at", required=True),
        number("by"),
        PrimaryKeyConstraint("rule_id", "version"),
    )
    op.create_table(
        "rule_run",
        identity(),
        number("rule_id", required=True),
        number("version", required=True),
        words("form"),
        number("record_id", required=True),
        words("occasion", required=True),
        words("state", required=True),
        words("reason"),
        document("cause", required=True),
        document("input", required=True),
        document("place"),
        number("attempts", required=True),
        moment("next_at"),
        document("error"),
        number("by"),
        moment("created_at", required=True),
        moment("started_at"),
        moment("ended_at"),
        Index("ux_rule_run_occasion", "rule_id", "occasion", "record_id", unique=True),
        Index("ix_rule_run_next", "next_at", "id"),
        Index("ix_rule_run_rule", "rule_id", "id"),
        Index("ix_rule_run_record", "form", "record_id", "id"),
        Index("ix_rule_run_ended", "ended_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_step",
        identity(),
        number("run_id", required=True),
        words("path", required=True),
        number("item_id"),
        words("kind", required=True),
        words("state", required=True),
        document("output"),
        document("error"),
        moment("at", required=True),
        Index("ix_rule_step_run", "run_id", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_due",
        number("rule_id", required=True),
        number("record_id", required=True),
        words("occurrence", required=True),
        moment("due_at", required=True),
        document("cause", required=True),
        PrimaryKeyConstraint("rule_id", "record_id"),
        Index("ix_rule_due_due", "due_at"),
    )
