"""What somebody changed in a proposal → the plan changed; every mistake is named by its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bulou.forms.form import Form
from bulou.forms.values.dates import ORDERS
from bulou.kit.errors import FieldProblem
from bulou.records.exchange.errors import PlanInvalid
from bulou.records.exchange.meaning.plan import (
    SYSTEM_TARGETS,
    ColumnPlan,
    CreateMissing,
    Options,
    OwnerPlan,
    Plan,
    SheetPlan,
)
from bulou.records.exchange.proposing.columns import UNITS

_UNITS = {name: factor for factor, name in UNITS.items()}
_ON_MATCH = ("fill", "overwrite", "skip", "create")
_OWNERS = ("sheet", "column", "none")
Json = Mapping[str, Any]


def revise(plan: Plan, patch: Json, form: Form) -> Plan:
    """`plan` with the parts `patch` names changed: `{sheets, options, twins}`. Raises PlanInvalid."""
    problems = [FieldProblem(at, code) for at, code in _problems(plan, patch, form)]
    if problems:
        raise PlanInvalid(problems=problems)
    by_name = {each["name"]: each for each in patch.get("sheets") or ()}
    sheets = tuple(_sheet(sheet, by_name.get(sheet.name) or {}) for sheet in plan.sheets)
    twins = dict(plan.twins)
    for each in patch.get("twins") or ():
        choice = each.get("choice")
        twins[f"{each['sheet']}!{each['row']}"] = "later" if choice is None else choice
    return replace(
        plan, sheets=sheets, options=_options(plan.options, patch.get("options") or {}), twins=twins
    )


def _sheet(sheet: SheetPlan, patch: Json) -> SheetPlan:
    if "use" in patch:
        use = bool(patch["use"])
        sheet = replace(sheet, use=use, reason=None if use else (sheet.reason or "off"))
    if "heading_row" in patch and (patch["heading_row"] or 0) != sheet.heading_row:
        sheet = replace(sheet, heading_row=patch["heading_row"] or 0, columns=())
    by_index = {each["index"]: each for each in patch.get("columns") or ()}
    columns = tuple(_column(column, by_index.get(column.index) or {}) for column in sheet.columns)
    taken = {each.field for each in columns if each.index in by_index and each.field}
    columns = tuple(
        replace(each, field=None, confidence=0.0)
        if each.field in taken and each.index not in by_index
        else each
        for each in columns
    )
    return replace(sheet, columns=columns, owner=_owner(sheet.owner, patch.get("owner") or {}))


def _column(column: ColumnPlan, patch: Json) -> ColumnPlan:
    if "field" in patch and patch["field"] != column.field:
        confidence = 1.0 if patch["field"] else 0.0
        column = ColumnPlan(column.index, column.heading, patch["field"], confidence)
    reading = patch.get("reading") or {}
    if reading.get("order"):
        column = replace(column, order=reading["order"], assumed=False)
    if "unit" in reading:
        unit = reading["unit"]
        column = replace(column, unit=unit if isinstance(unit, int) else _UNITS.get(str(unit), 1))
    return replace(
        column,
        choices=_merged(column.choices, patch.get("choices") or (), "key"),
        links=_merged(column.links, patch.get("links") or (), "id"),
    )


def _merged(known: Mapping[str, Any], changes: Sequence[Json], value: str) -> dict[str, Any]:
    """None takes a choice back: the options of the import decide again."""
    merged = dict(known)
    for each in changes:
        if each.get(value) is None:
            merged.pop(each["raw"], None)
        else:
            merged[each["raw"]] = each[value]
    return merged


def _owner(owner: OwnerPlan, patch: Json) -> OwnerPlan:
    if not patch:
        return owner
    person = patch.get("person", owner.person)
    if isinstance(person, Mapping):
        person = person.get("id")
    source = patch.get("source", "sheet" if person else owner.source)
    if source == "none":
        return OwnerPlan()
    return OwnerPlan(source, patch.get("name", owner.name), person)


def _options(options: Options, patch: Json) -> Options:
    missing = options.create_missing
    changed = {key: bool(value) for key, value in (patch.get("create_missing") or {}).items()}
    return replace(
        options,
        match=tuple(patch.get("match", options.match)),
        on_match=patch.get("on_match", options.on_match),
        create_missing=CreateMissing(
            choices=changed.get("choices", missing.choices),
            links=changed.get("links", missing.links),
            people=changed.get("people", missing.people),
        ),
        existing_history=bool(patch.get("existing_history", options.existing_history)),
        owner=patch.get("owner", options.owner),
    )


def _problems(plan: Plan, patch: Any, form: Form) -> Iterator[tuple[str, str]]:
    if not isinstance(patch, Mapping):
        yield "", "fields.not_an_object"
        return
    for part, check in _CHECKS.items():
        yield from check(plan, patch.get(part), form)


def _sheet_problems(plan: Plan, sheets: Any, form: Form) -> Iterator[tuple[str, str]]:
    for at, each in enumerate(_listed(sheets)):
        place = f"sheets.{at}"
        sheet = plan.sheet(str(each.get("name"))) if isinstance(each, Mapping) else None
        if sheet is None:
            yield f"{place}.name", "fields.unknown"
            continue
        row = each.get("heading_row")
        if row is not None and (isinstance(row, bool) or not isinstance(row, int) or not 0 <= row < 2**31):
            yield f"{place}.heading_row", "fields.not_a_number"
        owner = each.get("owner") or {}
        if not isinstance(owner, Mapping) or owner.get("source", "none") not in _OWNERS:
            yield f"{place}.owner", "fields.invalid"
        for number, column in enumerate(_listed(each.get("columns"))):
            yield from _column_problems(f"{place}.columns.{number}", column, form)


def _column_problems(place: str, column: Any, form: Form) -> Iterator[tuple[str, str]]:
    if not isinstance(column, Mapping) or not isinstance(column.get("index"), int):
        yield f"{place}.index", "fields.not_a_number"
        return
    key = column.get("field")
    if key is not None and (
        not isinstance(key, str) or (key not in SYSTEM_TARGETS and form.get(key) is None)
    ):
        yield f"{place}.field", "fields.unknown"
    reading = column.get("reading") or {}
    if not isinstance(reading, Mapping) or reading.get("order") not in (None, *ORDERS):
        yield f"{place}.reading", "fields.invalid"
    for part, value, types in (("choices", "key", str), ("links", "id", int)):
        for number, each in enumerate(_listed(column.get(part))):
            good = isinstance(each, Mapping) and isinstance(each.get("raw"), str)
            if not good or not isinstance(each.get(value), types | None):
                yield f"{place}.{part}.{number}", "fields.invalid"


def _option_problems(plan: Plan, options: Any, form: Form) -> Iterator[tuple[str, str]]:
    if options is None:
        return
    if not isinstance(options, Mapping):
        yield "options", "fields.not_an_object"
        return
    match = options.get("match", ())
    if not isinstance(match, list | tuple) or any(
        not isinstance(key, str) or form.get(key) is None for key in match
    ):
        yield "options.match", "fields.unknown"
    if options.get("on_match", "fill") not in _ON_MATCH:
        yield "options.on_match", "fields.invalid"
    if not isinstance(options.get("create_missing") or {}, Mapping):
        yield "options.create_missing", "fields.not_an_object"
    if not isinstance(options.get("owner"), int | None) or isinstance(options.get("owner"), bool):
        yield "options.owner", "fields.not_an_id"


def _twin_problems(plan: Plan, twins: Any, form: Form) -> Iterator[tuple[str, str]]:
    for at, each in enumerate(_listed(twins)):
        good = (
            isinstance(each, Mapping)
            and plan.sheet(each.get("sheet", ""))
            and isinstance(each.get("row"), int)
        )
        if not good:
            yield f"twins.{at}", "fields.invalid"
        elif each.get("choice") not in (None, "create", "skip") and not isinstance(each.get("choice"), int):
            yield f"twins.{at}.choice", "fields.invalid"


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


_CHECKS: Mapping[str, Callable[[Plan, Any, Form], Iterator[tuple[str, str]]]] = {
    "sheets": _sheet_problems,
    "options": _option_problems,
    "twins": _twin_problems,
}
