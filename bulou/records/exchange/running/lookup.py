"""Records and people found by the names a file calls them, in bulk; who may see them is told, not hidden.

A twin or a link target that the importing person may not see still exists: a second one must not be made. The
caller decides what of it may be told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from bulou.access.visible import visible
from bulou.db.tables.people import department, person
from bulou.db.tx import Tx
from bulou.forms.form import BoundField, Form
from bulou.forms.titles import title_sort
from bulou.kit.protocols import SYSTEM, Actor
from bulou.kit.text import name_key

_AT_ONCE = 500
_SMALL = 5_000  # so many titles may be compared one by one
_TITLES = 20_000  # so many titles suggestions are drawn from


@dataclass(frozen=True)
class Found:
    """A record: `seen` whether the importing person may see it; `title` is for those who do."""

    id: int
    title: str | None
    seen: bool = True


def _blocks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(keys)
    while block := list(islice(source, _AT_ONCE)):
        yield block


def records(tx: Tx, actor: Actor, form: Form, column: Any, keys: Collection[Any]) -> dict[Any, list[Found]]:
    """Living records by the values of one column, lowest id first."""
    found: dict[Any, list[Found]] = {}
    table = form.table
    everything = visible(SYSTEM, form)
    seen = case((visible(actor, form, now=tx.now).predicate, 1), else_=0)
    for block in _blocks(keys):
        query = select(column, table.c.id, everything.column(form.title), seen).where(
            column.in_(block), table.c.deleted_at.is_(None), *_nearby(form, column, block)
        )
        for key, id_, title, is_seen in tx.rows(query.order_by(table.c.id)):
            found.setdefault(key, []).append(Found(id_, title, bool(is_seen)))
    return found


def _nearby(form: Form, column: Any, values: Sequence[Any]) -> Iterator[ColumnElement[bool]]:
    """Titles have no index of their own, but all records of one title share the key by which titles are sorted."""
    if column is form.column(form.title) and not form.read_only:
        yield form.table.c.title_sort.in_({title_sort(form, value) for value in values})


def by_names(tx: Tx, actor: Actor, form: Form, names: Collection[str]) -> dict[str, list[Found]]:
    """Name as written → the records of `form` it may mean: same title, else same other match field."""
    found: dict[str, list[Found]] = {}
    for bound in naming_fields(form):
        open_names = [name for name in names if name not in found]
        if not open_names:
            break
        by_key = {name: _key(bound, name) for name in open_names}
        hits = records(tx, actor, form, bound.unique_column, {key for key in by_key.values() if key})
        found.update({name: hits[key] for name, key in by_key.items() if key in hits})
    missing = [name for name in names if name not in found]
    if missing and form.bound(form.title).unique_column.key == form.title:
        found.update(_one_by_one(tx, actor, form, missing))
    return found


def naming_fields(form: Form) -> list[BoundField]:
    """The title, then the other text fields that records of the form are matched by."""
    fields = [form.bound(form.title)]
    others = (form.get(key) for key in form.definition.match)
    fields += [
        each for each in others if each is not None and each.operand == "text" and each.key != form.title
    ]
    return [each for each in fields if each.columns]


def _key(bound: BoundField, name: str) -> Any:
    return bound.spread(name).get(bound.unique_column.key) if bound.derived else name


def _one_by_one(tx: Tx, actor: Actor, form: Form, names: Sequence[str]) -> dict[str, list[Found]]:
    """Titles without a key of their own, compared in a small form: `GTXPro` = `GTX Pro`."""
    count = tx.value(select(func.count()).select_from(visible(SYSTEM, form).of))
    if count is None or count > _SMALL:
        return {}
    by_key: dict[str, list[Found]] = {}
    for each in titles(tx, actor, form, _SMALL):
        by_key.setdefault(name_key(each.title or ""), []).append(each)
    return {name: by_key[name_key(name)] for name in names if name_key(name) in by_key}


def titles(tx: Tx, actor: Actor, form: Form, most: int = _TITLES) -> list[Found]:
    """The titles of living records, for comparing and suggesting."""
    table = form.table
    seen = case((visible(actor, form, now=tx.now).predicate, 1), else_=0)
    query = select(table.c.id, visible(SYSTEM, form).column(form.title), seen)
    rows = tx.rows(query.where(table.c.deleted_at.is_(None)).order_by(table.c.id).limit(most))
    return [Found(id_, title, bool(is_seen)) for id_, title, is_seen in rows]


def by_ids(tx: Tx, actor: Actor, form: Form, ids: Collection[int]) -> dict[int, Found]:
    """Living records by id."""
    hits = records(tx, actor, form, form.table.c.id, ids)
    return {id_: each for id_, (each, *_rest) in hits.items()}


def changeable(tx: Tx, actor: Actor, form: Form, ids: Collection[int]) -> set[int]:
    """Those of some living records that `actor` may change."""
    allowed, c = visible(actor, form, "change", now=tx.now).predicate, form.table.c
    found: set[int] = set()
    for block in _blocks(ids):
        query = select(c.id).where(c.id.in_(block), c.deleted_at.is_(None), allowed)
        found.update(row[0] for row in tx.rows(query))
    return found


def people(tx: Tx) -> dict[str, list[int]]:
    """Everybody who can hold records, by the key of the name; those merged into others left out."""
    c = person.c
    query = select(c.name_key, c.id).where(c.merged_into.is_(None)).order_by(c.state != "active", c.id)
    found: dict[str, list[int]] = {}
    for key, id_ in tx.rows(query):
        found.setdefault(key, []).append(id_)
    return found


def people_names(tx: Tx, ids: Collection[int]) -> dict[int, str]:
    """Names of people by id."""
    found: dict[int, str] = {}
    for block in _blocks(sorted(ids)):
        found.update(
            dict(
                tuple(row)
                for row in tx.rows(select(person.c.id, person.c.name).where(person.c.id.in_(block)))
            )
        )
    return found


def owners(tx: Tx, actor: Actor, form: Form, ids: Collection[int]) -> dict[int, str]:
    """Record id → the name of its owner, as far as `actor` may know."""
    seen = visible(actor, form, now=tx.now)
    if not form.owned or "owner" not in seen.fields:
        return {}
    c, found = form.table.c, {}
    for block in _blocks(sorted(ids)):
        query = select(c.id, seen.column("owner")).where(c.id.in_(block), seen.predicate)
        found.update({id_: owner for id_, owner in tx.rows(query) if owner is not None})
    names = people_names(tx, set(found.values()))
    return {id_: names[owner] for id_, owner in found.items() if owner in names}


def departments(tx: Tx) -> dict[str, list[int]]:
    """Every department by the key of its name."""
    found: dict[str, list[int]] = {}
    query = select(department.c.name, department.c.id).where(department.c.deleted_at.is_(None))
    for name, id_ in tx.rows(query.order_by(department.c.id)):
        found.setdefault(name_key(name), []).append(id_)
    return found


def only(found: Mapping[str, Sequence[int]], name: str) -> int | None:
    """The id a name means when it means exactly one."""
    ids = found.get(name_key(name), ())
    return ids[0] if len(ids) == 1 else None
