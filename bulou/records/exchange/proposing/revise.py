"""What somebody changed in a proposal → the plan changed; `checking` says beforehand what makes no sense."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bulou.records.exchange.errors import PlanInvalid
from bulou.records.exchange.meaning.plan import (
    ColumnPlan,
    CreateMissing,
    Options,
    OwnerPlan,
    Plan,
    SheetPlan,
)
from bulou.records.exchange.proposing.checking import FACTORS, LEAVE_EMPTY, Judging, problems

Json = Mapping[str, Any]


def revise(judging: Judging, plan: Plan, patch: Json) -> Plan:
    """`plan` with the parts `patch` names changed: `{sheets, options, twins}`. Raises PlanInvalid."""
    found = problems(judging, plan, patch)
    if found:
        raise PlanInvalid(problems=found)
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
    given = {index for index, each in by_index.items() if "field" in each}
    taken = {each.field for each in columns if each.index in given and each.field}
    columns = tuple(
        replace(each, field=None, confidence=0.0) if each.field in taken and each.index not in given else each
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
        column = replace(
            column, unit=unit if isinstance(unit, int) else FACTORS.get(str(unit), 1), assumed=False
        )
    return replace(
        column,
        choices=_merged(column.choices, patch.get("choices") or (), "key"),
        links=_merged(column.links, patch.get("links") or (), "id"),
    )


def _merged(known: Mapping[str, Any], changes: Sequence[Json], value: str) -> dict[str, Any]:
    """None takes a choice back: the options of the import decide again; '' or 0 leave such cells empty."""
    merged = dict(known)
    for each in changes:
        if each[value] is None:
            merged.pop(each["raw"], None)
        else:
            merged[each["raw"]] = None if each[value] in LEAVE_EMPTY else each[value]
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
