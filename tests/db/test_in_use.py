"""A PostgreSQL workspace that somebody works on is told from one that nobody does."""

from __future__ import annotations

import pytest

from bulou.db.database import open_database
from bulou.db.in_use import InUse, refuse_others
from bulou.db.tx import run
from tests.databases import PostgresServer


def test_a_server_that_is_connected_is_in_the_way_until_it_ends(postgres_databases: PostgresServer) -> None:
    url = postgres_databases.migrated()
    server, other = open_database(url), open_database(url, read_only=True)
    run(server, lambda tx: tx.now)
    with pytest.raises(InUse):
        refuse_others(other)
    server.close()
    refuse_others(other)
    other.close()
