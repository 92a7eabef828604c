"""Print templates."""

from alembic import op
from sqlalchemy import Index

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "print_template",
        identity(),
        words("key", required=True),
        words("form", required=True),
        document("label", required=True),
        words("name", required=True),
        words("content", required=True),
        number("size", required=True),
        document("uses", required=True),
        document("problems", required=True),
        number("enabled", required=True),
        number("position", required=True),
        number("version", required=True),
        moment("created_at", required=True),
        number("created_by"),
        moment("changed_at", required=True),
        number("changed_by"),
        Index("ix_print_template_form", "form", "position"),
        Index("ux_print_template_key", "key", unique=True),
        sqlite_autoincrement=True,
    )
