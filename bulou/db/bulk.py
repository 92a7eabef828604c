"""Putting many rows into a table at the cost of one: reserved ids, executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, text

from bulou.kit.remembered import remembered

if TYPE_CHECKING:
    from bulou.db.tx import Tx

COPY_FROM = 8  # fewer rows are not worth a COPY
NEXT_IDS = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")


def insert_one(tx: "Tx", table: Table, values: dict[str, Any]) -> int:
    """Insert one row (values by column key) and return the id the database gave it."""
    statement = _returning(table, tx.db.is_sqlite, tuple(values))
    return int(tx.driver(statement, tuple(values.values())).fetchall()[0][0])


@remembered
def _returning(table: Table, sqlite: bool, keys: tuple[str, ...]) -> str:
    return f"{_statements(table, sqlite, keys)[0]} RETURNING {quote(table.c.id.name)}"


def reserve_ids(tx: "Tx", table: Table, count: int) -> list[int]:
    """`count` new ids of `table`, in order; nobody else gets them."""
    if count == 0:
        return []
    if not tx.db.is_sqlite:
        return sorted(int(row[0]) for row in tx.rows(NEXT_IDS, {"table": quote(table.name), "count": count}))
    # Writers take turns: nothing can come between this and the insert.
    last = tx.connection.exec_driver_sql(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),"
        f" coalesce((SELECT max(id) FROM {quote(table.name)}), 0))",
        (table.name,),
    ).scalar_one()
    return list(range(last + 1, last + count + 1))


def insert_many(tx: "Tx", table: Table, keys: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `keys` (column keys of `table`)."""
    if not rows:
        return
    statement, copy = _statements(table, tx.db.is_sqlite, tuple(keys))
    if tx.db.is_sqlite or len(rows) < COPY_FROM:
        tx.later(statement, [tuple(row) for row in rows])
        return
    driver: Any = tx.connection.connection
    with driver.cursor() as cursor, cursor.copy(copy) as stream:
        for row in rows:
            stream.write_row(row)


@remembered
def _statements(table: Table, sqlite: bool, keys: tuple[str, ...]) -> tuple[str, str]:
    names = ", ".join(quote(table.c[key].name) for key in keys)
    marks = ", ".join(["?" if sqlite else "%s"] * len(keys))
    target = quote(table.name)
    return f"INSERT INTO {target} ({names}) VALUES ({marks})", f"COPY {target} ({names}) FROM STDIN"


def quote(name: str) -> str:
    """A table or column name as SQL, whatever it is."""
    return '"' + name.replace('"', '""') + '"'
