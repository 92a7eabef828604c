"""What the planner of the database knows of its tables: how much there is, and how alike it is."""

from sqlalchemy import Table

from bulou.db.bulk import quote
from bulou.db.tx import Tx

SAMPLE = 1_000  # rows of an index that SQLite looks at: milliseconds, however large the table is


def refresh(tx: Tx, *tables: Table) -> None:
    """Look anew at `tables`, which have just grown or shrunk a lot; without any at all tables of SQLite.

    PostgreSQL looks at its tables by itself, though only after a while.
    """
    if tx.db.is_sqlite:
        tx.connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLE}")
        if not tables:
            tx.connection.exec_driver_sql("ANALYZE")
    for table in tables:
        tx.connection.exec_driver_sql(f"ANALYZE {quote(table.name)}")
