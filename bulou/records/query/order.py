"""Keyset paging: what a list is sorted by, where a page begins, and how each part can use an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, select

from bulou.access.visible import Visible, visible
from bulou.expr.conditions import UnknownField
from bulou.forms.form import Form
from bulou.forms.lookups import BoundLookup
from bulou.kit.protocols import MANY
from bulou.records.errors import BadQuery

MOST_KEYS = 4
NO_ORDER = frozenset({*MANY, "rows", "file", "choices"})
NEVER_NULL = frozenset({"id", "created_at", "updated_at", "title_sort"})


@dataclass(frozen=True, eq=False)
class SortKey:
    """One key: its expression, its direction, whether it may be empty (null sorts lowest)."""

    name: str
    by: ColumnElement[Any]
    down: bool
    nullable: bool

    def ordered(self, plain: bool, sqlite: bool) -> ColumnElement[Any]:
        """The ORDER BY term. `plain`: no nulls are left, so that any index fits."""
        term = self.by.desc() if self.down else self.by.asc()
        if plain or sqlite or not self.nullable:
            return term
        return term.nulls_last() if self.down else term.nulls_first()

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """Rows that come after `value`."""
        if value is None:
            return false() if self.down else self.by.is_not(None)
        if not self.down:
            higher: ColumnElement[bool] = self.by > value
            return higher
        lower: ColumnElement[bool] = self.by < value
        return or_(lower, self.by.is_(None)) if self.nullable else lower

    def equal(self, value: Any) -> ColumnElement[bool]:
        """Rows that have `value`."""
        return self.by.is_(None) if value is None else self.by == value


@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of the list that one index scan can give: clauses and the order inside."""

    where: tuple[ColumnElement[bool], ...]
    order: tuple[ColumnElement[Any], ...]


def sort_keys(seen: Visible, form: Form, sort: str | None) -> list[SortKey]:
    """The keys of `-amount,id`; the id comes last and makes the order total. BadQuery, UnknownField."""
    names = [part.strip() for part in (sort or "-id").split(",") if part.strip()]
    if len(names) > MOST_KEYS:
        raise BadQuery(reason="too_many_sort_keys", value=sort)
    keys: list[SortKey] = []
    for name in names:
        key = _key(seen, form, name.removeprefix("-"), name.startswith("-"))
        keys.append(key)
        if key.name == "id":
            return keys
    down = keys[-1].down if keys else True
    return [*keys, SortKey("id", seen.of.c.id, down, False)]


def _key(seen: Visible, form: Form, name: str, down: bool) -> SortKey:
    if name in ("title", form.title) and form.title in seen.fields and "title_sort" in seen.of.c:
        open_ = seen.when(form.title)
        return SortKey(name, seen.guard(form.title, seen.of.c.title_sort), down, open_ is not None)
    bound = form.by_key.get(name)
    if bound is not None and (not bound.behaves.sortable or (bound.kind.stored and not bound.columns)):
        raise BadQuery(reason="not_sortable", value=name)
    target = form.relation(name)
    if target is not None and name in seen.fields:
        return SortKey(name, _title_of(seen, name, target), down, True)
    operand = seen.operand(name)
    if operand is None or operand.type in NO_ORDER or "within" in operand.extra:  # many have no one place
        raise UnknownField("sort", field=name)
    by = operand.expression
    if name == "stage":
        by = case({key: at for at, key in enumerate(form.stages)}, value=by)
    shown = bound.shows if isinstance(bound, BoundLookup) else bound
    if shown is not None and shown.kind.key == "choice" and shown.options.by_key:
        by = case({key: at for at, key in enumerate(shown.options.by_key)}, value=by)
    return SortKey(name, by, down, name not in NEVER_NULL or seen.when(name) is not None)


def _title_of(seen: Visible, name: str, target: Form) -> ColumnElement[Any]:
    """Records and people sort by the title of what they point at, where that may be seen."""
    there = target.table.alias()
    far = visible(seen.actor, target, context=seen.context, of=there)
    if target.title not in far.fields:  # the order of titles would tell them
        raise UnknownField("sort", field=name)
    found = select(far.column("title_sort")).where(there.c.id == seen.column(name), far.predicate)
    return found.correlate(seen.of).scalar_subquery()


def segments(keys: Sequence[SortKey], after: Sequence[Any] | None, sqlite: bool) -> list[Segment]:
    """The stretches of the list from `after` (sort values of the last row seen) on.

    A single nullable key is taken apart into its empty and its filled part, so that both databases read an
    index in order whatever they think of nulls.
    """
    if len(keys) == 2 and keys[0].nullable:
        return _two_parts(keys[0], keys[1], after)
    order = tuple(key.ordered(False, sqlite) for key in keys)
    return [Segment(() if after is None else (_after(keys, after),), order)]


def _after(keys: Sequence[SortKey], values: Sequence[Any]) -> ColumnElement[bool]:
    """Lexicographically beyond `values`."""
    ways = []
    for at, key in enumerate(keys):
        same = [other.equal(value) for other, value in zip(keys[:at], values, strict=False)]
        ways.append(and_(*same, key.beyond(values[at])))
    first = keys[0]
    if first.nullable or values[0] is None:
        return or_(*ways)
    bound = first.by <= values[0] if first.down else first.by >= values[0]
    return and_(bound, or_(*ways))


def _two_parts(key: SortKey, id_: SortKey, after: Sequence[Any] | None) -> list[Segment]:
    value, last = after if after is not None else (None, None)
    filled: list[ColumnElement[bool]] = [key.by.is_not(None)]
    empty: list[ColumnElement[bool]] = [key.by.is_(None)]
    if after is not None and value is not None:
        solid = SortKey(key.name, key.by, key.down, False)
        filled = [_after([solid, id_], (value, last))]
    elif after is not None:
        empty.append(id_.beyond(last))
    inside = tuple(each.ordered(True, True) for each in (key, id_))
    parts = [Segment(tuple(filled), inside), Segment(tuple(empty), (id_.ordered(True, True),))]
    if not key.down:
        parts.reverse()
    if after is None:
        return parts
    begins_filled = value is not None
    return parts if begins_filled == key.down else parts[1:]
