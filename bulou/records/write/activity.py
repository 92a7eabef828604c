"""Last and next activity: what follow-ups, tasks and records below say about a record (decision 0020).

A computed write: in the same transaction, without raising a version or writing history.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, func, literal, or_, select, true, update

from bulou.db.kept import Kept, among
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import instant
from bulou.kit.events import Event
from bulou.kit.remembered import remembered
from bulou.records.holds import Hold, held
from bulou.records.pushing import links
from bulou.records.write.model import Chunk, Row

Targets = dict[str, set[int]]
Place = tuple[Form, Mapping[int, Collection[int]]]  # a form, and for which records each of its records counts
HIGHEST = 6  # how far up a chain of records an activity is carried


@dataclass
class Clock:
    """What the parts say of one record: the latest activity and the earliest open next step."""

    last: str | None = None
    next: str | None = None

    def add(self, last: str | None, next_: str | None) -> None:
        """Take in one more part."""
        if last is not None and (self.last is None or last > self.last):
            self.last = last
        if next_ is not None and (self.next is None or next_ < self.next):
            self.next = next_


def touch_activity(chunk: Chunk, rows: Sequence[Row]) -> None:
    """After writing `rows`: bring the records they are about, or belong to, up to date."""
    targets: Targets = defaultdict(set)
    named, link = abouts(chunk.form), above(chunk.form)
    for row in rows:
        for form, id_ in _affected(chunk, row, named, link):
            targets[form].add(id_)
    recompute(chunk, targets)


def _affected(
    chunk: Chunk, row: Row, about: list[BoundField], link: BoundField | None
) -> Iterator[tuple[str, int]]:
    for bound in about:
        yield from _named(bound, row.before.get(bound.key))
        yield from _named(bound, row.get(bound.key))
    planned = chunk.plan.slots.get("next_on")
    if planned and planned in row.changed and row.id is not None:
        yield chunk.form.key, row.id
    if link is None or not (row.get("last_activity_at") or row.get("next_activity_at")):
        return
    moved = link.key in row.changed or "stage" in row.changed
    if moved or row.action in ("create", "delete", "restore"):
        yield from _named(link, row.before.get(link.key))
        yield from _named(link, row.get(link.key))


def abouts(form: Form) -> list[BoundField]:
    """The fields by which an activity or a task names what it is about."""
    keys = [(form.trait(trait) or {}).get("about") for trait in ("activity", "task")]
    return [form.by_key[key] for key in dict.fromkeys(keys) if key and key in form.by_key]


def above(form: Form) -> BoundField | None:
    """The relation to what this form's records belong to; activities themselves carry nothing up."""
    if abouts(form):
        return None
    slots = (form.trait("pipeline") or {}).get("account"), (form.trait("party") or {}).get("company")
    found = (form.by_key.get(key or "") for key in (form.definition.child_of, *slots))
    return next((bound for bound in found if bound is not None and bound.operand == "record"), None)


def _named(bound: BoundField, stored: Any) -> Iterator[tuple[str, int]]:
    if isinstance(stored, tuple):
        yield stored[1], stored[0]
    elif stored is not None and bound.target not in (None, "*"):
        yield bound.target or "", stored


def recompute(chunk: Chunk, targets: Targets) -> None:
    """Work out last and next activity of `targets` (form → ids) and of what they belong to, upwards."""
    for _level in range(HIGHEST):
        higher: Targets = defaultdict(set)
        for key in sorted(targets):
            form = chunk.catalog.get(key)
            if form is not None and not form.read_only:
                for parent, id_ in _recompute_form(chunk, form, sorted(targets[key])):
                    higher[parent].add(id_)
                for there, more in _became(chunk, form, targets[key]).items():
                    higher[there] |= more
        if not higher:
            return
        targets = higher


def _recompute_form(chunk: Chunk, form: Form, ids: list[int]) -> list[tuple[str, int]]:
    """Write the clocks of these records; returns the records above those that changed."""
    link, planned = above(form), _planned(form)
    known = _standing(form, chunk.tx.db.is_sqlite).rows(chunk.tx, {"ids": ids})
    clocks: Mapping[int, Clock] = {row[0]: Clock() for row in known}
    places = list(places_of(chunk.tx, chunk.catalog, form, ids))
    _add_activities(chunk, places, clocks)
    if planned is not None:
        _add_plans(chunk, [(row[0], row[-1]) for row in known], clocks)
    _add_earlier_plans(chunk, form, places, clocks)
    _add_tasks(chunk, places, clocks)
    _add_children(chunk, form, ids, clocks)
    changed = [row for row in known if (row[1], row[2]) != (clocks[row[0]].last, clocks[row[0]].next)]
    _write(chunk, form, {row[0]: clocks[row[0]] for row in changed})
    return [] if link is None else [named for row in changed for named in _parents(link, row)]


def _planned(form: Form) -> BoundField | None:
    """The field in which a record names its own next day."""
    return form.by_key.get((form.trait("pipeline") or {}).get("next_on", ""))


@remembered
def _standing(form: Form, sqlite: bool) -> Kept:
    """Id, the two clocks, what the records belong to, their planned day."""
    c, planned = form.table.c, _planned(form)
    columns = [c.id, c.last_activity_at, c.next_activity_at, *(c[key] for key in _keys(above(form)))]
    query = select(*columns, *([planned.column] if planned else [])).where(among(sqlite, c.id, "ids"))
    return Kept(held(query, form.table, Hold.CHANGE))  # visible: computed for the records, not shown


def _keys(link: BoundField | None) -> list[str]:
    return [column.key for column in link.columns] if link is not None else []


def _parents(link: BoundField, row: Any) -> Iterator[tuple[str, int]]:
    parts = tuple(row[3 : 3 + len(link.columns)])
    yield from _named(link, parts if len(parts) > 1 and parts[0] is not None else parts[0])


def _about(form: Form, bound: BoundField, target: Form, sqlite: bool) -> ColumnElement[bool] | None:
    """The clause of rows whose `bound` names one of the parameter `ids` of `target`; None when it cannot."""
    table = form.table
    if bound.target not in ("*", target.key):
        return None
    clause = and_(among(sqlite, table.c[bound.key], "ids"), table.c.deleted_at.is_(None))
    if bound.target == "*":
        clause = and_(clause, table.c[f"{bound.key}_form"] == target.key)
    return clause


def _add_activities(chunk: Chunk, places: Sequence[Place], clocks: Mapping[int, Clock]) -> None:
    """The latest activity is the last one; the latest that says what comes next is heard (`Said`)."""
    for about, said in heard(chunk.tx, chunk.catalog, places).items():
        if about in clocks:
            clocks[about].add(said.last, said.next)


def heard(tx: Tx, catalog: Catalog, places: Iterable[Place]) -> Mapping[int, "Said"]:
    """What the activities about each of these records say, whoever may see them; `places` as of `places_of`."""
    found: dict[int, Said] = defaultdict(Said)
    for place, to in places:
        for form in catalog.with_trait("activity"):
            query = _latest(form, place, tx.db.is_sqlite)
            for about, at, next_, last, speaks in query.rows(tx, {"ids": sorted(to)}) if query else ():
                for id_ in to[about]:
                    found[id_].add(at, next_, last == 1, bool(speaks))
    return found


def places_of(tx: Tx, catalog: Catalog, target: Form, ids: Sequence[int]) -> Iterator[Place]:
    """Where what concerns `ids` stands: with them, and with the records that they were made of (form, record → those
    of `ids`)."""
    yield target, {id_: (id_,) for id_ in ids}
    for key, to in links.sources(tx, catalog, target.key, ids, "activities").items():
        if key in catalog:
            yield catalog[key], to


@dataclass
class Said:
    """What the activities about one record say: when the last one was, and what comes next.

    An activity speaks of the next step when it names one or ends the earlier one. A step stands until another
    activity speaks, or something happens at its time or after.
    """

    last: str = ""
    _at: str = ""
    _next: str | None = None

    def add(self, at: str, next_: str | None, last: bool, speaks: bool) -> None:
        """Take in one more activity, the last of its form or the last of its form that speaks."""
        if last and at > self.last:
            self.last = at
        if speaks and at > self._at:
            self._at, self._next = at, next_

    @property
    def next(self) -> str | None:
        """The step that stands."""
        return (
            self._next
            if self._next is None or self.last in (self._at, "") or self.last < self._next
            else None
        )


@remembered
def _latest(form: Form, target: Form, sqlite: bool) -> Kept | None:
    """Of the activities about each of `ids` the last, and the last that speaks of what comes next.

    Rows: whom it is about, when it was, its next step, 1 for the last one, whether it speaks. In a form that cannot
    say "the earlier step is done" an activity without a next step says it.
    """
    slots = form.trait("activity") or {}
    bound = form.by_key.get(slots.get("about", ""))
    clause = _about(form, bound, target, sqlite) if bound else None
    if bound is None or clause is None:
        return None
    c = form.table.c
    said, next_ = func.coalesce(_slot(c, slots, "happened_at"), c.created_at), _slot(c, slots, "next_at")
    happened = case(
        (said > c.updated_at, c.updated_at), else_=said
    )  # nothing has happened before it was written
    done = slots.get("step_done")
    speaks: Any = case((or_(next_.is_not(None), c[done] == 1), 1), else_=0) if done else literal(1)
    ranked = select(
        bound.column.label("about"),
        happened.label("at"),
        next_.label("next"),
        _place(bound, happened, c).label("last"),
        _place(bound, speaks, happened, c).label("heard"),
        speaks.label("speaks"),
    ).where(clause)
    i = ranked.subquery().c  # visible: computed for the record, not shown
    return Kept(select(i.about, i.at, i.next, i.last, i.speaks).where(or_(i.last == 1, i.heard == 1)))


def _place(bound: BoundField, *order: Any) -> ColumnElement[int]:
    """The place among the activities about the same record, the highest first."""
    *by, c = order
    return func.row_number().over(
        partition_by=bound.column, order_by=[*(part.desc() for part in by), c.id.desc()]
    )


def _slot(columns: Any, slots: Mapping[str, str], slot: str) -> Any:
    key = slots.get(slot)
    return columns[key] if key else func.nullif(columns.created_at, columns.created_at)


def _add_plans(chunk: Chunk, plans: Iterable[tuple[int, str | None]], clocks: Mapping[int, Clock]) -> None:
    """A record's own planned day is a next step until something happens on that day or after."""
    for id_, day in plans:
        step = planned_step(day, chunk.zone)
        last = clocks[id_].last
        if step is not None and day is not None and (last is None or last < step[0]):
            clocks[id_].add(None, step[1])


def _became(chunk: Chunk, form: Form, ids: Collection[int]) -> Targets:
    """The records that these became by a push: what is done about the one is heard at the other."""
    return links.targets(chunk.tx, form.key, ids, "activities") if form.definition.pushes else {}


def _add_earlier_plans(
    chunk: Chunk, form: Form, places: Sequence[Place], clocks: Mapping[int, Clock]
) -> None:
    """The planned days of the records that these were made of: what was agreed there stands here."""
    for place, to in places:
        planned = _planned(place)
        if place is not form and planned is not None:
            c = place.table.c
            query = select(c.id, planned.column)  # visible: computed for the record, not shown
            query = query.where(c.id.in_(sorted(to)), c.deleted_at.is_(None))
            plans = [(id_, row[1]) for row in chunk.tx.rows(query) for id_ in to[row[0]] if id_ in clocks]
            _add_plans(chunk, plans, clocks)


def first_plan(chunk: Chunk, row: Row) -> None:
    """A new record has no activities: its own planned day is all there is."""
    step = planned_step(row.after.get(chunk.plan.slots.get("next_on", "")), chunk.zone)
    if step is not None:
        row.after["next_activity_at"] = step[1]


def planned_step(day: str | None, zone: str) -> tuple[str, str] | None:
    """A planned day (or moment) as first and last instant; a day is overdue only when it is over."""
    if day is None:
        return None
    if len(day) > 10:
        return day, day
    parsed, where = date.fromisoformat(day), ZoneInfo(zone)
    start = datetime.combine(parsed, time(), where)
    return instant(start), instant(datetime.combine(parsed, time(23, 59, 59), where))


def _add_tasks(chunk: Chunk, places: Sequence[Place], clocks: Mapping[int, Clock]) -> None:
    """Open tasks are next steps."""
    for place, to in places:
        for form in chunk.catalog.with_trait("task"):
            query = _soonest(form, place, chunk.tx.db.is_sqlite)
            for about, at in query.rows(chunk.tx, {"ids": sorted(to)}) if query else ():
                for id_ in to[about]:
                    if id_ in clocks:
                        clocks[id_].add(None, at)


@remembered
def _soonest(form: Form, target: Form, sqlite: bool) -> Kept | None:
    """When the first open task about each of `ids` is due."""
    slots = form.trait("task") or {}
    bound = form.by_key.get(slots.get("about", ""))
    due, done = slots.get("due_at"), slots.get("done_at")
    clause = _about(form, bound, target, sqlite) if bound else None
    if bound is None or clause is None or not due:
        return None
    c = form.table.c
    still_open = c[done].is_(None) if done else true()
    query = select(bound.column, func.min(c[due])).where(clause, still_open)
    return Kept(query.group_by(bound.column))  # visible: computed for the record, not shown


def _add_children(chunk: Chunk, target: Form, ids: list[int], clocks: Mapping[int, Clock]) -> None:
    """What happened to records below happened here too; the next steps of closed ones no longer count."""
    for form in chunk.catalog:
        query = _below(form, target, chunk.tx.db.is_sqlite)
        for about, last, soon in query.rows(chunk.tx, {"ids": ids}) if query else ():
            if about in clocks:
                clocks[about].add(last, soon)


@remembered
def _below(form: Form, target: Form, sqlite: bool) -> Kept | None:
    """The clocks of the records below each of `ids`."""
    bound = above(form)
    clause = _about(form, bound, target, sqlite) if bound is not None else None
    if bound is None or clause is None:
        return None
    c = form.table.c
    next_: Any = c.next_activity_at
    if form.staged:
        open_stages = [stage.key for stage in form.stages.values() if stage.type not in ("won", "lost")]
        next_ = case((c.stage.in_(open_stages), next_))
    query = select(bound.column, func.max(c.last_activity_at), func.min(next_)).where(clause)
    return Kept(query.group_by(bound.column))  # visible: computed for the record, not shown


def _write(chunk: Chunk, form: Form, clocks: Mapping[int, Clock]) -> None:
    if not clocks:
        return
    rows = [{"b_id": id_, "b_last": clock.last, "b_next": clock.next} for id_, clock in clocks.items()]
    _update(form.table).run_all(chunk.tx, rows)
    body = {"changed": ["last_activity_at", "next_activity_at"]}
    who = chunk.who
    events = [Event("record.computed", form.key, id_, body, who.person_id, who.cause) for id_ in clocks]
    chunk.tx.emit_all(events)


@remembered
def _update(table: Table) -> Kept:
    values: dict[str, Any] = {
        "last_activity_at": bindparam("b_last"),
        "next_activity_at": bindparam("b_next"),
    }
    return Kept(update(table).where(table.c.id == bindparam("b_id")).values(values))
