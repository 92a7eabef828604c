"""Saved views and public forms get the key by which packages know them, workspaces of before a random one each."""

import secrets

from alembic import op
from sqlalchemy import text

from bulou.db.migrations.shapes import words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column, fill it, and let no key come twice."""
    for table in ("saved_view", "public_form"):
        op.add_column(table, words("object_key"))
        for id_, form in op.get_bind().execute(text(f"SELECT id, form FROM {table}")).all():
            key = f"{form[:30]}_{secrets.token_hex(4)}"
            statement = text(f"UPDATE {table} SET object_key = :key WHERE id = :id")
            op.get_bind().execute(statement, {"key": key, "id": id_})
        op.create_index(f"ux_{table}_object", table, ["object_key"], unique=True)
