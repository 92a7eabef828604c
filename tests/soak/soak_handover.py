"""`kill -9` of the server in the middle of a handover: at every look afterwards nothing has moved, or all has."""

from __future__ import annotations

import random
import threading
from typing import Any

from sqlalchemy import func, select

from bulou.db.contributed import discover
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from bulou.records.write import Command, Who, apply
from tests.serving import Workspace, serve
from tests.soak.conftest import Measure
from tests.soak.furnishing import opened
from tests.soak.visitor import ENDED, sign_in
from tests.soak.wholeness import halves

FORMS = ("account", "opportunity", "follow_up", "task")
TOTAL = 500 + 1200 + 3000 + 200


def soak_a_killed_handover_moves_nothing_or_all(workspace: Workspace, measure: Measure) -> None:
    discover()
    with opened(workspace) as db:
        giver, receiver = run(db, _portfolio)
    for _turn in range(measure.kills):
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            body = {"person": giver, "split": {"rest": [receiver]}}
            started = visitor.post("/handovers", body)
            assert started.status_code == 202, started.text
            # Not a measure of anything: the kill must fall somewhere in the handover, each time elsewhere.
            threading.Event().wait(random.uniform(0.0, 1.5))
            server.kill()
        moved = _held(workspace, receiver)
        assert moved in (0, TOTAL), f"{moved} of {TOTAL} moved"
        assert _held(workspace, giver) == TOTAL - moved
        with serve(workspace) as server:  # the job goes on by itself
            visitor = sign_in(server, workspace)
            assert _ended(visitor, started.json()["job"]) == "done"
            assert (_held(workspace, giver), _held(workspace, receiver)) == (0, TOTAL)
            undo = visitor.post(f"/handovers/{started.json()['id']}/undo", {})
            assert _ended(visitor, undo.json()["job"]) == "done"
        assert (_held(workspace, giver), _held(workspace, receiver)) == (TOTAL, 0)
        with opened(workspace) as db:
            assert run(db, lambda tx: list(halves(tx)), write=False) == []


def _ended(visitor: Any, job: str) -> str:
    pause = threading.Event()
    for _ in range(6000):
        state = str(visitor.get(f"/jobs/{job}")["state"])
        if state in ENDED:
            return state
        pause.wait(0.02)
    raise AssertionError("the job does not end")


def _held(workspace: Workspace, person: int) -> int:
    """How many records of all forms the person owns."""

    def count(tx: Tx) -> int:
        catalog = catalogs.load(tx)
        tables = [catalog[key].table for key in FORMS]
        return sum(tx.value(select(func.count()).where(table.c.owner == person)) for table in tables)

    with opened(workspace) as db:
        return run(db, count, write=False)


def _portfolio(tx: Tx) -> tuple[int, int]:
    """Two people, the first with everything a handover is promised to bear."""
    giver, receiver = (
        accounts.create(tx, SYSTEM, accounts.NewPerson(name, name.lower(), "x", roles=("sales",)))
        for name in ("Giver", "Receiver")
    )
    who = Who(SYSTEM, "api", trusted=True)

    def make(form: str, rows: list[dict[str, Any]]) -> list[int]:
        commands = [Command("create", values={**row, "owner": giver}) for row in rows]
        return [int(each.id or 0) for each in apply(tx, who, form, commands)]

    firms = make("account", [{"name": f"交接客户 {at}"} for at in range(500)])
    deals = make(
        "opportunity",
        [
            {"name": f"商机 {at}", "account": firms[at % 500], "amount": at, "expected_close": "2027-01-31"}
            for at in range(1200)
        ],
    )
    make(
        "follow_up",
        [
            {"about": {"form": "opportunity", "id": deals[at % 1200]}, "content": f"跟进 {at}"}
            for at in range(3000)
        ],
    )
    make("task", [{"title": f"待办 {at}", "assignee": giver} for at in range(200)])
    return giver, receiver
