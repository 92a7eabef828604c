"""An older workspace is upgraded with its rows, or is afterwards what it was before."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bulou.db import migrate
from bulou.db.database import Database, open_database
from bulou.db.migrations import applying
from bulou.db.upgrading import UpgradeFailed, upgrade_workspace
from tests.db.workspaces import Filled, content, fill


@pytest.fixture
def older(empty_url: str, tmp_path: Path) -> Filled:
    """A workspace of the first version of our tables."""
    migrate.upgrade(empty_url, to="0001")
    db = open_database(empty_url)
    filled = fill(db, tmp_path)
    db.close()
    return filled


def tables(db: Database) -> set[str]:
    with db.read_engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_an_older_workspace_keeps_its_rows(older: Filled) -> None:
    before = content(older.db)
    older.db.close()
    done = upgrade_workspace(older.db.url, older.data_dir)
    assert (done.before, done.after) == ("0001", migrate.head())
    assert done.backup is not None and done.backup.exists()
    assert migrate.current(older.db) == migrate.head()
    assert content(older.db) == before
    assert "history" in tables(older.db)
    older.db.close()
    assert upgrade_workspace(older.db.url, older.data_dir).backup is None


def test_what_does_not_pass_the_check_is_rolled_back(older: Filled) -> None:
    before = content(older.db)
    older.db.close()
    made: list[bool] = []

    def refuse(db: Database) -> None:
        made.append("history" in tables(db))
        raise ValueError("not good")

    with pytest.raises(UpgradeFailed) as failure:
        upgrade_workspace(older.db.url, older.data_dir, check=refuse)
    assert failure.value.params["reason"] == "not good"
    assert made == [True]
    assert migrate.current(older.db) == "0001"
    assert content(older.db) == before
    assert "history" not in tables(older.db)
    assert (older.data_dir / "files" / "ab" / "abcdef").exists()
    older.db.close()
    assert upgrade_workspace(older.db.url, older.data_dir).after == migrate.head()


def test_a_migration_that_fails_leaves_nothing(older: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(older.db)
    older.db.close()
    apply = applying.apply

    def stumble(connection: object, to: str) -> None:
        apply(connection, to)  # type: ignore[arg-type]
        connection.execute(text("CREATE TABLE half (id INTEGER)"))  # type: ignore[attr-defined]
        raise RuntimeError("in the middle")

    monkeypatch.setattr(applying, "apply", stumble)
    with pytest.raises(UpgradeFailed):
        upgrade_workspace(older.db.url, older.data_dir)
    assert migrate.current(older.db) == "0001"
    assert not {"half", "history"} & tables(older.db)
    assert content(older.db) == before
    older.db.close()
