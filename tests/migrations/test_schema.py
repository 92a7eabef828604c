"""A fresh schema is the sum of the migrations, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from bulou.db import migrate
from bulou.db.database import Database, open_database
from bulou.db.migrations.applying import scripts
from bulou.db.tables import metadata
from bulou.db.tx import run

OURS = {"compare_type": True, "compare_server_default": True}


def test_migrations_make_what_the_tables_say(db: Database) -> None:
    with db.read_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OURS), metadata) == []
        found = inspect(connection)
        for table in metadata.tables.values():
            names = {index["name"] for index in found.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= names, table.name
            assert found.get_pk_constraint(table.name)["constrained_columns"] == list(
                table.primary_key.columns.keys()
            )


def test_version_of_a_migrated_database_is_the_head(db: Database) -> None:
    assert migrate.current(db) == migrate.head()
    assert migrate.is_known(migrate.head())
    assert not migrate.is_known("9999")


def test_the_files_are_the_history() -> None:
    history = [script.revision for script in scripts().walk_revisions()]
    assert list(migrate.known()) == history[::-1]
    assert scripts().get_heads() == [migrate.head()]


def test_upgrade_goes_step_by_step_and_twice_does_nothing(empty_url: str) -> None:
    assert migrate.upgrade(empty_url, to="0001") == "0001"
    assert migrate.upgrade(empty_url) == migrate.head()
    assert migrate.upgrade(empty_url) == migrate.head()


def test_an_empty_database_has_no_version(empty_url: str) -> None:
    db = open_database(empty_url)
    assert migrate.current(db) == ""
    db.close()


def test_text_compares_by_bytes(db: Database) -> None:
    with db.read_engine.connect() as connection:
        columns = inspect(connection).get_columns("person")
    name = next(column for column in columns if column["name"] == "name")
    if not db.is_sqlite:
        assert name["type"].collation == "C"


def test_ids_of_removed_rows_are_not_given_again(db: Database) -> None:
    made = {
        table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
    }
    assert {"person", "file", "import_run", "batch", "history"} <= made
    if not db.is_sqlite:
        return
    with db.read_engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        assert made <= {row[0] for row in found}


def test_rows_survive_the_change_of_their_ids(empty_url: str) -> None:
    migrate.upgrade(empty_url, to="0002")
    db = open_database(empty_url)
    row = "VALUES (7, 'a', 'A', 'a', 'a', 'a', 'active', '2026-11-21T00:00:00.000Z')"
    names = "(id, account, name, name_key, name_sort, name_initials, state, created_at)"
    run(db, lambda tx: tx.execute(text(f"INSERT INTO person {names} {row}")))
    db.close()
    migrate.upgrade(empty_url)
    db = open_database(empty_url)
    assert run(db, lambda tx: tx.value(text("SELECT name FROM person WHERE id = 7")), write=False) == "A"
    with pytest.raises(IntegrityError):
        run(db, lambda tx: tx.execute(text(f"INSERT INTO person {names} {row.replace('7', '8')}")))
    if db.is_sqlite:
        run(db, lambda tx: tx.execute(text("DELETE FROM person")))
        again = f"INSERT INTO person {names} {row.replace('7', 'NULL')} RETURNING id"
        assert run(db, lambda tx: tx.value(text(again))) == 8
    db.close()
