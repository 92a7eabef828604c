"""Indexes of the orders that every list offers tell whose a record is, too; there is one of when records were made."""

import hashlib

from alembic import op
from sqlalchemy import inspect

revision = "0015"
down_revision = "0014"

LONGEST = 60
SORTED = ("title_sort", "created_at", "updated_at", "next_activity_at")


def upgrade() -> None:
    """Give the forms that are there the indexes that new forms get."""
    connection = op.get_bind()
    seen = inspect(connection)
    for table in seen.get_table_names():
        columns = {each["name"] for each in seen.get_columns(table)} if table.startswith("f_") else set()
        if not {*SORTED, "deleted_at"} <= columns:
            continue
        beside = ("owner", "department", "deleted_at") if {"owner", "department"} <= columns else ()
        for column in SORTED:
            name = _short(f"ix_{table}__{column}")
            listed = ", ".join(f'"{each}"' for each in (column, "id", *beside))
            connection.exec_driver_sql(f'DROP INDEX IF EXISTS "{name}"')
            connection.exec_driver_sql(
                f'CREATE INDEX "{name}" ON "{table}" ({listed}) WHERE "deleted_at" IS NULL'
            )


def _short(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
