"""Which living records have the same values as one that is being filled in, told as far as the reader may know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms.carry import written
from bulou.forms.fields.kind import kinds
from bulou.forms.form import BoundField, Form
from bulou.forms.twins import SameBy, elsewhere, same_by
from bulou.kit.errors import FieldError, Forbidden
from bulou.kit.protocols import Actor
from bulou.people import directory
from bulou.records.duplicates.pairs import apart_from
from bulou.records.query.secure import context_of, secure_select, sight
from bulou.records.write.duplicates import matching
from bulou.records.write.judging import Judge
from bulou.records.write.model import Command, Row

Json = dict[str, Any]
MOST = 5  # of one key in one form
MOMENTS = ("created_at", "last_activity_at")
SHOWN = ("owner", "stage", *MOMENTS)


@dataclass(frozen=True, eq=False)
class Place:
    """A key in one of the forms it looks at: what is compared `own`, and by which columns `there`."""

    own: SameBy
    form: Form
    there: SameBy
    blocks: bool


@dataclass(frozen=True)
class Meeting:
    """One record that is there already; `seen` is whether the reader may see it."""

    place: Place
    id: int
    owner: int | None
    since: str
    seen: bool


def places(actor: Actor, form: Form, known: frozenset[str]) -> Iterator[Place]:
    """The keys of a form whose fields are all among `known`, with every form each looks at."""
    for same in form.blocking:
        if known.issuperset(same.fields):
            yield Place(same, form, same, True)
    for key in form.definition.duplicates:
        if not known.issuperset(key.fields):
            continue
        own = same_by(form.by_key, key, True)
        if key.kind == "warn":
            yield Place(own, form, own, False)
        for also in key.also_in:
            there = form.others.get(also.form)
            bound = elsewhere(there.by_key, key, also) if there is not None else None
            if there is not None and bound is not None:
                yield Place(own, there, bound, False)


def asked_fields(tx: Tx, actor: Actor, form: Form) -> frozenset[str]:
    """The fields that the actor may fill in: nobody finds out by asking what they could not type."""
    actions = [action for action in ("create", "change") if may(actor, form.key, action)]
    return frozenset().union(*(sight(tx, actor, form, action).fields for action in actions))


def meetings(
    tx: Tx, actor: Actor, form: Form, values: Mapping[str, Any], id_: int | None, rule: str | None = None
) -> list[Meeting]:
    """The living records that meet one with these JSON values, at most five of a key and form. Forbidden for who may
    neither create nor change. `id_`: the record itself, which is no twin; `rule`: only of this key."""
    if not (may(actor, form.key, "create") or may(actor, form.key, "change")):
        raise Forbidden(action="create", form=form.key)
    stored = {
        key: each for key, value in values.items() if (each := _stored(form.get(key), value)) is not None
    }
    found: list[Meeting] = []
    for place in places(actor, form, asked_fields(tx, actor, form)):
        if rule is None or place.own.name == rule:
            found += _met(tx, actor, form, place, stored, id_)
    return found


def told(tx: Tx, actor: Actor, found: Sequence[Meeting]) -> list[Json]:
    """`{key, label, kind, fields, version, form, seen, may_ask}` of each; with `id`, `title` and what of `owner`,
    `stage`, `created_at`, `last_activity_at` is open where it is seen, else what the key tells of
    `created_at` and `owner`."""
    names = directory.names(tx, [each.owner for each in found if each.owner is not None])
    return [{**_about(actor, each), **_seen(tx, actor, each, names)} for each in found]


def _stored(bound: BoundField | None, value: Any) -> Any:
    if bound is None or not bound.columns:
        return None
    try:
        return bound.kind.check(bound.definition, written(value))
    except FieldError:  # still being typed
        return None


def _met(
    tx: Tx, actor: Actor, form: Form, place: Place, stored: Mapping[str, Any], id_: int | None
) -> list[Meeting]:
    key = place.own.of(stored.get)
    if key is None or not _applies(tx, actor, form, place, stored):
        return []
    c = place.form.table.c
    owner = c.owner if place.form.owned else None
    # visible: that a record is there is what the check says; what it says of it goes through `sight`
    query = select(c.id, c.created_at, *([owner] if owner is not None else []))
    query = query.where(matching(place.there, [key]), c.deleted_at.is_(None))
    if id_ is not None and place.form.key == form.key:
        known = () if place.blocks else apart_from(tx, form.key, id_)
        query = query.where(c.id.not_in([id_, *known]))
    rows = tx.rows(query.order_by(c.id).limit(MOST))
    seen = _visible(tx, actor, place.form, [row.id for row in rows])
    return [
        Meeting(place, row.id, row.owner if owner is not None else None, row.created_at, row.id in seen)
        for row in rows
    ]


def _applies(tx: Tx, actor: Actor, form: Form, place: Place, stored: Mapping[str, Any]) -> bool:
    twin = place.own.twin
    if twin is None or twin.when is None:
        return True
    row = Row(Command("create"), "create", after=dict(stored))
    judge = Judge(tx, form, context_of(tx, actor), [row])
    return judge.holds(row, judge.ready(twin.when)) is True


def _visible(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> frozenset[int]:
    if not ids or not may(actor, form.key, "read"):
        return frozenset()
    seen = sight(tx, actor, form)
    rows = tx.rows(secure_select(seen, seen.of.c.id, where=[seen.of.c.id.in_(ids)]))
    return frozenset(row[0] for row in rows)


def _about(actor: Actor, met: Meeting) -> Json:
    own, there = met.place.own, met.place.form
    return {
        "key": own.name,
        "label": dict((own.twin.label if own.twin is not None else None) or own.parts[0].definition.label),
        "kind": "block" if met.place.blocks else "warn",
        "fields": list(own.fields),
        "form": there.key,
        "form_label": dict(there.definition.label),
        "seen": met.seen,
        "may_ask": met.owner is not None and met.owner != actor.person_id,
    }


def _seen(tx: Tx, actor: Actor, met: Meeting, names: Mapping[int, str]) -> Json:
    if not met.seen:
        return _beyond(actor, met, names)
    seen = sight(tx, actor, met.place.form)
    keys = [key for key in (*SHOWN, met.place.form.title) if key in seen.fields]
    row = tx.one(secure_select(seen, *(seen.column(key) for key in keys), where=[seen.of.c.id == met.id]))
    found: Json = dict(zip(keys, row or (), strict=False))
    title = found.pop(met.place.form.title, None)
    found |= {key: _moment(found[key], actor) for key in MOMENTS if key in found}
    owner = found.pop("owner", None)
    return {"id": met.id, "title": _text(seen, title), **found, "owner": _person(owner, names)}


def _moment(stored: Any, actor: Actor) -> Any:
    return None if stored is None else kinds["datetime"].present(stored, actor.zone)


def _text(seen: Visible, title: Any) -> str | None:
    return None if title is None else str(title)


def _beyond(actor: Actor, met: Meeting, names: Mapping[int, str]) -> Json:
    """Of what is out of sight: what the key says may be told, nothing else."""
    tells = met.place.own.twin.tells if met.place.own.twin is not None else ()
    return {
        "id": None,
        "title": None,
        **({"created_at": _moment(met.since, actor)} if "since" in tells else {}),
        "owner": _person(met.owner, names) if "owner" in tells else None,
    }


def _person(id_: int | None, names: Mapping[int, str]) -> Json | None:
    return None if id_ is None else {"id": id_, "title": names.get(id_, "")}
