"""Public forms."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "public_form",
        identity(),
        words("form", required=True),
        words("slug", required=True),
        words("seal", required=True),
        words("label", required=True),
        document("body", required=True),
        number("enabled", required=True),
        number("logo"),
        number("version", required=True),
        number("taken", required=True),
        number("caught", required=True),
        number("turn", required=True),
        moment("created_at", required=True),
        number("created_by"),
        moment("changed_at", required=True),
        number("changed_by"),
        Index("ix_public_form_form", "form"),
        Index("ux_public_form_slug", "slug", unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "public_spent",
        words("nonce", required=True, primary_key=True),
        moment("until", required=True),
        Index("ix_public_spent_until", "until"),
    )
    op.create_table(
        "public_source",
        number("public_id", required=True),
        words("code", required=True),
        number("count", required=True),
        moment("last_at", required=True),
        PrimaryKeyConstraint("public_id", "code"),
    )
    op.create_table(
        "public_twin",
        identity(),
        number("public_id", required=True),
        words("form", required=True),
        number("record_id"),
        words("source", required=True),
        document("sent", required=True),
        moment("at", required=True),
        Index("ix_public_twin_public", "public_id", "id"),
        sqlite_autoincrement=True,
    )
