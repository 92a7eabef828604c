"""The template's sample company is sample data like any other: it comes with its past and goes again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bulou.apps.samples import removing, replay
from bulou.db import jobs
from bulou.db.database import Database
from bulou.db.jobs.steps import Place, advance
from bulou.db.tables.people import department, person
from bulou.db.tables.records import stage_history
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.kit.clock import utc_now
from bulou.kit.protocols import SYSTEM
from bulou.people.passwords import hash_password
from bulou.records import batches, write
from bulou.records.batches.samples import newest
from bulou.records.write import Who
from tests.copies import Copies, with_template


def counted(tx: Tx) -> dict[str, int]:
    """Living records by form, people, departments and stays in stages."""
    tables = {form.key: form.table for form in catalog.load(tx) if not form.read_only}
    found = {
        key: tx.value(select(func.count()).select_from(table).where(table.c.deleted_at.is_(None)))
        for key, table in tables.items()
    }
    alive = {"department": department.c.deleted_at.is_(None), "person": person.c.id > 0}
    found |= {key: tx.value(select(func.count()).where(where)) for key, where in alive.items()}
    return {**found, "stays": tx.value(select(func.count()).select_from(stage_history))}


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_it_goes_but_for_what_somebody_made_theirs(copies: Copies, tmp_path: Path) -> None:
    with copies.open(with_template) as (db, _):
        before = run(db, counted, write=False)
        steps = replay.replay(db, "crm", hash_password("a long enough password"))
        there = run(db, counted, write=False)
        assert steps > 1000 and all(
            there[key] > before[key] for key in ("lead", "follow_up", "person", "stays")
        )
        run(db, touched)
        told = removed(db, tmp_path)
        left = {(each["form"], each["code"]) for each in told["results"] if not each["ok"]}
        assert ("account", "undo.changed_since") in left
        after = run(db, counted, write=False)
        changed = {key: after[key] - before[key] for key in after if after[key] != before[key]}
        assert changed == {"account": 1, "person": 14, "department": 9}  # its people can sign in
        assert ("user", "undo.person_active") in left
        assert run(db, newest, write=False)["crm"][1] == 1


def touched(tx: Tx) -> None:
    """Somebody changes an account."""
    form = catalog.load(tx)["account"]
    first = tx.value(select(func.min(form.table.c.id)))
    assert write.change(tx, Who(SYSTEM), form, first, {"name": "Renamed by us"}).ok


def removed(db: Database, folder: Path) -> dict[str, Any]:
    """What the removal did."""
    started = run(db, lambda tx: removing.remove(tx, SYSTEM, "crm"))
    number = run(db, lambda tx: jobs.get(tx, started["job"])).run
    place = Place(db, utc_now, folder, lambda: False)
    while advance(place, started["job"], number):
        pass
    return run(db, lambda tx: batches.get(tx, SYSTEM, started["batch"]), write=False)
