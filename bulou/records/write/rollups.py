"""Rollups of the records that written ones point at: brought up to date in the same transaction (decision 0061).

A computed write: without raising a version or writing history. New records, and one record's going or change, are
added to a count or a sum (decision 0061); for extremes, and for changes of many records at once or of what a filter
asks, each figure is gathered anew, once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, distinct, func, literal, select

from bulou.access.visible import visible
from bulou.db.kept import Kept, among
from bulou.expr.conditions import EVERYTHING, Context, to_sql
from bulou.forms.form import Form
from bulou.forms.rollups import Gathering, feeds_of, gatherings_of, rollups_of
from bulou.forms.rollups.figures import GONE
from bulou.kit.clock import utc_now
from bulou.kit.protocols import SYSTEM
from bulou.kit.remembered import remembered
from bulou.records.rights import FREE
from bulou.records.write.computed import store_computed
from bulou.records.write.formulas import work_out
from bulou.records.write.judging import Judge
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row
from bulou.records.write.plan import plan_of

Asked = dict[int, dict[str, int | None]]  # record → rollup → how much more, None to gather it anew
PARTS = {"sum": 3, "average": 3}  # how many columns a figure is made of
SPLIT = 10**9  # sums are asked for in two parts, since a database's integers end where a sum need not


def roll_up(chunk: Chunk, rows: Sequence[Row]) -> None:
    """After writing `rows`: bring the figures of the records they point at, or pointed at, up to date."""
    feeds = feeds_of(chunk.catalog, chunk.form.key)
    if not feeds or not rows:
        return
    single = len(rows) == 1 and chunk.who.batch_id is None
    asked: dict[str, Asked] = defaultdict(lambda: defaultdict(dict))
    for feed in feeds:
        for row in rows:
            for target, worth in _touched(chunk, feed, row):
                _note(asked[feed.form.key][target], feed, worth if single or row.creating else None)
    for key in sorted(asked):
        if asked[key]:
            _carry(chunk, chunk.catalog[key], asked[key])


def _note(known: dict[str, int | None], feed: Gathering, worth: int | None) -> None:
    so_far = known.get(feed.key, 0)
    known[feed.key] = None if worth is None or so_far is None else so_far + worth


def _touched(chunk: Chunk, feed: Gathering, row: Row) -> Iterator[tuple[int, int | None]]:
    """The records whose figure the writing of `row` changes, with how much more it is; None: who knows."""
    before = None if row.creating or row.before.get("deleted_at") else _named(feed, row.before.get)
    after = None if row.get("deleted_at") else _named(feed, row.get)
    if row.creating and feed.adds:
        more = _worth(chunk, feed, row) if after is not None else 0
        if after is not None and more:
            yield after, more
        return
    if feed.by_delta:
        less = feed.worth(row.before) if before is not None else 0
        more = feed.worth({**row.before, **row.after}) if after is not None else 0
        if before == after:
            less, more = 0, more - less
        if before is not None and less:
            yield before, -less
        if after is not None and more:
            yield after, more
        return
    same = before == after and all(row.before.get(key) == row.get(key) for key in feed.asks)
    if not same or (row.creating and after is not None):
        yield from ((target, None) for target in {before, after} if target is not None)


def _worth(chunk: Chunk, feed: Gathering, row: Row) -> int:
    """What a new record adds: nothing where the filter leaves it out."""
    counts = feed.condition is EVERYTHING or chunk.judge.holds(row, feed.condition)
    return feed.worth({**row.before, **row.after}) if counts else 0


def _named(feed: Gathering, get: Any) -> int | None:
    """The record of the rollup's form at which the relation points."""
    assert feed.by is not None
    stored = get(feed.by.key)
    if isinstance(stored, tuple):
        return int(stored[0]) if stored[1] == feed.form.key else None
    return None if stored is None else int(stored)


def _carry(chunk: Chunk, form: Form, asked: Asked) -> None:
    """The figures of these records of `form`, locked in the order of their ids; then what follows from them."""
    rows = [Row(Command("change", id_), "change", id_) for id_ in sorted(asked)]
    judge = Judge(chunk.tx, form, chunk.judge.context, rows)
    above = replace(chunk, form=form, rows=rows, plan=plan_of(form), rights=FREE, judge=judge)
    load_rows(above)
    there = {row.id: row for row in rows if row.before}
    anew: dict[str, list[Row]] = defaultdict(list)
    known = gatherings_of(form)
    for id_, row in there.items():
        for key, worth in asked[id_ or 0].items():
            rollup, stored = known[key], row.before.get(key)
            if rollup is not None and worth is not None and stored is not None and stored[1] is None:
                row.after[key] = rollup.plus(stored, worth)
            else:
                anew[key].append(row)
    gather(above, anew)
    settle(above, list(there.values()))


def settle(chunk: Chunk, rows: Sequence[Row], *, all_: bool = False) -> int:
    """Work out what follows from the figures in `after`, store what is other than before, and carry it on; how many."""
    work_out(chunk, rows, all_=all_)
    for row in rows:
        row.changed = tuple(key for key, value in row.after.items() if value != row.before.get(key))
    changed = [row for row in rows if row.changed]
    if changed:
        store_computed(chunk, changed)
        roll_up(chunk, changed)
    return len(changed)


def gather_all(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Fill every rollup over other records of `rows`; #REF for one that leads nowhere any more."""
    known = gatherings_of(chunk.form).items()
    gather(chunk, {key: rows for key, each in known if each is None or each.source is not None})


def begin(form: Form, rows: Sequence[Row]) -> None:
    """The figures of new records: nothing points at them."""
    for rollup in rollups_of(form):
        for row in rows:
            if row.creating:
                row.after[rollup.key] = rollup.nothing


def gather(chunk: Chunk, wanted: Mapping[str, Sequence[Row]]) -> None:
    """Fill rollups (key → rows) with figures gathered anew: one query for all that gather the same way."""
    alike: dict[Any, list[Gathering]] = defaultdict(list)
    for key, rows in wanted.items():
        rollup = gatherings_of(chunk.form)[key]
        if rollup is None:
            for row in rows:
                row.after[key] = GONE
            continue
        alike[rollup.source, rollup.by, tuple(row.id for row in rows)].append(rollup)
    for rollups in alike.values():
        _gather(chunk, tuple(rollups), wanted[rollups[0].key])


def _gather(chunk: Chunk, rollups: tuple[Gathering, ...], rows: Sequence[Row]) -> None:
    sqlite, context = chunk.tx.db.is_sqlite, chunk.judge.context
    dated = any(each.daily for each in rollups)
    query = (
        Kept(_query(rollups, sqlite, context)) if dated else _kept(chunk.form, rollups, sqlite, context.zone)
    )
    found = {each[0]: each[1:] for each in query.rows(chunk.tx, {"ids": [row.id for row in rows]})}
    for row in rows:
        parts, at = found.get(row.id), 0
        for rollup in rollups:
            size = PARTS.get(rollup.options.function, 1)
            row.after[rollup.key] = _figure(rollup, parts[at : at + size]) if parts else rollup.nothing
            at += size


@remembered
def _kept(_form: Form, rollups: tuple[Gathering, ...], sqlite: bool, zone: str) -> Kept:
    """The query of rollups that do not ask what day it is, only where days begin."""
    return Kept(_query(rollups, sqlite, Context(utc_now(), zone)))


def _query(rollups: tuple[Gathering, ...], sqlite: bool, context: Context) -> Any:
    """Record, then what `_figure` makes each figure of, for those of the parameter `ids` at which anything points."""
    source, by = rollups[0].source, rollups[0].by
    assert source is not None and by is not None
    c = source.table.c
    where = [among(sqlite, by.column, "ids"), c.deleted_at.is_(None)]
    if by.target == "*":
        where.append(c[f"{by.key}_form"] == rollups[0].form.key)
    operand = visible(SYSTEM, source, context=context).operand
    parts = []
    for rollup in rollups:
        value = _value(rollup, source)
        if rollup.condition is not EVERYTHING:
            value = case((to_sql(rollup.condition, operand, context), value))
        parts += _parts(rollup, value)
    query = select(by.column, *parts)
    return query.where(and_(*where)).group_by(by.column)  # visible: computed for the record, not shown


def _value(rollup: Gathering, source: Form) -> ColumnElement[Any]:
    if rollup.options.function == "count" or rollup.options.of is None:
        return literal(1)
    return rollup.of.value_column if rollup.of is not None else source.table.c[rollup.options.of]


def _parts(rollup: Gathering, value: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    match rollup.options.function:
        case "count":
            return [func.count() if rollup.condition is EVERYTHING else func.count(value)]
        case "distinct":
            return [func.count(distinct(value))]
        case "min":
            return [func.min(value)]
        case "max":
            return [func.max(value)]
    high, low = func.sum(value.op("/")(literal(SPLIT))), func.sum(value.op("%")(literal(SPLIT)))
    return [cast(high, BigInteger), cast(low, BigInteger), func.count(value)]


def _figure(rollup: Gathering, parts: Sequence[Any]) -> Any:
    if len(parts) == 1:
        return rollup.figure(parts[0])
    high, low, over = parts
    return rollup.figure(int(high or 0) * SPLIT + int(low or 0), over)
