"""What rules and pools cost on many records: coming into force, a night, a week without a server, an ordinary save."""

import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.cases import Calls
from bench.client import Call, Outcome
from bench.leads import FORM, PARTS, Leads, change_rule, make, pool, time_rules
from bench.night import busy
from bench.run import joined, watched
from bench.server import Running, product
from bulou.db.database import open_database
from bulou.db.tables.pools import pool_ledger
from bulou.db.tables.records import notification
from bulou.db.tables.rules import rule_due, rule_run
from bulou.db.tx import Tx, run
from bulou.people import actors
from bulou.rules import removing
from bulou.rules import store as rules

MATCHING = 20  # rules that a save starts
OTHERS = 50 - 2 * PARTS  # rules that no time starts
WEEK = timedelta(days=7)
THINKS = 0.4  # seconds between two saves of somebody who reads


@dataclass(frozen=True)
class Span:
    """One piece of background work: what was done, seconds, seconds of processor time, most megabytes."""

    what: str
    done: dict[str, int]
    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Saves:
    """The same save without rules and with `MATCHING` that it starts."""

    what: str
    without: Outcome
    with_rules: Outcome

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return self.with_rules.at(0.5) / max(self.without.at(0.5), 1e-6)


@dataclass(frozen=True)
class Found:
    """Everything of one database."""

    spans: list[Span]
    saves: list[Saves]


def measure_nights(rows: int, count: int, url: str | None) -> Found:
    """All of it, one after the other, on one workspace."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        leads = make(Path(folder) / "data", rows, url)
        saves = _saves(leads, url, count)
        _do(leads, lambda tx: [time_rules(tx, part) for part in range(PARTS)])
        spans = [_span(leads, url, "rules come into force", leads.now)]
        _do(leads, lambda tx: pool(tx, leads.now - timedelta(days=400)))
        spans.append(_span(leads, url, "a pool comes into force", leads.now))
        spans.append(_span(leads, url, "the night", leads.now + timedelta(days=1)))
        spans.append(_span(leads, url, "a week without a server", leads.now + timedelta(days=1) + WEEK))
        return Found(spans, saves)


def _do(leads: Leads, work: Callable[[Tx], Any]) -> Any:
    db = open_database(leads.url)
    try:
        return run(db, work)
    finally:
        db.close()


def _span(leads: Leads, url: str | None, what: str, at: datetime) -> Span:
    before = _do(leads, counted)
    line = [sys.executable, "-m", "bench.night", str(leads.data), url or "", at.isoformat()]
    said = subprocess.run(line, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout
    took = json.loads(said.splitlines()[-1])
    after = _do(leads, counted)
    return Span(what, {key: after[key] - before[key] for key in after}, **took)


def counted(tx: Tx) -> dict[str, int]:
    """How many of each there are."""
    ran = select(func.count()).select_from(rule_run)
    recycled = select(func.count()).select_from(pool_ledger).where(pool_ledger.c.move == "recycled")
    told = select(func.count()).select_from(notification).where(notification.c.kind.like("pool.soon%"))
    return {
        "due": tx.value(select(func.count()).select_from(rule_due)) or 0,
        "runs": tx.value(ran.where(rule_run.c.state == "done")) or 0,
        "not done": tx.value(ran.where(rule_run.c.state != "done")) or 0,
        "recycled": tx.value(recycled) or 0,
        "warnings": tx.value(told) or 0,
    }


def _saves(leads: Leads, url: str | None, count: int) -> list[Saves]:
    """Changes of a field that starts no rule and of one that starts `MATCHING`, in turns: with a pause, and without."""
    _do(leads, lambda tx: [change_rule(tx, number, "city") for number in range(OTHERS)])
    _do(leads, lambda tx: [change_rule(tx, number, "note") for number in range(MATCHING)])
    headers = {"Authorization": f"Bearer {leads.boss}"}
    both = [saves(leads.rows, field) for field in ("wechat", "note")]
    with product(leads.data, url) as ours:
        for calls in both:
            watched(ours, headers, calls, 1, max(10, count // 10))
        _quiet(leads)
        slowly = [
            [_thoughtful(ours, headers, calls) for calls in both]
            for _ in range(max(10, min(60, count // 10)))
        ]
        quickly = [[_busily(ours, headers, calls, leads, count // 20) for calls in both] for _ in range(2)]
    _do(leads, _no_rules)
    return [
        Saves(what, *(joined([pair[at] for pair in pairs]) for at in range(2)))
        for what, pairs in (("an ordinary save", slowly), ("saves without a pause", quickly))
    ]


def _thoughtful(ours: Running, headers: dict[str, str], calls: Calls) -> Outcome:
    time.sleep(THINKS)
    return watched(ours, headers, calls, 1, 1)


def _busily(ours: Running, headers: dict[str, str], calls: Calls, leads: Leads, count: int) -> Outcome:
    """With what follows from them, which ends before the next begins."""
    before = ours.cpu()
    found = watched(ours, headers, calls, 1, count)
    _quiet(leads)
    return replace(found, cpu=ours.cpu() - before)


def _quiet(leads: Leads) -> None:
    """Until what follows from the saves is done."""
    while _do(leads, busy):
        time.sleep(THINKS)


def saves(rows: int, field: str) -> Calls:
    """Changes of a field of one record after the other, as a program does them: without a version."""
    turn = itertools.count(1)

    def calls(_client: int) -> Iterator[Call]:
        while True:
            n = next(turn)
            yield Call("PATCH", f"/api/records/{FORM}/{1 + n * 37 % rows}", {field: f"said {n}"})

    return calls


def _no_rules(tx: Tx) -> None:
    """What was measured goes, and its runs with it."""
    boss = actors.load(tx, 1)
    for each in rules.listing(tx):
        if each.key.startswith("changed_note"):
            removing.remove(tx, boss, each)
