"""A backup brings the whole workspace back, is checked before it counts, and harms nothing when it cannot."""

import json
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from bulou.db import in_use
from bulou.db.backup import backup, check, pg_counts, pg_tools, restore, sqlite_copy
from bulou.db.backup.archive import MANIFEST
from bulou.db.backup.errors import (
    BackupBroken,
    BackupNewer,
    BackupNotFound,
    CheckFailed,
    NotEmpty,
    OtherDatabase,
)
from bulou.db.database import Database, open_database
from bulou.db.migrate import head
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx, run
from bulou.kit.secrets import KEY_FILE
from tests.databases import PostgresServer
from tests.db.workspaces import NAMES, Filled, content, fill


@pytest.fixture
def filled(db: Database, tmp_path: Path) -> Filled:
    return fill(db, tmp_path)


@pytest.fixture
def other_url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A second, empty database of the same kind."""
    if dialect == "sqlite":
        yield request.getfixturevalue("sqlite_databases").empty()
        return
    server: PostgresServer = request.getfixturevalue("postgres_databases")
    url = server.empty()
    yield url
    server.drop(url)


def test_it_comes_back_equal(filled: Filled, other_url: str, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    assert (report.checked, report.files, report.schema) == ("restored", 2, head())
    assert stat.S_IMODE(report.path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*a.zip*")] == ["a.zip"]

    place = tmp_path / "there"
    restore(report.path, other_url, place)
    there = open_database(other_url)
    assert content(there) == content(filled.db)
    assert [name for _, name, _ in content(there)["leads"]] == NAMES
    for name in ("files/ab/abcdef", "files/empty", KEY_FILE):
        assert (place / name).read_bytes() == (filled.data_dir / name).read_bytes()
    assert stat.S_IMODE((place / KEY_FILE).stat().st_mode) == 0o600
    [state] = run(there, lambda tx: tx.rows(select(job.c.state, job.c.run)), write=False)
    assert tuple(state) == ("queued", 1)  # the job goes on
    run(there, lambda tx: tx.execute(text("INSERT INTO f_lead (name) VALUES ('next')")))
    assert content(there)["leads"][-1][0] == len(NAMES) + 1  # counters go on, too
    if not there.is_sqlite:
        assert indexes(there) == indexes(filled.db)
    there.close()


def indexes(db: Database) -> list[str]:
    query = text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef")
    return [row[0] for row in run(db, lambda tx: tx.rows(query), write=False)]


def test_with_the_tools_of_the_server(postgres_databases: PostgresServer, tmp_path: Path) -> None:
    url, other = postgres_databases.migrated(), postgres_databases.empty()
    filled = fill(open_database(url), tmp_path)
    with pg_counts.connect(url) as connection:
        folder = tools_of(connection)
        found = pg_tools.find_tools(connection, folder)
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", tools=folder)
    assert report.tool == ("pg_dump" if found else "copy")
    restore(report.path, other, tmp_path / "there", tools=folder)
    there = open_database(other)
    assert content(there) == content(filled.db)
    assert indexes(there) == indexes(filled.db)
    there.close()
    filled.db.close()
    postgres_databases.drop(url)
    postgres_databases.drop(other)


def tools_of(connection: pg_counts.Connection) -> Path | None:
    """The folder of the programs that came with the test server."""
    row = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()
    return Path(row[0]) if row and Path(row[0], "pg_dump").exists() else None


def test_tools_of_another_version_are_not_used(postgres_databases: PostgresServer, tmp_path: Path) -> None:
    for name in ("pg_dump", "pg_restore"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        program.chmod(0o755)
    url = postgres_databases.migrated()
    with pg_counts.connect(url) as connection:
        assert pg_tools.find_tools(connection, tmp_path) is None
    postgres_databases.drop(url)


def test_writes_go_on_meanwhile_and_the_backup_is_of_one_moment(filled: Filled, tmp_path: Path) -> None:
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            run(filled.db, partial(both, number=number))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    finally:
        ended.set()
        thread.join()
    counts = json.loads(zipfile.ZipFile(report.path).read(MANIFEST))["counts"]
    assert counts["f_lead"][0] - len(NAMES) == counts["department"][0] - 1


def both(tx: Tx, number: int) -> None:
    """A lead and a department in one transaction."""
    tx.execute(text("INSERT INTO f_lead (name) VALUES (:name)"), {"name": f"more {number}"})
    tx.execute(
        text("INSERT INTO department (name, kind, position) VALUES (:name, 'department', 1)"),
        {"name": f"more {number}"},
    )


def test_it_restores_into_nothing_but_an_empty_place_unless_told_so(filled: Filled, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    before = content(filled.db)
    run(filled.db, lambda tx: tx.execute(text("DELETE FROM f_lead WHERE id > 1")))
    (filled.data_dir / "files" / "later").write_text("x")
    filled.db.close()
    with pytest.raises(NotEmpty):
        restore(report.path, filled.db.url, filled.data_dir)
    with pytest.raises(NotEmpty):
        restore(report.path, filled.db.url, tmp_path / "elsewhere")
    restore(report.path, filled.db.url, filled.data_dir, replace=True)
    assert content(filled.db) == before
    assert not (filled.data_dir / "files" / "later").exists()
    left = sorted(path.name for path in filled.data_dir.iterdir())
    assert left == ["files", KEY_FILE]


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_nothing_is_replaced_under_those_who_work_on_it(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the command holds the lock of the folder."""
    monkeypatch.setattr(in_use, "LOOKS", 1)
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    before = content(filled.db)
    with filled.db.read_engine.connect() as server, pytest.raises(in_use.InUse):
        server.execute(text("SELECT 1"))
        restore(report.path, filled.db.url, filled.data_dir, replace=True)
    assert content(filled.db) == before
    assert sorted(path.name for path in filled.data_dir.iterdir()) == ["files", KEY_FILE]


def test_a_restore_that_fails_leaves_everything_as_it_was(filled: Filled, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    wrong = tmp_path / "wrong.zip"
    rewrite(report.path, wrong, lambda manifest: manifest["counts"].update(f_lead=[3, None]))
    run(filled.db, lambda tx: tx.execute(text("DELETE FROM f_lead WHERE id = 2")))
    before = content(filled.db)
    filled.db.close()
    with pytest.raises(CheckFailed):
        restore(wrong, filled.db.url, filled.data_dir, replace=True)
    assert content(filled.db) == before
    assert sorted(path.name for path in filled.data_dir.iterdir()) == ["files", KEY_FILE]
    with pytest.raises(CheckFailed):
        check(wrong, filled.db.url)


def test_a_damaged_archive_is_noticed(filled: Filled, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True)
    whole = report.path.read_bytes()
    for name, data in {"cut": whole[: len(whole) // 2], "empty": b"", "text": b"hello"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupBroken):
            check(tmp_path / name, filled.db.url)
    swapped = tmp_path / "swapped.zip"
    rewrite(report.path, swapped, lambda _: None, swap="files/ab/abcdef")
    with pytest.raises(BackupBroken):
        check(swapped, filled.db.url)
    with pytest.raises(BackupNotFound):
        check(tmp_path / "nowhere", filled.db.url)


def test_names_that_leave_the_folder_are_refused(filled: Filled, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True, checked=False)
    evil = tmp_path / "evil.zip"
    member = {"size": 0, "sha256": ""}
    rewrite(report.path, evil, lambda manifest: manifest["members"].update({"files/../../x": member}))
    with pytest.raises(BackupBroken):
        check(evil, filled.db.url)


def test_a_newer_backup_and_one_of_the_other_database_are_refused(filled: Filled, tmp_path: Path) -> None:
    report = backup(filled.db, filled.data_dir, tmp_path / "a.zip", own_dump=True, checked=False)
    newer = tmp_path / "newer.zip"
    rewrite(report.path, newer, lambda manifest: manifest.update(schema="9999"))
    with pytest.raises(BackupNewer):
        restore(newer, filled.db.url, tmp_path / "there")
    wrong = f"sqlite:///{tmp_path / 'x.db'}"
    if filled.db.is_sqlite:
        rewrite(report.path, newer, lambda manifest: manifest.update(database="postgresql"))
        with pytest.raises(OtherDatabase):
            restore(newer, wrong, tmp_path / "there")
    else:
        with pytest.raises(OtherDatabase):
            restore(report.path, wrong, tmp_path / "there")


def test_a_backup_that_cannot_be_made_leaves_no_file(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    url = make_url(filled.db.url).set(database="/nowhere/at/all")
    lost = replace(filled.db, url=url.render_as_string(hide_password=False))
    with pytest.raises(Exception, match=r"unable to open|does not exist"):
        backup(lost, filled.data_dir, target / "a.zip")
    assert list(target.iterdir()) == []


def test_a_corrupt_sqlite_file_is_not_sound(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert not sqlite_copy.is_sound(file)


def rewrite(source: Path, target: Path, change: Callable[[Any], Any], swap: str | None = None) -> None:
    """A copy of an archive with another manifest, or with other bytes under one name."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == MANIFEST:
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            elif name == swap:
                data = b"other" + data[5:]
            new.writestr(name, data)
