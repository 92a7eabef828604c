"""The columns of an export: what stands above them and how a JSON value becomes a cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bulou.access.visible import Visible
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, DetailForm, Form
from bulou.forms.lookups import shown_as
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.exchange.exporting.request import ExportRequest
from bulou.records.query.looked_up import open_columns
from bulou.records.query.masks import mask_in
from bulou.words import sentence

# How a cell looks: a number format of worksheets, None for plain text.
MONEY, WHOLE, PERCENT, DAY, MOMENT = "#,##0.00", "0", "0.####%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

ToCell = Callable[[Any], Any]
_FIRST_SYSTEM = ("owner", "department", "stage")
_LAST_SYSTEM = ("created_at", "created_by", "updated_at")


@dataclass(frozen=True, eq=False)
class Column:
    """One column. `look` is its number format."""

    key: str
    heading: str
    to_cell: ToCell
    look: str | None = None
    width: int = 16


def keys_of(seen: Visible, form: Form, request: ExportRequest) -> list[str]:
    """What to export, in order: the title is always there, so that ids can be checked when it comes back."""
    shown = seen.fields | seen.masks
    if request.columns:
        keys = [key for key in dict.fromkeys(request.columns) if key not in ("id", "heat")]
        return keys if form.title in keys or form.title not in shown else [form.title, *keys]
    own = [each.key for each in form.fields if each.key in shown]
    first, last = (
        [key for key in some if key in form.system and key in seen.fields]
        for some in (_FIRST_SYSTEM, _LAST_SYSTEM)
    )
    return [*own, *first, *last]


def columns_of(form: Form, keys: Sequence[str], context: CellContext) -> list[Column]:
    """The columns for `keys`; detail tables have a sheet of their own and are left out here."""
    return [_column(form, key, context) for key in keys if key not in form.details]


def detail_columns(actor: Actor, detail: DetailForm, context: CellContext) -> list[Column]:
    """The columns of a detail table's own sheet that the reader knows."""
    return [
        _field(shown_as(each), say(each.definition.label, context.locale), context, each.key)
        for each in open_columns(actor, detail)
    ]


def _column(form: Form, path: str, context: CellContext) -> Column:
    there: Form | None = form
    headings = []
    *steps, last = path.split(".")
    for step in steps:
        assert there is not None  # the layout has refused paths that lead nowhere
        headings.append(_heading(there, step, context.locale))
        there = there.relation(step)
    assert there is not None
    heading = " / ".join([*headings, _heading(there, last, context.locale)])
    bound = there.get(last)
    bound = shown_as(bound) if bound is not None else None
    return (
        unmasked(_field(bound, heading, context, path))
        if bound
        else _system(there, last, heading, context, path)
    )


def unmasked(column: Column) -> Column:
    """A column whose masked values are written as their masks."""
    to_cell = column.to_cell
    return replace(column, to_cell=lambda value: mask_in(value) or to_cell(value))


def _heading(form: Form, key: str, locale: str) -> str:
    bound = form.get(key)
    if bound is not None:
        return say(bound.definition.label, locale) or key
    return sentence(f"system.{key}", {}, locale) or key


def _field(bound: BoundField, heading: str, context: CellContext, key: str | None = None) -> Column:
    kind, definition = bound.kind, bound.definition

    def to_cell(value: Any) -> Any:
        return None if value is None else kind.write_cell(definition, value, context)

    if bound.operand == "file":
        return Column(key or bound.key, heading, _file_names, width=24)
    shown = bound.behaves.key
    if shown == "percent":
        return Column(key or bound.key, heading, _ratio, PERCENT, 10)
    look, width = _LOOKS.get(shown, (None, 18))
    if shown == "number":
        look = f"0.{'0' * bound.scale}" if bound.scale else WHOLE
    return Column(key or bound.key, heading, to_cell, look, width)


_LOOKS: Mapping[str, tuple[str | None, int]] = {
    "money": (MONEY, 16),
    "number": (WHOLE, 12),
    "date": (DAY, 12),
    "datetime": (MOMENT, 17),
    "long_text": (None, 40),
    "text": (None, 24),
    "phone": (None, 16),
}


def _system(form: Form, key: str, heading: str, context: CellContext, path: str) -> Column:
    operand = form.system.get(key)
    if operand == "datetime":
        return Column(path, heading, lambda value: _moment(value, context.zone), MOMENT, 17)
    if key == "stage":
        labels = {stage.key: say(stage.label, context.locale) for stage in form.definition.stages}
        return Column(path, heading, lambda value: labels.get(value, value), None, 14)
    if operand in ("person", "department"):
        return Column(path, heading, _title, None, 14)
    if operand == "number":
        return Column(path, heading, lambda value: value, WHOLE, 10)
    return Column(path, heading, lambda value: None if value is None else str(value))


def _ratio(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get("error")
    return value / 100 if isinstance(value, int | float) else None


def _moment(value: Any, zone: str) -> Any:
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(ZoneInfo(zone))
    return moment.replace(tzinfo=None, microsecond=0)


def _title(value: Any) -> Any:
    return value.get("title") if isinstance(value, Mapping) else value


def _file_names(value: Any) -> Any:
    names = [str(each.get("name")) for each in value or () if isinstance(each, Mapping)]
    return "、".join(names) or None
