"""Erasing thoroughly: what SQLite would leave behind in freed pages and in the segments of its search index.

On PostgreSQL the dead versions of rows go with the next vacuum, which the server does by itself.
"""

from sqlalchemy import text

from bulou.db.bulk import quote
from bulou.db.tx import Tx


def overwrite_freed(tx: Tx) -> None:
    """From now on this connection overwrites with zeros what it frees."""
    if tx.db.is_sqlite:
        tx.value(text("PRAGMA secure_delete = ON"))


def settle_search(tx: Tx, table: str) -> None:
    """Merge the index of a search table into one: tokens of rows that are gone are left in none."""
    if tx.db.is_sqlite:
        name = quote(table)
        tx.connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
