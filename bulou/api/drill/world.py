"""What was planted: the marks, the records by form, what hangs on them, and what people may know of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, literal, select

from bulou.access.visible import may, visible
from bulou.api.drill.cast import Cast, Person
from bulou.api.drill.marks import Mark, Marks
from bulou.api.drill.scratch import Scratch
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.people import actors
from bulou.records.timeline.activities import SLOTS

MOMENTS = ("last_activity_at", "next_activity_at")  # a record's own, whatever they came from
NO_RECORD = 0  # of a mark that may be known wherever its field is open on some record


@dataclass(frozen=True)
class Thing:
    """A planted record. `files` hang on it or are in its fields, `comments` were written about it."""

    form: str
    id: int
    owner: int | None
    deleted: bool = False
    files: tuple[int, ...] = ()
    comments: tuple[int, ...] = ()


@dataclass(eq=False)
class World:
    """The scratch workspace with everybody and everything in it.

    `beside`: ids of what is no record, by what it is (`job`, `batch`, `import`, `view`, `public`, `slug` …).
    """

    scratch: Scratch
    cast: Cast
    forms: Mapping[str, Form]
    marks: Marks = field(default_factory=Marks)
    things: list[Thing] = field(default_factory=list)
    beside: dict[str, list[Any]] = field(default_factory=dict)
    unplantable: dict[str, str] = field(default_factory=dict)

    def of(self, form: str) -> list[Thing]:
        """The records of a form that are not deleted."""
        return [each for each in self.things if each.form == form and not each.deleted]


@dataclass(frozen=True)
class Known:
    """What somebody may know: tokens, the records they see, and the fields that are open to them somewhere."""

    tokens: frozenset[str] = frozenset()
    records: frozenset[tuple[str, int]] = frozenset()
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)


def known_to(world: World, person: Person) -> Known:
    """What `access.visible` opens to somebody now: worked out once, field by field, beside every door."""
    return world.scratch.do(lambda tx: _known(tx, world, person), write=False)


def _known(tx: Tx, world: World, person: Person) -> Known:
    actor = person.actor(tx)
    if actor is None:
        return Known()
    tokens: set[str] = set()
    records: set[tuple[str, int]] = set()
    fields: dict[str, frozenset[str]] = {}
    forms = catalog.load(tx)
    for form in forms:
        seen = visible(actor, form, context=actors.context(tx, actor), now=tx.now)
        fields[form.key] = seen.fields
        open_, shown = _open(tx, seen, form)
        records |= {(form.key, id_) for id_ in open_}
        ours = [mark for mark in world.marks.all() if mark.form == form.key]
        tokens |= {mark.token for mark in ours if _may(mark, open_, shown)}
        tokens |= {mark.token for mark in ours if mark.record == NO_RECORD and mark.field in seen.fields}
    for form in forms.with_trait("activity"):
        told = _told(tx, visible(actor, form, context=actors.context(tx, actor), now=tx.now), form, records)
        ours = [mark for mark in world.marks.all() if mark.form == form.key]
        tokens |= {mark.token for mark in ours if mark.field in told.get(mark.record, ())}
    return Known(frozenset(tokens), frozenset(records), fields)


Rows = dict[int, frozenset[str]]


def _open(tx: Tx, seen: Any, form: Form) -> tuple[Rows, Rows]:
    """By visible record: the fields open on it, and those of which at least the mask is shown."""
    keys = [key for key in (*form.by_key, *MOMENTS) if key in seen.fields]
    masks = sorted(seen.masks & form.by_key.keys())
    conditions = [seen.when(key) for key in keys]
    opened = [literal(1) if when is None else case((when, 1), else_=0) for when in conditions]
    covered = [case((seen.masked(key), 1), else_=0) for key in masks]
    columns = [each.label(f"c{at}") for at, each in enumerate([*opened, *covered])]
    found, shown = {}, {}
    for row in tx.rows(select(seen.of.c.id, *columns).select_from(seen.of).where(seen.predicate)):
        flags = row[1:]
        found[row[0]] = frozenset(key for key, flag in zip(keys, flags, strict=False) if flag)
        under = zip(masks, flags[len(keys) :], strict=True)
        shown[row[0]] = frozenset(key for key, flag in under if flag)
    return found, shown


def _told(tx: Tx, seen: Any, form: Form, records: set[tuple[str, int]]) -> Rows:
    """What the page of a record tells of activities about it to all who see that record (decision 0024)."""
    slots = form.trait("activity") or {}
    if slots.get("about") not in seen.fields or not may(seen.actor, form.key, "read"):
        return {}
    keys = sorted({slots[name] for name in (*SLOTS, "happened_at") if slots.get(name) in seen.fields})
    flags = [case((when, 1), else_=0) if (when := seen.when(key)) is not None else literal(1) for key in keys]
    ends = [form.by_key[slots[name]] for name in ("about", "contact") if slots.get(name) in seen.fields]
    columns = [column for end in ends for column in (end.columns if end.target == "*" else end.columns[:1])]
    denied = [seen.denies] if seen.denies is not None else []
    query = select(seen.of.c.id, *[each.label(f"c{at}") for at, each in enumerate([*columns, *flags])])
    found: Rows = {}
    for row in tx.rows(query.select_from(seen.of).where(*denied)):
        values, at = list(row[1 : 1 + len(columns)]), 0
        for end in ends:
            wide = end.target == "*"
            id_, target = values[at], values[at + 1] if wide else end.target
            at += 2 if wide else 1
            if (target, id_) in records:
                yes = zip(keys, row[1 + len(columns) :], strict=True)
                found[row[0]] = frozenset(key for key, flag in yes if flag)
    return found


def _may(mark: Mark, open_: Rows, shown: Rows) -> bool:
    if mark.record not in open_:
        return False
    if mark.field is None or mark.field in open_[mark.record]:
        return True
    return mark.mask and mark.field in shown[mark.record]


def unknown_marks(world: World, known: Known, form: str) -> Iterator[Mark]:
    """Marks in fields of living records of a form that may not be known: what can be asked after."""
    alive = {each.id for each in world.of(form)}
    for mark in world.marks.all():
        asked = mark.form == form and mark.field is not None and mark.value is not None and not mark.mask
        if asked and mark.record in alive and mark.token not in known.tokens:
            yield mark
