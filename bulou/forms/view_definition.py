"""What a view is: columns, filter, order, layout, colours, buttons, whom it is for; checked against its form."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bulou.access.visible import visible
from bulou.expr.conditions import BadCondition, parse
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.protocols import Actor

LARGEST = 64 * 1024
MOST_COLOURS = 10
LINK = "link:"
PRESS = "press:"
# The chart colours that are not warm in either theme: warmth says that something leaks, and nothing else.
COLOURS = ("blue", "cyan", "purple", "pink", "grey")
ROW_BUTTONS = frozenset({"log", "stage", "assign", "delete"})
BULK_BUTTONS = frozenset({"assign", "change", "stage", "export", "delete"})
DATED = frozenset({"date", "datetime"})

Key = str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CalendarDef(_Part):
    """Records on the days of `start` (to `end`), coloured by the values of a field."""

    start: Key = Field(min_length=1, max_length=60)
    end: Key | None = Field(default=None, max_length=60)
    colour_by: Key | None = Field(default=None, max_length=60)


class GalleryDef(_Part):
    """Cards with the first picture of `cover` and a few fields."""

    cover: Key | None = Field(default=None, max_length=60)
    fields: list[Key] = Field(default_factory=list, max_length=12)


class GanttDef(_Part):
    """Bars from `start` to `end`, one under the other, perhaps in groups."""

    start: Key = Field(min_length=1, max_length=60)
    end: Key = Field(min_length=1, max_length=60)
    group: Key | None = Field(default=None, max_length=60)


class ColourDef(_Part):
    """Records that match `filter` are tinted; the first match wins."""

    filter: Any
    colour: Literal[COLOURS]  # type: ignore[valid-type]


class ButtonsDef(_Part):
    """What can be done from a row, and with many; None: whatever the reader may."""

    row: list[Key] | None = Field(default=None, max_length=12)
    bulk: list[Key] | None = Field(default=None, max_length=12)


class ViewBody(_Part):
    """A view's definition as it is stored."""

    columns: list[Key] | None = None
    filter: Any = None
    sort: list[Key] | None = None
    layout: Literal["table", "list", "kanban", "calendar", "gallery", "gantt"] | None = None
    widths: dict[str, Any] | None = None
    group: Key | None = None
    pipeline: Key | None = None
    density: str | None = None
    icon: str | None = Field(default=None, pattern="^[a-z][a-z0-9-]{0,39}$")
    calendar: CalendarDef | None = None
    gallery: GalleryDef | None = None
    gantt: GanttDef | None = None
    colours: list[ColourDef] = Field(default_factory=list, max_length=MOST_COLOURS)
    roles: list[Key] = Field(default_factory=list, max_length=100)
    default_for: list[Key] = Field(default_factory=list, max_length=100)
    buttons: ButtonsDef | None = None


def shape_problems(place: str, definition: Any) -> list[FieldProblem]:
    """What is wrong with a view that a form's definition brings, whoever reads it."""
    try:
        body = ViewBody.model_validate(definition)
    except ValidationError as error:
        return [_told(place, dict(item)) for item in error.errors()]
    return list(_of_colours(place, body))


def checked(actor: Actor, form: Form, definition: Any) -> dict[str, Any]:
    """`definition` as it is kept. Invalid with every problem; what its author may not see does not exist for them."""
    try:
        body = ViewBody.model_validate(definition)
    except ValidationError as error:
        raise Invalid(problems=[_told("definition", dict(item)) for item in error.errors()]) from error
    if len(orjson.dumps(definition)) > LARGEST:
        raise Invalid(problems=[FieldProblem("definition", "fields.too_long", {"max": LARGEST})])
    parse(body.filter)
    problems = [
        *_of_layouts(body, _sight(actor, form)),
        *_of_buttons(body, _sight(actor, form), _presses(form)),
    ]
    problems += _of_colours("definition", body)
    problems += _of_audience(body)
    if problems:
        raise Invalid(problems=problems)
    return dict(definition)


def _told(place: str, item: Mapping[str, Any]) -> FieldProblem:
    path = ".".join([place, *map(str, item["loc"])])
    unknown = item["type"] == "extra_forbidden"
    return FieldProblem(path, "fields.unknown" if unknown else "fields.invalid", {})


Sight = Callable[[str], str | None]


def _sight(actor: Actor, form: Form) -> Sight:
    """Key → the operand type of a field the author may read, None where there is none."""
    readable = visible(actor, form).fields

    def type_of(key: str) -> str | None:
        if key not in readable:
            return None
        return form.by_key[key].operand if key in form.by_key else form.system.get(key)

    return type_of


def _of_layouts(body: ViewBody, type_of: Sight) -> Iterator[FieldProblem]:
    named = [
        ("calendar.start", body.calendar and body.calendar.start, DATED),
        ("calendar.end", body.calendar and body.calendar.end, DATED),
        ("calendar.colour_by", body.calendar and body.calendar.colour_by, None),
        ("gallery.cover", body.gallery and body.gallery.cover, frozenset({"file"})),
        ("gantt.start", body.gantt and body.gantt.start, DATED),
        ("gantt.end", body.gantt and body.gantt.end, DATED),
        ("gantt.group", body.gantt and body.gantt.group, None),
    ]
    fields = body.gallery.fields if body.gallery else []
    named += [(f"gallery.fields.{at}", key, None) for at, key in enumerate(fields)]
    for place, key, types in named:
        if key and (problem := _of_field(type_of(key), types)):
            yield FieldProblem(f"definition.{place}", problem, {})
    for layout, settings in (("calendar", body.calendar), ("gantt", body.gantt)):
        if body.layout == layout and settings is None:
            yield FieldProblem(f"definition.{layout}", "fields.required", {})


def _of_field(found: str | None, types: frozenset[str] | None) -> str | None:
    if found is None:
        return "fields.unknown"
    return "fields.invalid" if types is not None and found not in types else None


def _presses(form: Form) -> frozenset[str]:
    """The form's own buttons, as views name them."""
    return frozenset(PRESS + each.key for each in form.definition.elements if each.press is not None)


def _of_buttons(body: ViewBody, type_of: Sight, presses: frozenset[str]) -> Iterator[FieldProblem]:
    if body.buttons is None:
        return
    for place, keys, known in (
        ("row", body.buttons.row, ROW_BUTTONS | presses),
        ("bulk", body.buttons.bulk, BULK_BUTTONS | presses),
    ):
        for at, key in enumerate(keys or ()):
            linked = place == "row" and key.startswith(LINK) and type_of(key[len(LINK) :]) is not None
            if key not in known and not linked:
                yield FieldProblem(f"definition.buttons.{place}.{at}", "fields.not_a_choice", {})


def _of_colours(place: str, body: ViewBody) -> Iterator[FieldProblem]:
    for at, each in enumerate(body.colours):
        try:
            parse(each.filter)
        except BadCondition as error:
            yield FieldProblem(f"{place}.colours.{at}.filter", error.code, dict(error.params))
        if each.filter is None:
            yield FieldProblem(f"{place}.colours.{at}.filter", "fields.required", {})


def _of_audience(body: ViewBody) -> Iterator[FieldProblem]:
    """A view is the default only of roles that see it."""
    strangers = [role for role in body.default_for if body.roles and role not in body.roles]
    if strangers:
        yield FieldProblem("definition.default_for", "fields.not_a_choice", {})
