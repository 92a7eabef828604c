"""Workspace settings and revisions are rows that change with the transaction."""

from bulou.db import revisions, settings_table
from bulou.db.database import Database
from bulou.db.tx import run


def test_a_setting_is_kept_and_replaced(db: Database) -> None:
    run(db, lambda tx: settings_table.put(tx, "zone", "Asia/Shanghai"))
    run(db, lambda tx: settings_table.put(tx, "zone", "UTC"))
    run(db, lambda tx: settings_table.put(tx, "week", {"start": 1}))
    assert run(db, lambda tx: settings_table.get(tx, "zone"), write=False) == "UTC"
    assert run(db, lambda tx: settings_table.get(tx, "absent", 7), write=False) == 7
    assert run(db, settings_table.everything, write=False) == {"zone": "UTC", "week": {"start": 1}}


def test_revisions_count_up(db: Database) -> None:
    assert run(db, revisions.read, write=False) == {}
    for _ in range(2):
        run(db, lambda tx: revisions.bump(tx, "forms"))
    run(db, lambda tx: revisions.bump(tx, "people"))
    assert run(db, revisions.read, write=False) == {"forms": 2, "people": 1}
