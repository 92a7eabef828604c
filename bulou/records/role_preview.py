"""What a changed role would open and close: per form and action the records, with samples, and the fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, true

from bulou.access.grants import ACTIONS
from bulou.access.plan import keys_of, plan_for
from bulou.access.visible import Visible, may, visible
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors
from bulou.people.register import register
from bulou.people.standings import alike
from bulou.records.query.secure import context_of
from bulou.records.query.titles import titles

Json = dict[str, Any]
COUNTED = ("read", "change", "delete", "export", "print", "assign", "claim")  # judged record by record
CAP = 1_000  # records counted for one person, form and action
MOST_PEOPLE = 20  # whose records are counted; of the others only whether something changes for them
MOST_STANDINGS = 200  # different ones (people.standings) that are looked at, at all
SAMPLES = 5


@dataclass(eq=False)
class Tally:
    """What the people of a role gain and lose of one action on one form."""

    people: int = 0
    gained: int = 0
    lost: int = 0
    exact: bool = True
    samples: dict[str, list[Json]] = field(default_factory=lambda: {"gained": [], "lost": []})
    may: bool | None = None


def preview(tx: Tx, key: str, definition: Mapping[str, Any]) -> Json:
    """`{people, judged, counted, rows, fields, admin, more}` of ARCHITECTURE.md, for the people who have the role now.

    Everybody is judged, those who stand alike once for all of them.
    """
    standings = alike(tx, key)
    judged = standings[:MOST_STANDINGS]
    pairs = [_pair(tx, each[0], key, definition) for each in judged]
    counted = sorted(id_ for each in judged for id_ in each)[:MOST_PEOPLE]
    forms = sorted(catalogs.load(tx), key=lambda form: form.key)
    rows = {(form.key, action): Tally() for form in forms for action in ACTIONS}
    fields: dict[tuple[str, str, str, str], int] = {}
    for people, (before, after) in zip(judged, pairs, strict=True):
        there = [_pair(tx, each, key, definition) for each in people if each in counted]
        for form in forms:
            for action in _differing(form, before, after):
                tally = rows[form.key, action]
                if action in COUNTED:
                    for pair in there:
                        _count(tx, form, action, *pair, tally)
                    _not_counted(tally, len(people) - len(there))
                else:
                    tally.people, tally.may = tally.people + len(people), may(after, form.key, action)
            for change in _levels(form, before, after):
                fields[form.key, *change] = fields.get((form.key, *change), 0) + len(people)
    members = sum(map(len, standings))
    return {
        "people": members,
        "judged": sum(map(len, judged)),
        "counted": len(counted),
        "rows": [_told(*place, tally) for place, tally in rows.items() if tally.people],
        "fields": [_field(catalogs.load(tx)[form], rest, count) for (form, *rest), count in fields.items()],
        "admin": {
            "gained": any(after.admin and not before.admin for before, after in pairs),
            "lost": any(before.admin and not after.admin for before, after in pairs),
        },
        "more": members > MOST_PEOPLE,
    }


def _pair(tx: Tx, person_id: int, key: str, definition: Mapping[str, Any]) -> tuple[Actor, Actor]:
    """The person as they are, and as they would be."""
    return actors.load(tx, person_id), actors.supposed(tx, person_id, key, definition)


def _differing(form: Form, before: Actor, after: Actor) -> Iterator[str]:
    """The actions whose rows the change could touch; reading limits all others."""
    read = _rows(before, form, "read") != _rows(after, form, "read")
    for action in ACTIONS:
        if may(before, form.key, action) != may(after, form.key, action) or (
            action in COUNTED and (read or _rows(before, form, action) != _rows(after, form, action))
        ):
            yield action


def _rows(actor: Actor, form: Form, action: str) -> Any:
    plan = plan_for(actor, form, action)
    return plan.rows, plan.denied


def _not_counted(tally: Tally, people: int) -> None:
    """Something changes for them, and for how many records is not said."""
    tally.people, tally.exact = tally.people + people, tally.exact and people == 0


def _count(tx: Tx, form: Form, action: str, before: Actor, after: Actor, tally: Tally) -> None:
    old, new = (_seen(tx, actor, form, action) for actor in (before, after))
    gained, lost = _between(tx, new, old), _between(tx, old, new)
    if not (gained or lost):
        return
    tally.people += 1
    for way, ids in (("gained", gained), ("lost", lost)):
        tally.exact = tally.exact and len(ids) < CAP
        _sample(tx, form, tally.samples[way], ids, after)
    tally.gained, tally.lost = tally.gained + len(gained), tally.lost + len(lost)


def _seen(tx: Tx, actor: Actor, form: Form, action: str) -> Visible:
    return visible(actor, form, action, context=context_of(tx, actor))


def _between(tx: Tx, inside: Visible, outside: Visible) -> Sequence[int]:
    """Living records of the one and not of the other, a thousand at most."""
    c = inside.of.c
    where = (c.deleted_at.is_(None), inside.predicate, outside.predicate.is_not(true()))
    query = select(c.id).where(*where).limit(CAP)  # visible: administrators see what a role would open
    return [row[0] for row in tx.rows(query)]


def _sample(tx: Tx, form: Form, samples: list[Json], ids: Sequence[int], person: Actor) -> None:
    wanted = ids[: SAMPLES - len(samples)]
    if not wanted:
        return
    named = titles(tx, SYSTEM, form, list(wanted))
    who = register(tx).people.get(person.person_id or 0)
    about = {"id": person.person_id, "title": who.name if who else None}
    samples += [{"id": id_, "title": named.get(id_), "person": about} for id_ in wanted]


def _told(form: str, action: str, tally: Tally) -> Json:
    counted = action in COUNTED
    return {
        "form": form,
        "action": action,
        "people": tally.people,
        "gained": {"value": tally.gained, "exact": tally.exact} if counted else None,
        "lost": {"value": tally.lost, "exact": tally.exact} if counted else None,
        "samples": tally.samples,
        "may": tally.may,
    }


def _levels(form: Form, before: Actor, after: Actor) -> Iterator[tuple[str, str, str]]:
    """(field, level before, level after) of the fields that become more or less open."""
    if not (may(before, form.key, "read") and may(after, form.key, "read")):
        return
    for key in keys_of(form):
        old, new = _level(before, form, key), _level(after, form, key)
        if old != new:
            yield key, old, new


def _level(actor: Actor, form: Form, key: str) -> str:
    read = plan_for(actor, form, "read")
    if key in read.fields:
        changes = may(actor, form.key, "change") and key in plan_for(actor, form, "change").fields
        return "edit" if changes else "read"
    return "masked" if key in read.masked else "hidden"


def _field(form: Form, change: Sequence[str], people: int) -> Json:
    key, old, new = change
    bound = form.by_key.get(key)
    label = bound.definition.label if bound is not None else None
    return {"form": form.key, "field": key, "label": label, "from": old, "to": new, "people": people}
