"""Pages of a list: what matches, in order, one keyset page at a time, with a count that costs little."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, func, select, union

from bulou.access.visible import Visible, require
from bulou.db.kept import Kept
from bulou.db.tx import Tx
from bulou.expr.conditions import Context
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit import paging
from bulou.kit.protocols import Actor
from bulou.records.errors import BadQuery
from bulou.records.heat import add_heat, heat_keys
from bulou.records.query.cells import SYSTEM_SHOWN, Layout, items_of, layout
from bulou.records.query.colours import colour_cells
from bulou.records.query.model import COUNT_CAP, MOST_ROWS, Page, Query
from bulou.records.query.order import Segment, SortKey, segments, sort_keys
from bulou.records.query.secure import matching, scoped_selects, sight
from bulou.records.query.tables import add_tables
from bulou.records.query.walking import may_walk, walk

ALWAYS = ("_title", "version")
MOST_KEPT = 300  # statements remembered with what one reader sees of one form
LONGEST_KEPT = 1_000  # bytes of a filter whose statement is remembered


@dataclass(frozen=True, eq=False)
class Prepared:
    """A query made ready: its clauses, its order, how its rows are read; `statements` as they are built.

    `lasting`: it will be asked again, so its statements are worth working out once for all.
    """

    where: list[ColumnElement[bool]]
    keys: list[SortKey]
    plan: Layout
    lasting: bool = False
    statements: dict[Any, Any] = field(default_factory=dict)

    def rows(self, tx: Tx, key: Any, build: Callable[[], Any]) -> Sequence[Any]:
        """The rows of the statement named `key`."""
        if not self.lasting:
            return tx.rows(build())
        known: Kept | None = self.statements.get(key)
        if known is None:
            known = self.statements[key] = Kept(build(), keep_plan=False)
        return known.rows(tx)


def page(tx: Tx, actor: Actor, form: Form, query: Query) -> Page:
    """One page of the records that `actor` may see and that match. NotFound when the form is not for them."""
    require(actor, form.key, "read")
    if not 1 <= query.limit <= MOST_ROWS:
        raise BadQuery(reason="limit", value=query.limit)
    seen = sight(tx, actor, form)
    ready = _prepared(seen, form, query)
    rows = _rows(tx, seen, query, ready)
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    items = shown(tx, seen, form, ready.plan, rows, query.fields)
    values = list(rows[-1][len(ready.plan.columns) :]) if more else []
    next_ = paging.encode(_sort_name(ready.keys), values) if more else None
    total = None
    if query.count != "no":
        whole = not (more or query.cursor)  # what is shown is all there is
        total = {"value": len(rows), "exact": True} if whole else _total(tx, seen, query, ready)
    return Page(items, next_, total)


def _prepared(seen: Visible, form: Form, query: Query) -> Prepared:
    """The query made ready, remembered with what the reader sees: most lists are asked for again and again."""
    same = _same(query, seen.context)
    known: Prepared | None = None if same is None else seen.kept.get(same)
    if known is None:
        where = matching(seen, form, query.filter, query.search)
        keys = sort_keys(seen, form, query.sort)
        tints = colour_cells(seen, query.colours)
        wanted = asked(seen, form, query.fields, masks=query.masks)
        plan = layout(seen, form, wanted, seen.context.zone, tints, masks=query.masks)
        known = Prepared(where, keys, plan, same is not None)
        if same is not None:
            if len(seen.kept) >= MOST_KEPT:
                seen.kept.clear()
            seen.kept[same] = known
    return known


def _same(query: Query, context: Context) -> Any:
    """What makes two queries one statement; None where it asks for a text or a place in the list."""
    if query.search or query.cursor:
        return None
    try:
        condition = orjson.dumps([query.filter, query.colours])
    except TypeError:
        return None
    if len(condition) > LONGEST_KEPT:
        return None
    today = context.today if b'"relative"' in condition else None  # all that conditions ask of the clock
    return "page", condition, query.fields, query.sort, query.deleted, query.masks, today


def shown(
    tx: Tx, seen: Visible, form: Form, plan: Layout, rows: Sequence[Any], fields: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Rows selected by `plan` as JSON items."""
    catalog = catalogs.load(tx)
    items = items_of(tx, seen, catalog, plan, rows)
    add_tables(tx, seen, form, catalog, plan.tables, items, seen.context.zone)
    if fields is not None and "heat" in fields:
        add_heat(form, items, seen.context, set(fields))
    for item in items:
        put_title(form, item)
    return items


def put_title(form: Form, item: dict[str, Any]) -> None:
    """`title` names the record, unless the form has a field of that name: then `_title` does."""
    title = item.pop("_title", None)
    if "title" in form.by_key:
        item["_title"] = title
        if form.title == "title":
            item.setdefault("title", title)
    else:
        item["title"] = title


def asked(seen: Visible, form: Form, fields: Sequence[str] | None, *, masks: bool = False) -> list[str]:
    """The keys to read; all of the record's own table that are open (or shown masked) when none are named."""
    if fields is not None:
        heat = heat_keys(form) if "heat" in fields else ()
        return [*ALWAYS, *fields, *(key for key in heat if key in seen.fields)]
    held = [bound.key for bound in form.fields if bound.columns or not bound.kind.stored]
    shown = seen.fields | seen.masks if masks else seen.fields
    own = [key for key in held if key in shown]
    return [*ALWAYS, *own, *(key for key in SYSTEM_SHOWN if key in form.system and key in seen.fields)]


def _rows(tx: Tx, seen: Visible, query: Query, ready: Prepared) -> list[Any]:
    """Up to `limit` + 1 rows: the columns of the layout, then the sort values."""
    keys = ready.keys
    after = paging.decode(query.cursor, _sort_name(keys), len(keys)) if query.cursor else None
    stretches = ready.statements.get("segments") if after is None else None
    if stretches is None:
        stretches = segments(keys, after, tx.db.is_sqlite)
        if after is None:
            ready.statements["segments"] = stretches
    rows: list[Any] = []
    for at, segment in enumerate(stretches):
        missing = query.limit + 1 - len(rows)
        if missing <= 0:
            break
        columns = [*ready.plan.columns, *(key.by for key in keys)]
        found = _walked(tx, seen, query, ready, columns, at, segment, missing)
        if found is None:
            build = partial(_statement, tx, seen, columns, ready.where, segment, keys, missing, query.deleted)
            found = ready.rows(tx, (at, missing), build)
        rows += found
    return rows


def _walked(
    tx: Tx,
    seen: Visible,
    query: Query,
    ready: Prepared,
    columns: list[Any],
    at: int,
    segment: Segment,
    missing: int,
) -> Sequence[Any] | None:
    """The rows of a stretch by a walk along its index; None where that is not the way, or found too few.

    Where it found too few for a first page it is not tried again in this order while the reader is kept.
    """
    way = ("walk", _sort_name(ready.keys))
    if ready.where or query.deleted or way in seen.kept or not may_walk(seen, ready.keys):
        return None
    found = ready.rows(tx, (at, missing, "walk"), partial(walk, seen, columns, segment, missing))
    if len(found) == missing:
        return found
    if not query.cursor:
        seen.kept[way] = False
    return None


def _statement(
    tx: Tx,
    seen: Visible,
    columns: list[Any],
    where: Sequence[ColumnElement[bool]],
    segment: Segment,
    keys: Sequence[SortKey],
    limit: int,
    deleted: bool,
) -> Any:
    """One stretch. For a reader of several narrow scopes: a UNION of the first rows of each."""
    names = [f"c{at}" for at in range(len(columns))]
    labelled = [column.label(name) for column, name in zip(columns, names, strict=True)]
    selects = [
        each.order_by(*segment.order).limit(limit)
        for each in scoped_selects(seen, *labelled, where=[*where, *segment.where], deleted=deleted)
    ]
    if len(selects) == 1:
        return selects[0]
    merged = union(*(select(each.subquery()) for each in selects)).subquery()
    sorted_by = names[-len(keys) :]
    order = []
    for key, name in zip(keys, sorted_by, strict=True):
        outer = SortKey(key.name, merged.c[name], key.down, key.nullable)
        order.append(outer.ordered(False, tx.db.is_sqlite))
    return select(merged).order_by(*order).limit(limit)


def _sort_name(keys: Sequence[SortKey]) -> str:
    return ",".join(f"-{key.name}" if key.down else key.name for key in keys)


def _total(tx: Tx, seen: Visible, query: Query, ready: Prepared) -> dict[str, Any]:
    cap = None if query.count == "exact" else COUNT_CAP
    if cap is not None and not ready.where and not query.deleted and len(seen.scopes) > 1:
        build = partial(_counting_first, seen, cap)
        if ready.rows(tx, ("first", cap), build)[0][0] > cap:
            return {"value": cap, "exact": False}
    build = partial(_counting, seen, ready.where, cap, query.deleted)
    value = int(ready.rows(tx, ("count", cap), build)[0][0])
    exact = cap is None or value <= cap
    return {"value": value if exact else cap, "exact": exact}


def counted(
    tx: Tx, seen: Visible, where: Sequence[ColumnElement[bool]], cap: int | None, deleted: bool = False
) -> int:
    """How many rows match, at most `cap` + 1."""
    return int(tx.value(_counting(seen, where, cap, deleted)))


def _counting(
    seen: Visible, where: Sequence[ColumnElement[bool]], cap: int | None, deleted: bool
) -> Select[Any]:
    selects = scoped_selects(seen, seen.of.c.id, where=where, deleted=deleted)
    if len(selects) == 1 and cap is None:
        return selects[0].with_only_columns(func.count(seen.of.c.id))
    if cap is not None:
        selects = [each.limit(cap + 1) for each in selects]
    if len(selects) == 1:
        inner = selects[0].subquery()
    else:
        inner = union(*(select(each.subquery()) for each in selects)).subquery()
    return select(func.count()).select_from(inner)


def _counting_first(seen: Visible, cap: int) -> Select[Any]:
    """How many rows the largest kind of scope (of departments, else of owners) has: its index alone can tell."""
    at = 1 if seen.plan.rows.owners and seen.plan.rows.departments else 0
    of = seen.of
    first = select(of.c.id).where(of.c.deleted_at.is_(None), seen.scopes[at])
    if seen.denies is not None:
        first = first.where(seen.denies)
    return select(func.count()).select_from(first.limit(cap + 1).subquery())


def count(tx: Tx, actor: Actor, form: Form, query: Query, cap: int | None = None) -> int:
    """How many records match; at most `cap` + 1 when there is a cap."""
    require(actor, form.key, "read")
    seen = sight(tx, actor, form)
    return counted(tx, seen, matching(seen, form, query.filter, query.search), cap, query.deleted)
