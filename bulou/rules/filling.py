"""Filling placeholders, with the rights of the runner: what they may not read is not told, to nobody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.conditions import UnknownField
from bulou.forms.carry import written
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.clock import day_in
from bulou.kit.protocols import Actor
from bulou.kit.workdays import Calendar, TooFar, workday_after
from bulou.records.printing.gather import bound_at, form_at
from bulou.records.printing.shown import said_system, spoken
from bulou.records.query.anywhere import row_anywhere
from bulou.records.query.cells import layout
from bulou.records.query.pages import shown
from bulou.records.query.secure import sight
from bulou.rules.errors import NoSuchDay, TextTooLong
from bulou.rules.people import people_of
from bulou.rules.templates import LINK, LONE, PIECE, Named, named

WITHHELD = "…"
LONGEST = 100_000  # characters of all that a text is filled with
NEVER: dict[str, Any] = {"or": []}
Json = dict[str, Any]
Record = tuple[Form, int]


@dataclass(frozen=True)
class Known:
    """What a run knows beside its record: `trigger` the record that started it, `before` its values as JSON before
    the change, `body` what a webhook sent, `run` what is said of the run, `steps` what earlier ones made."""

    trigger: Record | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    run: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Filled:
    """`records.actions.Filling` for one step of one run."""

    tx: Tx
    actor: Actor
    catalog: Catalog
    calendar: Calendar
    record: Record | None
    known: Known
    _read: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def text(
        self, template: str, *, reader: Actor | None = None, guard: Callable[[str], str] | None = None
    ) -> str:
        """The template filled. TextTooLong."""
        room = LONGEST

        def put(match: Any) -> str:
            nonlocal room
            if match.group(1) is None:
                return str(match.group(0)[0])
            name = named(match.group(1))
            found = self._said(name, self.actor)
            if found and reader is not None and self._said(name, reader) != found:
                found = WITHHELD  # closed to the reader, or they see less of it: a mask, a lock
            room -= len(found)
            if room < 0:
                raise TextTooLong(max=LONGEST)
            return guard(found) if guard is not None else found

        return PIECE.sub(put, template)

    def later(self, template: str, reader: Actor) -> str:
        """The template with places of its record left open."""

        def put(match: Any) -> str:
            name = named(match.group(1)) if match.group(1) else None
            if name is None or name.root or name.path in (LINK, "id", "title"):
                return self.text(match.group(0), reader=reader)
            return str(match.group(0)) if self._said(name, self.actor) else ""

        return PIECE.sub(put, template)

    def value(self, given: Any) -> Any:
        """A value as it is written to a field. NoSuchDay."""
        if isinstance(given, str):
            match = LONE.fullmatch(given)
            return self._value(named(match.group(1))) if match else self.text(given)
        if isinstance(given, Mapping):
            if given.keys() <= {"today", "working"} and isinstance(given.get("today"), int):
                return self._day(self._today, given["today"], bool(given.get("working")))
            if given.keys() <= {"from", "days", "working"} and isinstance(given.get("from"), str):
                return self._from(given)
            return {key: self.value(each) for key, each in given.items()}
        return [self.value(each) for each in given] if isinstance(given, list | tuple) else given

    def condition(self, given: Any) -> Any:
        """A condition whose values are filled; a comparison with nothing is never met."""
        if not isinstance(given, Mapping):
            return given
        for group in ("and", "or"):
            if isinstance(given.get(group), list):
                return {**given, group: [self.condition(each) for each in given[group]]}
        if "not" in given:
            return {"not": self.condition(given["not"])}
        texts = given.get("value")
        if not isinstance(texts, str) or not PIECE.search(texts):
            return dict(given)
        value = self.value(texts)
        return NEVER if value in (None, "", []) else {**given, "value": value}

    def people(self, wanted: Sequence[Any]) -> list[int]:
        """The ids of the active people whom the options name."""
        return people_of(self.tx, wanted, lambda path: self._value(named(path)))

    @property
    def _today(self) -> date:
        return day_in(self.tx.now, self.actor.zone)

    def _day(self, start: date, days: int, working: bool) -> str:
        try:
            day = workday_after(self.calendar, start, days) if working else start + timedelta(days=days)
        except (TooFar, OverflowError) as error:
            raise NoSuchDay() from error
        return day.isoformat()

    def _from(self, given: Mapping[str, Any]) -> str | None:
        base = self.value(given["from"])
        if not isinstance(base, str) or len(base) < 10:
            return None
        try:
            start, days = date.fromisoformat(base[:10]), int(given.get("days") or 0)
        except (ValueError, TypeError) as error:
            raise NoSuchDay() from error
        return self._day(start, days, bool(given.get("working")))

    def _value(self, name: Named) -> Any:
        """The value a placeholder names, as it would be written; None where there is none for the runner."""
        where = self._record_of(name)
        if where is None:
            return self._beside(name, self.actor)
        if name.path == "id":
            return where[1]
        found = self._json(where, name.path, self.actor)
        if found is None:
            return None
        if isinstance(found, Mapping) and "form" in found and "id" in found:
            return {"form": found["form"], "id": found["id"]}
        return None if isinstance(found, Mapping) and "error" in found else written(found)

    def _said(self, name: Named, actor: Actor) -> str:
        """What a placeholder names, as people read it."""
        where = self._record_of(name)
        if where is None:
            found = self._beside(name, actor)
            return "" if found is None or isinstance(found, Mapping | list) else str(found)
        form, id_ = where
        if name.path == LINK:
            return f"/f/{form.key}/{id_}"
        if name.path == "id":
            return str(id_)
        return self._words(form, name.path, self._json(where, name.path, actor))

    def _record_of(self, name: Named) -> Record | None:
        return self.known.trigger if name.root == "trigger" else self.record if not name.root else None

    def _beside(self, name: Named, actor: Actor) -> Any:
        if name.root == "before":
            return self._before(name.path, actor)
        found: Any = {"body": self.known.body, "run": self.known.run, "steps": self.known.steps}.get(
            name.root
        )
        for part in name.path.split(".") if name.root else ():
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def _before(self, path: str, actor: Actor) -> Any:
        """A value as it was, told as text, where the field is open to the actor on this record now."""
        where = self.known.trigger
        if where is None or path not in self.known.before or not is_open_on(self.tx, actor, *where, path):
            return None
        return self._words(where[0], path, self.known.before[path])

    def _words(self, form: Form, path: str, value: Any) -> str:
        if value is None:
            return ""
        if path == "title" and "title" not in form.by_key:
            return str(value)
        context = CellContext(locale=self.actor.locale, zone=self.actor.zone)
        bound = bound_at(form, path)
        if bound is not None:
            return spoken(bound, value, context)
        return str(said_system(form_at(form, path), path.split(".")[-1], value, context)["t"])

    def _json(self, where: Record, path: str, actor: Actor) -> Any:
        form, id_ = where
        key = (form.key, id_, path, actor.person_id, actor.roles)
        if key not in self._read:
            self._read[key] = read_value(self.tx, actor, form, id_, path)
        return self._read[key]


def read_value(tx: Tx, actor: Actor, form: Form, id_: int, path: str) -> Any:
    """A field's JSON value on one record, in the bin, too; None where the actor may not read it or there is nothing."""
    seen = sight(tx, actor, form)
    named = (
        path == "title" and "title" not in form.by_key
    )  # what the record is called, not a field of that name
    keys = [] if named else [path]
    try:
        plan = layout(seen, form, ["_title", *keys] if form.title in seen.fields else keys, seen.context.zone)
    except UnknownField:
        return None
    row = row_anywhere(tx, seen, *plan.columns, where=[seen.of.c.id == id_])
    if row is None:
        return None
    item = shown(tx, seen, form, plan, [row], keys)[0]
    return item.get(path)


def is_open_on(tx: Tx, actor: Actor, form: Form, id_: int, path: str) -> bool:
    """Whether the actor may read a field on this very record, in the bin, too."""
    seen = sight(tx, actor, form)
    if path not in seen.fields:
        return False
    when = seen.when(path)
    where = [seen.of.c.id == id_, *([] if when is None else [when])]
    return row_anywhere(tx, seen, seen.of.c.id, where=where) is not None
