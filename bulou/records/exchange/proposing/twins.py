"""What the proposal says of twins: inside the file, known in the workspace, and uncertain ones for review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.running import lookup, matching
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
    it may be."""

    file: FileTwins
    known: int = 0
    locked: int = 0
    titles: dict[Place, str] = field(default_factory=dict)
    candidates: dict[Place, list[Json]] = field(default_factory=dict)
    refused: int = 0


@dataclass(eq=False)
class _Seen:
    """What passes by while rows are read once."""

    identities: dict[Identity, Place] = field(default_factory=dict)
    hints: dict[Hint, list[Place]] = field(default_factory=dict)
    titles: dict[Place, str] = field(default_factory=dict)
    refused: int = 0


def judge(tx: Tx, actor: Actor, form: Form, plan: Plan, rows: Iterable[RowRead]) -> Judged:
    """Everything about twins, in one pass over the rows and some hundred keys at a time in the database."""
    sameness = of_plan(form, plan)
    seen = _Seen()
    file = find(_watched(rows, sameness, seen), sameness)
    known = matching.known_records(tx, actor, sameness, seen.identities)
    judged = Judged(file, refused=seen.refused, titles=seen.titles)
    if plan.options.on_match != "create":
        judged.known = sum(each.seen for each in known.values())
        judged.locked = len(known) - judged.known
    _candidates(tx, actor, sameness, seen, known, judged)
    return judged


def _watched(rows: Iterable[RowRead], sameness: Sameness, seen: _Seen) -> Iterator[RowRead]:
    for row in rows:
        if row.refused:
            seen.refused += 1
        else:
            place = (row.sheet, row.number)
            identity = row.identity = sameness.identity(row.values, row.names)
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
                for record in records[:3]:
                    if place not in sure and record.seen:
                        _add(judged, place, form, record, bound.key)


def _add(judged: Judged, place: Place, form: Form, record: Found, hint: str) -> None:
    listed = judged.candidates.setdefault(place, [])
    if all(each["id"] != record.id for each in listed):
        score = 0.9 if hint == form.title else 0.8
        listed.append(
            {"form": form.key, "id": record.id, "title": record.title, "score": score, "owner": None}
        )


def uncertain(judged: Judged, plan: Plan) -> list[Json]:
    """Rows for review: those with candidates in the workspace first, then those alike inside the file."""
    found = [
        _told(plan, place, judged.titles.get(place, ""), candidates, [])
        for place, candidates in judged.candidates.items()
    ]
    found += [
        _told(plan, each.row, each.title, [], [each])
        for each in judged.file.alike
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
            {"sheet": each.first[0], "row": each.first[1], "title": each.first_title} for each in alike
        ],
        "choice": None if choice == "later" else choice,
    }
