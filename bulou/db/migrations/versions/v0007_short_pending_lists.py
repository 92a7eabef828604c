"""The search indexes of PostgreSQL keep a short line of what is not sorted in yet: every search reads through it."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Give the indexes of forms that are there what those of new forms get."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    found = connection.exec_driver_sql(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
        " WHERE c.relkind = 'i' AND a.amname = 'gin' AND c.relname LIKE 'ix\\_s\\_%%'"
        " AND c.relnamespace = current_schema()::regnamespace"
    )
    for (name,) in found.all():
        connection.exec_driver_sql(f"ALTER INDEX {name} SET (gin_pending_list_limit = 256)")
