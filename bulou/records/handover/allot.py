"""Who gets which record: pieces, rules of the form, what it belongs to, rules of any form, the rest — in that order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from sqlalchemy import ColumnElement, Select, case, literal, or_

from bulou.access.rights import may_manage_people
from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.records.handover.model import EVERY, Asked, Rule
from bulou.records.handover.places import Place, all_places
from bulou.records.query.secure import secure_select, sight
from bulou.records.write.activity import abouts, above
from bulou.records.write.handing import OWNER, Give

LAST = 99  # the depth of what is done about records: whatever those are, they come first
HIGHEST = 6
Gives = dict[str, list[Give]]
STAYS = -1  # instead of a receiver: the record stays with the giver


@dataclass
class Turns:
    """Whose turn it is among several receivers of one rule."""

    of: dict[Any, Iterator[int]] = field(default_factory=dict)

    def next(self, name: Any, to: list[int]) -> int | None:
        """The next receiver; None where nobody is named: the pool."""
        if not to:
            return None
        if name not in self.of:
            self.of[name] = cycle(to)
        return next(self.of[name])


@dataclass
class Allotment:
    """What has been decided so far."""

    asked: Asked
    pieces: Mapping[tuple[str, int], int | None]
    turns: Turns = field(default_factory=Turns)
    settled: dict[tuple[str, int], int | None] = field(default_factory=dict)


def allot(tx: Tx, actor: Actor, asked: Asked) -> Gives:
    """Form → what goes to whom, of everything living that the person holds now and `actor` may give away."""
    catalog = catalogs.load(tx)
    pieces = {(piece.form, id_): piece.to for piece in asked.split.pieces for id_ in piece.ids}
    allotment = Allotment(asked, pieces)
    found: Gives = {}
    for form, here in _ordered(catalog, asked):
        gives = list(_of_form(tx, actor, form, here, allotment))
        if gives:
            found[form.key] = gives
    return dict(sorted(found.items()))


def wanted_places(catalog: Catalog, asked: Asked) -> dict[str, list[Place]]:
    """Form → the places at which the person is replaced: owners, open tasks, and the fields that were asked for."""
    found: dict[str, list[Place]] = {}
    for place in all_places(catalog):
        if place.always or place.path in asked.fields:
            found.setdefault(place.form.key, []).append(place)
    return found


def giving_sight(tx: Tx, actor: Actor, form: Form) -> Visible:
    """The records that `actor` may give to others: all of them for who administers people."""
    return sight(tx, SYSTEM if may_manage_people(actor) else actor, form, "assign")


def _ordered(catalog: Catalog, asked: Asked) -> list[tuple[Form, list[Place]]]:
    """Forms such that what others belong to comes first."""
    places = wanted_places(catalog, asked)
    forms = [catalog[key] for key in places]
    forms.sort(key=lambda form: (_depth(catalog, form, HIGHEST), form.definition.position, form.key))
    return [(form, places[form.key]) for form in forms]


def _depth(catalog: Catalog, form: Form, left: int) -> int:
    if abouts(form):
        return LAST
    link = above(form)
    target = catalog.get(link.target or "") if link is not None else None
    if target is None or target is form or left == 0:
        return 0
    return 1 + _depth(catalog, target, left - 1)


def belongs(form: Form) -> list[BoundField]:
    """The fields by which a record says what it belongs to, or is about."""
    link = above(form)
    return [each for each in (*abouts(form), *([link] if link is not None else [])) if each.columns]


def _of_form(tx: Tx, actor: Actor, form: Form, here: list[Place], allotment: Allotment) -> Iterator[Give]:
    asked = allotment.asked
    seen = giving_sight(tx, actor, form)
    own = [(n, rule) for n, rule in enumerate(asked.split.rules) if rule.form == form.key]
    every = [(n, rule) for n, rule in enumerate(asked.split.rules) if rule.form == EVERY]
    links = belongs(form) if asked.split.follow else []
    query = _query(form, seen, here, [_which(seen, own), _which(seen, every)], links, asked.person)
    for row in tx.rows(query):
        id_, first, second = row[0], row[1], row[2]
        flags, parents = row[3 : 3 + len(here)], list(row[3 + len(here) :])
        to = _receiver(form, id_, first, second, _parents(links, parents), allotment)
        if to == STAYS:
            continue
        keys = tuple(place.key for place, yes in zip(here, flags, strict=True) if yes)
        if OWNER in keys:
            allotment.settled[form.key, id_] = to
        yield Give(id_, to, keys)


def _query(
    form: Form,
    seen: Visible,
    here: list[Place],
    rules: list[ColumnElement[Any]],
    links: list[BoundField],
    person_id: int,
) -> Select[Any]:
    """Id, the rule of the form and the rule of any form that it meets, at which places it names the person, parents."""
    names = [place.names(person_id) for place in here]
    flags = [case((name, 1), else_=0) for name in names]
    parents = [column for link in links for column in (form.table.c[each.key] for each in link.columns)]
    query = secure_select(seen, form.table.c.id, *rules, *flags, *parents, where=[or_(*names)])
    return query.order_by(form.table.c.id)


def _which(seen: Visible, rules: list[tuple[int, Rule]]) -> ColumnElement[Any]:
    """The number of the first of `rules` that a record meets, -1 for none; a rule of any form that asks for what this
    one has not is met by none of its records."""
    whens = []
    for number, rule in rules:
        try:
            clause = to_sql(parse(rule.filter), seen.operand, seen.context)
        except BadCondition:
            if rule.form != EVERY:
                raise
            continue
        whens.append((clause, literal(number)))
    return case(*whens, else_=literal(-1)) if whens else literal(-1)


def _parents(links: list[BoundField], values: list[Any]) -> Iterator[tuple[str, int]]:
    at = 0
    for link in links:
        parts = values[at : at + len(link.columns)]
        at += len(link.columns)
        if parts[0] is not None:
            yield (str(parts[1]) if len(parts) > 1 else link.target or ""), int(parts[0])


def _receiver(
    form: Form,
    id_: int,
    first: int,
    second: int,
    parents: Iterator[tuple[str, int]],
    allotment: Allotment,
) -> int | None:
    split, turns = allotment.asked.split, allotment.turns
    if (form.key, id_) in allotment.pieces:
        return allotment.pieces[form.key, id_]
    if first >= 0:
        return turns.next((form.key, first), split.rules[first].to)
    for parent in parents:
        if parent in allotment.settled:
            return allotment.settled[parent]
    if second >= 0:
        return turns.next((form.key, second), split.rules[second].to)
    return STAYS if split.keep_rest else turns.next(form.key, split.rest)
