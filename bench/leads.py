"""Many leads for rules and pools: a hundredth of them due by a date, one by silence, one to fall back, one to be warned of."""

import itertools
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bench.scene import Row, analyse, fill, hire, init, system, token_of
from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.schedules import tick
from bulou.db.tables.jobs import schedule
from bulou.db.tables.pools import pool_start
from bulou.db.tx import Tx, run
from bulou.kit.clock import instant
from bulou.kit.pinyin import sort_key
from bulou.kit.text import name_core, name_key
from bulou.people import actors
from bulou.pools import definition
from bulou.pools import store as pools
from bulou.rules import store as rules
from bulou.rules.model import ON

ZONE = ZoneInfo("Asia/Shanghai")
PARTS = 20  # of the records: each rule that time starts means one of them
QUIET, OWNED = (
    40,
    50,
)  # days of silence after which a rule acts, without follow-up after which a lead falls back
FORM = "lead"


@dataclass(frozen=True)
class Leads:
    """A filled workspace: its folder, database, the moment it was filled, the boss's token."""

    data: Path
    url: str
    rows: int
    now: datetime
    boss: str


def make(data: Path, rows: int, url: str | None = None) -> Leads:
    """A workspace with owned leads; rules and pools come by `time_rules`, `change_rules` and `pool`."""
    discover()
    address = init(data, url)
    db = open_database(address)
    now = datetime.now(UTC)
    people = run(db, hire)
    chance = random.Random(7)
    made = [_row(chance, people, n, now) for n in range(rows)]
    fill(db, FORM, iter(made), rows)
    fill(db, "follow_up", map(_follow_up, itertools.count(1), made), rows)
    analyse(db)
    boss = run(db, lambda tx: token_of(tx, 1))
    run(db, _only_what_is_measured)
    db.close()
    return Leads(data, address, rows, now, boss)


def _row(chance: random.Random, people: list[int], n: int, now: datetime) -> Row:
    """`n % 100`: 0 has its date tomorrow, 33 is silent long enough tomorrow, 66 falls back, 50 is warned of."""
    made = instant(now - timedelta(days=90))
    half = timedelta(hours=12)
    acted = {
        33: timedelta(days=QUIET) - half,
        66: timedelta(days=OWNED) - half,
        50: timedelta(days=OWNED) - 3 * half,
    }
    name, owner, turn = f"线索第{n}号食品有限公司", chance.choice(people), n % 100
    last = now - acted.get(turn, timedelta(minutes=chance.randrange(1, 8 * 24 * 60)))
    day = now.astimezone(ZONE).date() + timedelta(days=1 if turn == 0 else chance.randrange(3, 90))
    return {
        "company": name, "company__key": name_key(name), "company__core": name_core(name),
        "title_sort": sort_key(name), "city": f"c{n // 100 % PARTS}", "stage": chance.choice(("new", "mql", "sql")),
        "stage_since": made, "next_follow_up": day.isoformat(), "owner": owner, "owner_since": made,
        "last_activity_at": instant(last), **system(made, owner),
    }  # fmt: skip


def _follow_up(lead: int, row: Row) -> Row:
    """What its last activity was."""
    happened, owner = row["last_activity_at"], row["owner"]
    return {
        "about": lead, "about_form": FORM, "kind": "call", "content": "spoke", "title_sort": "spoke",
        "happened_at": happened, "owner": owner, "owner_since": happened, **system(happened, owner),
    }  # fmt: skip


def _only_what_is_measured(tx: Tx) -> None:
    """Nothing else is done by the clock, and no rule of the template acts on its own share of the records."""
    tick(tx)
    boss = actors.load(tx, 1)
    for rule in rules.listing(tx):
        if rule.state == ON:
            rules.switch(tx, boss, rule, False)
    tx.execute(update(schedule).where(schedule.c.key != "pools.recycle").values(enabled=0))
    for found, _version in pools.everything(tx):
        pools.take_out(tx, boss, found.key)


def put_rule(tx: Tx, key: str, body: dict[str, Any]) -> None:
    """A rule of the boss's, switched on."""
    boss = actors.load(tx, 1)
    made = rules.create(tx, boss, key, {"en-US": key}, FORM, body)
    rules.switch(tx, boss, rules.publish(tx, boss, made), True)


def time_rules(tx: Tx, part: int) -> None:
    """A rule by a date and one by silence, each for one part of the records."""
    when = {"field": "city", "op": "eq", "value": f"c{part}"}
    who = [{"field": "owner"}]
    task = {"do": "create_task", "title": "Call {company}", "people": who, "due": 1}
    tell = {"do": "notify", "people": who, "text": "{company} is silent"}
    by_date = {"kind": "date", "field": "next_follow_up"}
    put_rule(tx, f"date_{part}", {"trigger": by_date, "when": when, "steps": [task]})
    silence = {"kind": "silence", "amount": QUIET, "unit": "days"}
    put_rule(tx, f"silence_{part}", {"trigger": silence, "when": when, "steps": [tell]})


def change_rule(tx: Tx, number: int, field: str) -> None:
    """A rule that every change of a field starts."""
    step = {"do": "notify", "people": [{"field": "owner"}], "text": "{company}: {note}"}
    trigger = {"kind": "changed", "fields": [field]}
    when = {"field": "stage", "op": "in", "value": ["new", "mql", "sql"]}
    put_rule(tx, f"changed_{field}_{number}", {"trigger": trigger, "when": when, "steps": [step]})


def pool(tx: Tx, since: datetime) -> None:
    """Leads fall back after so many days without a follow-up, as if the rule had been there since long ago."""
    body = {
        "key": "leads",
        "form": FORM,
        "label": {"en-US": "Leads"},
        "members": {"roles": ["sales"]},
        "recycle": [{"key": "cold", "clock": "activity", "after": {"days": OWNED}, "warn": [24]}],
    }
    pools.bring(tx, actors.load(tx, 1), definition.read(body))
    tx.execute(update(pool_start).values(since=instant(since)))
