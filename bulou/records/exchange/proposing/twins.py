"""What the proposal says of twins: inside the file, known in the workspace, and uncertain ones for review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.proposing import naming
from bulou.records.exchange.running import lookup
from bulou.records.exchange.running.identity import Hint, Identity, Sameness, of_plan
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.rows import RowRead
from bulou.records.exchange.running.twins import Alike, FileTwins, Place, find

_REVIEWED = 200
_HINTED = 200_000  # rows of a file among which likely twins are looked for; nobody reviews more
Json = dict[str, Any]


@dataclass(eq=False)
class Judged:
    """`known`: first rows that exist already, `locked`: those the actor may not see; `candidates`: row → records
    it may be; `meeting`: rows that meet a known record or one another; `alike`: new rows that may be
    earlier ones of the file."""

    file: FileTwins
    known: int = 0
    locked: int = 0
    titles: dict[Place, str] = field(default_factory=dict)
    candidates: dict[Place, list[Json]] = field(default_factory=dict)
    refused: int = 0
    meeting: set[Place] = field(default_factory=set)
    alike: list[Alike] = field(default_factory=list)


@dataclass(eq=False)
class _Seen:
    """What passes by while rows are read once."""

    identities: dict[Identity, Place] = field(default_factory=dict)
    hints: dict[Hint, list[Place]] = field(default_factory=dict)
    titles: dict[Place, str] = field(default_factory=dict)
    names: naming.Names = field(default_factory=naming.Names)
    refused: int = 0


def judge(tx: Tx, actor: Actor, form: Form, catalog: Catalog, plan: Plan, rows: Iterable[RowRead]) -> Judged:
    """Everything about twins, in one pass over the rows and some hundred keys at a time in the database."""
    sameness = of_plan(form, plan)
    seen = _Seen()
    file = find(_watched(rows, sameness, seen), sameness)
    known = naming.known_records(tx, actor, sameness, catalog, plan, seen.identities, seen.names)
    judged = Judged(file, refused=seen.refused, titles=seen.titles)
    sure: set[Place] = set()
    if plan.options.on_match != "create":
        sure = {seen.identities[identity] for identity in known}
        judged.known = sum(each.seen for each in known.values())
        judged.locked = len(known) - judged.known
        judged.meeting.update(sure)
    judged.meeting.update(file.same, file.same.values())
    judged.alike = [each for each in file.alike if each.row not in sure]
    _candidates(tx, actor, sameness, seen, known, judged)
    return judged


def _watched(rows: Iterable[RowRead], sameness: Sameness, seen: _Seen) -> Iterator[RowRead]:
    for row in rows:
        if row.refused:
            seen.refused += 1
        else:
            place = (row.sheet, row.number)
            identity = row.identity = sameness.identity(row.values, row.names)
            seen.names.watch(sameness, row)
            if identity is None or identity not in seen.identities:
                if identity is not None:
                    seen.identities[identity] = place
                if len(seen.titles) < _HINTED:
                    for hint in sameness.hinted(row.values):
                        seen.hints.setdefault(hint, []).append(place)
                    seen.titles[place] = str(row.values.get(sameness.form.title) or "")
        yield row


def _candidates(
    tx: Tx, actor: Actor, sameness: Sameness, seen: _Seen, known: Mapping[Identity, Found], judged: Judged
) -> None:
    """Records that share a hint with a row but are not the record it surely is."""
    form = sameness.form
    readable = visible(actor, form).fields
    sure = {place: known[identity].id for identity, place in seen.identities.items() if identity in known}
    for bound, suffix in sameness.hints:
        if bound.key not in readable or form.title not in readable:
            continue  # that a record shares a hidden value would tell the value
        column = form.table.c[f"{bound.key}__{suffix}"]
        keys = [value for key, value in seen.hints if key == bound.key]
        for value, records in lookup.records(tx, actor, form, column, keys).items():
            for place in seen.hints[(bound.key, value)]:
                for record in records[:3] if place not in sure else ():
                    _add(judged, place, form, record, bound.key)
    _name_owners(tx, actor, form, judged)


def _add(judged: Judged, place: Place, form: Form, record: Found, hint: str) -> None:
    """What a row may be and why: both share `field`. Of a record out of sight nothing else is told."""
    listed = judged.candidates.setdefault(place, [])
    score = 0.9 if hint == form.title else 0.8
    why = {"form": form.key, "score": score, "field": hint, "owner": None}
    if not record.seen:
        if not any(each["locked"] for each in listed):
            listed.append({**why, "id": None, "title": None, "locked": True})
    elif all(each["id"] != record.id for each in listed):
        listed.append({**why, "id": record.id, "title": record.title, "locked": False})


def _name_owners(tx: Tx, actor: Actor, form: Form, judged: Judged) -> None:
    shown = [each for listed in islice(judged.candidates.values(), _REVIEWED) for each in listed]
    names = lookup.owners(tx, actor, form, {each["id"] for each in shown if each["id"] is not None})
    for each in shown:
        each["owner"] = names.get(each["id"])


def uncertain(judged: Judged, plan: Plan) -> list[Json]:
    """Rows for review: those with candidates in the workspace first, then those alike inside the file."""
    found = [
        _told(plan, place, judged.titles.get(place, ""), candidates, [])
        for place, candidates in judged.candidates.items()
    ]
    found += [
        _told(plan, each.row, each.title, [], [each])
        for each in judged.alike
        if each.row not in judged.candidates
    ]
    return found[:_REVIEWED]


def _told(plan: Plan, place: Place, title: str, candidates: list[Json], alike: list[Alike]) -> Json:
    sheet, row = place
    choice = plan.twins.get(f"{sheet}!{row}", "create")
    return {
        "sheet": sheet,
        "row": row,
        "title": title,
        "candidates": candidates,
        "alike": [
            {"sheet": each.first[0], "row": each.first[1], "title": each.first_title, "field": each.hint}
            for each in alike
        ],
        "choice": None if choice == "later" else choice,
    }
