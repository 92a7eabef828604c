"""Connections of our own to PostgreSQL, and what is in its tables: rows and a fingerprint of each."""

from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bulou.db.backup.archive import AUDIT_HEAD, Counts, Head

Connection = psycopg.Connection[Any]

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""
# The sum does not depend on the order of the rows, so that no table need be sorted.
PRINT = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM public.{} t"


def connect(url: str | URL, *, autocommit: bool = False) -> Connection:
    """A connection beside the pool."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=autocommit, application_name="bulou backup")


def tables(connection: Connection) -> list[str]:
    """The names of all tables."""
    return [row[0] for row in connection.execute(TABLES)]


def counts(connection: Connection) -> Counts:
    """Rows and fingerprint of every table."""
    found: dict[str, tuple[int, str | None]] = {}
    for name in tables(connection):
        row = connection.execute(sql.SQL(PRINT).format(sql.Identifier(name))).fetchone()
        assert row is not None
        found[name] = (row[0], row[1])
    return found


def audit_head(connection: Connection) -> Head:
    """The newest sealed block of the audit trail that the connection's snapshot shows."""
    if "audit_block" not in tables(connection):  # a workspace of before there were blocks
        return None
    row = connection.execute(AUDIT_HEAD).fetchone()
    return None if row is None else {"number": row[0], "digest": row[1]}
