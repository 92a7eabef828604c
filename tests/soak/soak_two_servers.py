"""Two servers on one database: rules and pools act once whichever does it, though one dies and one only seems dead."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from bulou.db.contributed import discover
from bulou.db.jobs import leases
from bulou.db.tables.pools import pool_ledger
from bulou.db.tables.records import comment
from bulou.db.tables.rules import rule_run, rule_step
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors, passwords
from bulou.pools import store as pools
from bulou.records import write
from bulou.records.write import Command, Who
from bulou.rules import store as rules
from tests.serving import Server, Workspace, serve
from tests.soak.conftest import Measure
from tests.soak.furnishing import opened
from tests.soak.visitor import Visitor, sign_in
from tests.soak.wholeness import halves, unheard

SELLERS = 5
PER_DAY = 20
PASSWORD = "a long enough password"
GONE = leases.DEAD + 2 * leases.BEAT  # seconds after which a process that says nothing is taken for dead
STEPS = [
    {"do": "update_record", "values": {"note": "greet"}},
    {"do": "create_task", "title": "{company}", "people": [{"person": 1}]},
    {"do": "comment", "text": "{company}"},
]
WORDS = {"zh-CN": "x", "en-US": "x"}


@pytest.fixture
def dialect() -> str:
    """Several servers on one database are for PostgreSQL."""
    return "postgresql"


def soak_two_servers_do_everything_once(workspace: Workspace, measure: Measure) -> None:
    discover()
    count = measure.actions // len(STEPS)
    with opened(workspace) as db:
        sellers = run(db, _prepare)
    with serve(workspace) as stays, opened(workspace) as db:
        with serve(workspace) as dies:
            run(db, partial(_leads, range(count)))
            _await(db, lambda tx: _done(tx) >= count * len(STEPS) // 4)
            dies.kill()
        with serve(workspace) as other:
            run(db, partial(_leads, range(count, 2 * count)))
            _await(db, lambda tx: _done(tx) >= count * len(STEPS))
            _stand_still(stays)
            _await(db, lambda tx: not _left(tx))
            run(db, partial(_leads, range(2 * count, 3 * count)))
            _await(db, lambda tx: not _left(tx))
            assert run(db, partial(_wrong, count=3 * count, sellers=sellers), write=False) == []
            _quotas_hold(db, (stays, other), workspace, count)


def _prepare(tx: Tx) -> list[int]:
    owner, hashed = actors.load(tx, 1), passwords.hash_password(PASSWORD)
    sellers = [
        accounts.create(tx, SYSTEM, accounts.NewPerson(f"S{n}", f"seller{n}", hashed, roles=("sales",)))
        for n in range(SELLERS)
    ]
    for pool, _version in pools.everything(tx):
        pools.remove(tx, owner, pool.key)
    definition = {
        "key": "leads",
        "form": "lead",
        "label": WORDS,
        "members": {"roles": ["sales"]},
        "assign": [{"to": "round_robin", "people": sellers}],
    }
    pools.put(tx, owner, definition, 0)
    made = rules.create(tx, owner, "greet", WORDS, "lead", {"trigger": {"kind": "created"}, "steps": STEPS})
    rules.switch(tx, owner, rules.publish(tx, owner, made), True)
    return sellers


def _leads(numbers: range, tx: Tx) -> None:
    commands = [Command("create", values={"company": f"lead-{n}", "owner": None}) for n in numbers]
    assert all(each.ok for each in write.apply(tx, Who(actors.load(tx, 1)), "lead", commands))


def _stand_still(server: Server) -> None:
    """It says nothing for so long that the other takes what it was at; then it goes on as if nothing had been."""
    os.kill(server.process.pid, signal.SIGSTOP)
    threading.Event().wait(GONE)
    os.kill(server.process.pid, signal.SIGCONT)


def _await(db: Any, enough: Any) -> None:
    pause, last, until = threading.Event(), -1, time.monotonic() + 300
    while not run(db, enough, write=False):
        now = run(db, _done, write=False)
        if now != last:
            last, until = now, time.monotonic() + 300
        assert time.monotonic() < until, f"nothing moves any more after {now} steps"
        pause.wait(0.05)


def _done(tx: Tx) -> int:
    return int(tx.value(select(func.count()).select_from(rule_step)) or 0)


def _left(tx: Tx) -> bool:
    runs = select(rule_run.c.id).where(rule_run.c.next_at.is_not(None)).limit(1)
    return unheard(tx) > 0 or tx.one(runs) is not None


def _wrong(tx: Tx, count: int, sellers: list[int]) -> list[str]:
    """What did not happen exactly once."""
    catalog = catalogs.load(tx)
    lead, task = catalog["lead"].table, catalog["task"].table
    names = Counter(f"lead-{n}" for n in range(count))
    found = [
        what
        for what, query in (
            ("tasks", select(task.c.title)),
            ("comments", select(comment.c.body)),
            ("leads", select(lead.c.company).where(lead.c.note == "greet")),
        )
        if Counter(row[0] for row in tx.rows(query)) != names
    ]
    steps = Counter(row[0] for row in tx.rows(select(rule_step.c.run_id)))
    found += [] if set(steps.values()) == {len(STEPS)} and len(steps) == count else ["steps"]
    c = pool_ledger.c
    given = Counter(row[0] for row in tx.rows(select(c.record_id).where(c.move == "assigned")))
    found += [] if set(given.values()) == {1} and len(given) == count else ["given out"]
    held = Counter(row[0] for row in tx.rows(select(lead.c.owner)))
    fair = set(held) == set(sellers) and max(held.values()) - min(held.values()) <= 1
    return [*found, *([] if fair else [f"not in turn: {held}"]), *map(str, halves(tx))]


def _quotas_hold(db: Any, servers: tuple[Server, Server], workspace: Workspace, count: int) -> None:
    """One person at two servers takes no more than a day allows; two people never take the same."""
    run(db, _only_grabbed)
    run(db, partial(_leads, range(3 * count, 3 * count + 4 * PER_DAY)))
    lead = run(db, lambda tx: catalogs.load(tx)["lead"].table, write=False)
    free = run(db, lambda tx: [row[0] for row in tx.rows(select(lead.c.id).where(lead.c.owner.is_(None)))])
    seats = [
        sign_in(server, replace(workspace, account=f"seller{n}", password=PASSWORD))
        for n in range(2)
        for server in servers
    ]
    with ThreadPoolExecutor(len(seats)) as hands:
        taken = [each for some in hands.map(partial(_grab, free), seats) for each in some]
    assert len(taken) == len(set(taken)) == 2 * PER_DAY
    c = pool_ledger.c
    query = select(c.person_id, func.count()).where(c.move == "claimed").group_by(c.person_id)
    assert [row[1] for row in run(db, lambda tx: tx.rows(query), write=False)] == [PER_DAY, PER_DAY]


def _only_grabbed(tx: Tx) -> None:
    owner = actors.load(tx, 1)
    pool, version = pools.one(tx, "leads")
    pools.put(tx, owner, {**pool.body, "assign": [], "claim": {"per_day": PER_DAY}}, version)


def _grab(free: list[int], seat: Visitor) -> list[int]:
    """Everything there is, one after the other; what they got."""
    got = []
    for id_ in free:
        reply = seat.post("/pools/leads/claim", {"ids": [id_]})
        assert reply.status_code == 200, reply.text
        got += [id_ for each in reply.json()["results"] if each["code"] is None]
    return got
