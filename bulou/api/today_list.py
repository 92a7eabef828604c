"""Today's work in order: what has leaked, what is due, what comes; each thing once."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bulou.api.today.pool_soon import KIND as SOON
from bulou.api.today.tasks import late_of
from bulou.api.today.work import GROUPS, URGENT, Asker, Json, Stretch, mine, works
from bulou.api.today_pools import to_take
from bulou.api.today_scope import TEAM, leaking_forms, scope_for, scopes_of
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog, load
from bulou.kit.protocols import Actor
from bulou.records.heat import CAUSES
from bulou.records.next_steps import next_steps
from bulou.reports.aggregate import aggregate
from bulou.reports.groups import both
from bulou.reports.leak_notes import week_before
from bulou.reports.leaks import leaking, leaks, rate

# Of several reasons for one record the first counts.
ORDER = (SOON, "unowned", "task", "follow_up", "no_next_step", "stalled")
INNER = ("above", "due")  # what rows carry for this list alone


def today(tx: Tx, actor: Actor, wanted: str | None = None) -> Json:
    """`{date, scope, scopes, counts, groups, claim, leak, target}` of ARCHITECTURE.md; `wanted`: the scope."""
    catalog = load(tx)
    scope = scope_for(tx, actor, catalog, wanted)
    asker = Asker(tx, actor, catalog, team=scope == TEAM)
    found = {work.key: list(work.find(asker)) for work in works}
    rows = _once(_rows(found))
    _put_words(asker, rows)
    groups = [_group(key, rows[key], found) for key in GROUPS]
    counts = {key: _count(key, rows, stretches) for key, stretches in found.items()}
    counts["all"] = sum(group["count"] for group in groups)
    counts["leaking"] = groups[0]["count"]
    waiting = to_take(tx, actor)
    if waiting:
        counts["claim"] = sum(pool["waiting"] for pool in waiting)
    return {
        "date": asker.today.isoformat(),
        "scope": scope,
        "scopes": scopes_of(actor, catalog),
        "counts": counts,
        "groups": groups,
        "claim": waiting,
        "leak": leak_of(asker),
        "target": None,
    }


def _rows(found: dict[str, list[Stretch]]) -> dict[str, list[Json]]:
    """Rows by group; a record that belongs to another one with the same next step speaks for both.

    So does a task for what it is about.
    """
    rows: dict[str, list[Json]] = defaultdict(list)
    spoken = {
        (*row["above"], row["time"])
        for stretches in found.values()
        for each in stretches
        for row in each.items
        if row.get("above") and row["time"]
    }
    spoken |= {
        (about["form"], about["id"], row["time"])
        for each in found.get("task", ())
        for row in each.items
        if (about := row.get("about")) and about.get("form") and about.get("id")
    }
    kinds = sorted(found, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    for key in kinds:
        for each in found[key]:
            for row in each.items:
                if (row["form"], row["id"], row["time"]) not in spoken:
                    rows[_stands(each.group, row)].append(row)
    return rows


def _stands(group: str, row: Json) -> str:
    """What goes back to its pool soon and leaks already stands with what leaks, so that all say the same number."""
    leaks_ = row["kind"] == SOON and (row["heat"] or {}).get("cause") in CAUSES
    return "leaked" if leaks_ else group


def _once(rows: dict[str, list[Json]]) -> dict[str, list[Json]]:
    """Each record in its most urgent group only."""
    seen: set[tuple[str, int]] = set()
    once: dict[str, list[Json]] = defaultdict(list)
    for group in URGENT:
        for row in rows[group]:
            if (row["form"], row["id"]) not in seen:
                seen.add((row["form"], row["id"]))
                once[group].append(row)
    return once


def _put_words(asker: Asker, rows: dict[str, list[Json]]) -> None:
    """What was agreed as the next step: told with the row, and taken along to another day."""
    due: dict[str, dict[int, str]] = defaultdict(dict)
    for row in (each for group in rows.values() for each in group if each.get("due")):
        due[row["form"]][row["id"]] = row["due"]
    words = {key: next_steps(asker.tx, asker.actor, asker.catalog[key], each) for key, each in due.items()}
    for row in (each for group in rows.values() for each in group):
        row["next_step"] = words.get(row["form"], {}).get(row["id"])


def _count(kind: str, rows: dict[str, list[Json]], stretches: Sequence[Stretch]) -> int:
    """Rows of one kind as they are listed, and those that are counted only."""
    listed = sum(1 for group in rows.values() for row in group if row["kind"] == kind)
    return int(listed) + sum(each.count - len(each.items) for each in stretches)


def _group(key: str, rows: list[Json], found: dict[str, list[Stretch]]) -> Json:
    listed = [each for stretches in found.values() for each in stretches if each.group == key]
    hidden = sum(each.count - len(each.items) for each in listed)
    amount = sum(row["amount"] or 0 for row in rows)
    amount += sum(each.amount - sum(row["amount"] or 0 for row in each.items) for each in listed)
    ordered = sorted(rows, key=_worst if key == "leaked" else _soonest)
    items = [{name: value for name, value in row.items() if name not in INNER} for row in ordered]
    links = [
        _link(kind, each) for kind, stretches in found.items() for each in stretches if each.group == key
    ]
    links = [link for link in links if link["count"]]
    count, amount = len(rows) + hidden, round(amount, 2)
    return {"key": key, "count": count, "amount": amount, "items": items, "links": links}


def _link(kind: str, each: Stretch) -> Json:
    """The list that holds all records of a stretch, those spoken for by another row or group included."""
    return {"kind": kind, "form": each.form, "count": each.count, "filter": each.filter}


def _worst(row: Json) -> tuple[Any, ...]:
    """What is lost within a day first, then by how badly it leaks."""
    heat, until = row["heat"] or {}, row["reason"]["params"].get("until")
    return (until or "~", -heat.get("level", 0), -(row["amount"] or 0), -heat.get("days", 0), row["key"])


def _soonest(row: Json) -> tuple[Any, ...]:
    return (row["time"] or row["reason"]["params"].get("until") or "~", row["key"])


def leak_of(asker: Asker) -> Json:
    """The leak meter over all that the day is about: money where there is some."""
    tx, actor = asker.tx, asker.actor
    forms = leaking_forms(actor, asker.catalog)
    meters = [leaks(tx, actor, form, filter=None if asker.team else mine(actor)) for form in forms]
    sums = _added(meters)
    # A week ago one stood in for nobody, or for others: the two rates would not compare.
    compares = asker.team or not actor.stands_for
    past = [week_before(tx, actor, form, only_mine=not asker.team) for form in forms if compares]
    return {
        "rate": rate(sums, money=True),
        "amount": sums["amount"],
        "held": sums["held"],
        "count": sums["count"],
        "causes": [cause for meter in meters for cause in meter["causes"] if cause["count"]],
        "previous": rate(_added([each for each in past if each]), money=True) if any(past) else None,
    }


def _added(meters: Sequence[Json]) -> Json:
    """Meters of several forms as one: the money of those that have some, the records of all."""
    sums: Json = {key: sum(meter[key] for meter in meters) for key in ("count", "held_count")}
    weighed = [meter for meter in meters if meter.get("money", True)]
    return {**sums, **{key: round(sum(meter[key] for meter in weighed), 2) for key in ("amount", "held")}}


def leaking_of(tx: Tx, actor: Actor, catalog: Catalog) -> int:
    """How many of the actor's own records and tasks leak: the drop in the navigation."""
    found: int = late_of(Asker(tx, actor, catalog))
    for form in leaking_forms(actor, catalog):
        filter = both(mine(actor), leaking(form, tx.now))
        found += int(aggregate(tx, actor, form, {"filter": filter})["rows"][0][0])
    return found
