"""Ids of people, files and imports are given once: SQLite would give the id of a removed last row again."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """PostgreSQL counts on by itself."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("person", "file", "import_run"):
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
