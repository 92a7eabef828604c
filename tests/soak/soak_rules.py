"""`kill -9` while rules act: what they do in the database happened exactly once, what they sent is what the other side got."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import func, select, update

from bulou.db.contributed import discover
from bulou.db.tables.messages import delivery
from bulou.db.tables.records import comment, notification
from bulou.db.tables.rules import rule_run, rule_step
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.people import actors
from bulou.records import write
from bulou.records.write import Command, Who
from bulou.rules import store
from tests.serving import Workspace, serve
from tests.soak.conftest import Measure
from tests.soak.furnishing import opened
from tests.soak.outside import Outside, connect, services
from tests.soak.visitor import sign_in
from tests.soak.wholeness import halves, unheard

PATIENCE = 600.0  # seconds without any progress
HERE = "127.0.0.0/8"
STEPS = [
    {"do": "update_record", "values": {"note": "{run.rule}"}},
    {"do": "create_task", "title": "{company}", "people": [{"field": "owner"}]},
    {"do": "mail", "to": "{email}", "subject": "{company}", "text": "hello"},
    {"do": "create_record", "form": "competitor", "values": {"name": "{company}"}},
    {"do": "webhook", "body": {"company": "{company}"}},
    {"do": "comment", "text": "{company}"},
    {"do": "sms", "to": "{phone}", "text": "{company}"},
    {"do": "im", "title": "{company}", "text": "hello"},
]
OUTSIDE = 4  # of them
MAY_REPEAT = "webhook"


def soak_killed_rules_do_everything_once(workspace: Workspace, measure: Measure) -> None:
    discover()
    leads = measure.actions // len(STEPS)
    open_to_here = replace(workspace, environment={**workspace.environment, "BULOU_OUTBOUND_ALLOW": HERE})
    with services() as there:
        with opened(workspace) as db:
            run(db, lambda tx: _prepare(tx, workspace, there))
            for first in range(0, leads, 500):
                run(db, partial(_leads, range(first, min(leads, first + 500))))
        kills = _killed_on_the_way(open_to_here, leads * (len(STEPS) + OUTSIDE), measure.rule_kills)
        with serve(open_to_here) as server, opened(workspace) as db:
            run(db, _three_minutes_pass)
            _await(workspace, lambda tx: not _left(tx))
            assert run(db, lambda tx: _wrong(tx, leads), write=False) == []
            unknown = run(db, lambda tx: _misled(tx, there, leads), write=False)
            assert len(unknown) <= kills * OUTSIDE  # each kill catches at most what each channel was sending
            visitor = sign_in(server, workspace)
            for id_ in unknown:  # somebody decides to send it again
                assert visitor.post(f"/admin/deliveries/{id_}/again", {}).status_code in (200, 202, 204)
            _await(workspace, lambda tx: not _left(tx))
            assert run(db, _states, write=False) == {"sent": leads * OUTSIDE}
        with opened(workspace) as db:
            assert run(db, lambda tx: list(halves(tx)), write=False) == []


def _prepare(tx: Tx, workspace: Workspace, there: Outside) -> None:
    connect(tx, workspace, there)
    owner = actors.load(tx, 1)
    definition = {"trigger": {"kind": "created"}, "steps": STEPS}
    made = store.create(tx, owner, "greet", {"en-US": "greet", "zh-CN": "greet"}, "lead", definition)
    store.switch(tx, owner, store.publish(tx, owner, made), True)


def _leads(numbers: range, tx: Tx) -> None:
    values = [
        {
            "company": f"lead-{n}",
            "email": f"lead{n}@example.com",
            "phone": f"139{n:08}",
            "owner": 1,
        }
        for n in numbers
    ]
    commands = [Command("create", values=each) for each in values]
    assert all(each.ok for each in write.apply(tx, Who(actors.load(tx, 1)), "lead", commands))


def _killed_on_the_way(workspace: Workspace, total: int, kills: int) -> int:
    """A server that is killed once so much was done, again and again; how often."""
    for turn in range(kills):
        with serve(workspace) as server:
            goal = total * (turn + 1) // (kills + 2)
            _await(workspace, lambda tx, goal=goal: _progress(tx) >= goal or not _left(tx))  # type: ignore[misc]
            # Not a measure of anything: the kill must fall somewhere, each time elsewhere.
            threading.Event().wait(random.uniform(0.0, 0.3))
            server.kill()
    return kills


def _await(workspace: Workspace, enough: Any) -> None:
    pause, last, until = threading.Event(), -1, time.monotonic() + PATIENCE
    with opened(workspace) as db:
        while not run(db, enough, write=False):
            now = run(db, _progress, write=False)
            if now != last:
                last, until = now, time.monotonic() + PATIENCE
            assert time.monotonic() < until, f"nothing moves any more: {run(db, _states, write=False)}"
            pause.wait(0.05)


def _progress(tx: Tx) -> int:
    """Steps that were done, and things that were sent or given up."""
    steps = tx.value(select(func.count()).select_from(rule_step))
    ended = select(func.count()).select_from(delivery).where(delivery.c.ended_at.is_not(None))
    return int(steps or 0) + int(tx.value(ended) or 0)


def _left(tx: Tx) -> bool:
    """Whether anything is still to be done."""
    runs = select(rule_run.c.id).where(rule_run.c.next_at.is_not(None)).limit(1)
    sends = select(delivery.c.id).where(delivery.c.state.in_(("queued", "sending"))).limit(1)
    return unheard(tx) > 0 or tx.one(runs) is not None or tx.one(sends) is not None


def _three_minutes_pass(tx: Tx) -> None:
    """What a dead process was sending is nobody's any more (PostgreSQL; on SQLite it is so at the start)."""
    old = {"claim_until": "2026-01-01T00:00:00.000Z"}
    tx.execute(update(delivery).where(delivery.c.state == "sending").values(old))


def _states(tx: Tx) -> dict[str, int]:
    query = select(delivery.c.state, func.count()).group_by(delivery.c.state)
    return {row[0]: row[1] for row in tx.rows(query)}


def _wrong(tx: Tx, leads: int) -> list[str]:
    """What did not happen exactly once in the database."""
    catalog = catalogs.load(tx)
    lead, task, other = (catalog[key].table for key in ("lead", "task", "competitor"))
    names = Counter(f"lead-{n}" for n in range(leads))
    once = {
        "tasks": Counter(row[0] for row in tx.rows(select(task.c.title))),
        "records": Counter(row[0] for row in tx.rows(select(other.c.name))),
        "comments": Counter(row[0] for row in tx.rows(select(comment.c.body))),
    }
    found = [what for what, counted in once.items() if counted != names]
    noted = {tuple(row) for row in tx.rows(select(lead.c.note, lead.c.version))}
    found += [] if noted == {("greet", 2)} else [f"leads: {noted}"]
    runs = [tuple(row) for row in tx.rows(select(rule_run.c.state, func.count()).group_by(rule_run.c.state))]
    found += [] if runs == [("done", leads)] else [f"runs: {runs}"]
    steps = Counter(row[0] for row in tx.rows(select(rule_step.c.run_id)))
    return found + ([] if set(steps.values()) == {len(STEPS)} else ["steps"])


def _misled(tx: Tx, there: Outside, leads: int) -> list[int]:
    """Fails where what a delivery says is not what the other side got; those of which nobody knows."""
    rows = tx.rows(select(delivery.c.id, delivery.c.channel, delivery.c.state, delivery.c.key))
    assert len(rows) == len({row.key for row in rows}) == leads * OUTSIDE
    counted, names = there.counted(), {row.id: row.channel for row in rows}
    for channel, got in counted.items():
        states = Counter(row.state for row in rows if row.channel == channel)
        assert states.keys() <= ({"sent"} if channel == MAY_REPEAT else {"sent", "unknown"}), states
        assert set(got) <= {f"lead-{n}" for n in range(leads)}
        if channel == MAY_REPEAT:
            keys = {each.headers["idempotency-key"] for each in there.hook.taken}
            assert len(got) == len(keys) == leads, "each lead was told at least once, under one key"
        else:
            assert set(got.values()) <= {1}, "nothing without a key is sent twice"
            assert states["sent"] <= len(got) <= states["sent"] + states["unknown"]
    told = tx.value(select(func.count()).where(notification.c.kind == "delivery.unknown"))
    unknown = [row.id for row in rows if row.state == "unknown"]
    assert told == len(unknown) and {names[id_] for id_ in unknown} <= {"mail", "sms", "robot"}
    return unknown
