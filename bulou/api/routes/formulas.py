"""Formulas for their editor: the functions there are, the names a form offers, a text checked and tried."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors, flag, text
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.expr.formula import (
    ERRORS,
    Failed,
    Function,
    Node,
    Scope,
    Setting,
    check,
    evaluate,
    fields_of,
    functions,
    render,
    to_json,
    volatile,
)
from bulou.expr.formula.parse import MAX_TEXT
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.workdays import china
from bulou.records.formulas.seen import row_scope_for, scope_for, values_of

doors = Doors("formulas")

KILOBYTE = 1024
EXACT_DIGITS = 15


class CheckBody(Strict):
    """A formula on records of `form`, tried on `record` if one is given.

    `purpose`: a stored `column` (one value that follows from the record itself), a `condition` (yes or no; NOW
    and OLD may be asked), or a `value` worked out at once (fields of related records may be asked). `detail`: a
    column of the rows of that detail table, which asks for its neighbours.
    """

    form: str = Field(max_length=60)
    text: str
    record: int | None = Field(default=None, ge=1, le=2**63 - 1)
    detail: str | None = Field(default=None, max_length=60)
    purpose: Literal["column", "condition", "value"] = "value"


@doors.post(
    "/formulas/check",
    "check_formula",
    carries="records",
    scope="read",
    write=False,
    body=CheckBody,
    answer=OBJECT,
    limit=256 * KILOBYTE,
)
def check_formula(call: Call) -> dict[str, Any]:
    """The type, tree and value of a formula, or what is wrong with it and where."""
    body = call.model(CheckBody)
    form = catalog.load(call.tx)[body.form]
    if body.detail is not None:
        return _in_row(call, form, body)
    scope = scope_for(call.tx, call.actor, form, near=body.purpose == "column")
    tree = check(body.text, scope, "condition" if body.purpose == "condition" else "column")
    said = scope_for(call.tx, call.actor, form, near=scope.near, locale=call.locale)
    answer = _told(tree, scope, said)
    if body.record is not None:
        values = values_of(call.tx, call.actor, form, body.record, fields_of(tree))
        setting = Setting(call.tx.now, call.actor.zone, call.actor.week_start, china())
        value = evaluate(tree, values, setting)
        answer["error" if isinstance(value, Failed) else "value"] = as_json(value)
    return answer


def _told(tree: Node, scope: Scope, said: Scope) -> dict[str, Any]:
    return {
        "type": tree.type,
        "tree": to_json(tree),
        "text": render(tree, scope),
        "said": render(tree, said),
        "fields": sorted(fields_of(tree)),
        "volatile": volatile(tree),
        "value": None,
        "error": None,
    }


def _in_row(call: Call, form: Form, body: CheckBody) -> dict[str, Any]:
    """A formula of a detail table's rows: checked, not tried."""
    scope = row_scope_for(call.tx, call.actor, form, body.detail or "")
    return _told(check(body.text, scope, "column"), scope, replace(scope, locale=call.locale))


@doors.get("/formulas/functions", "list_functions", carries="nothing", answer=OBJECT)
def list_functions(call: Call) -> dict[str, Any]:
    """Every function with its words, the codes of errors, the limits, and the calendar of working days."""
    calendar = china()
    return {
        "functions": [describe(function) for function in functions],
        "errors": list(ERRORS),
        "limits": {"characters": MAX_TEXT},
        "calendar": {
            "holidays": sorted(day.isoformat() for day in calendar.holidays),
            "workdays": sorted(day.isoformat() for day in calendar.workdays),
        },
    }


@doors.get(
    "/formulas/fields/{form}",
    "list_formula_fields",
    carries="records",
    query=[
        flag("column", "Only what a stored result may depend on"),
        text("detail", "The columns of this detail table's rows instead"),
    ],
    answer=ITEMS,
)
def list_formula_fields(call: Call) -> dict[str, Any]:
    """The names that formulas on records of a form may use, with their types."""
    form = catalog.load(call.tx)[call.part("form")]
    detail = call.text("detail", most=60)
    scope = (
        row_scope_for(call.tx, call.actor, form, detail)
        if detail
        else scope_for(call.tx, call.actor, form, near=call.flag("column"))
    )
    return {
        "items": [{"path": path, "type": type_, "labels": labels} for path, type_, labels in scope.offered()]
    }


def describe(function: Function) -> dict[str, Any]:
    """One function as the editor needs it."""
    return {
        "key": function.key,
        "aliases": list(function.aliases),
        "family": function.family,
        "takes": function.takes,
        "result": function.result,
        "label": function.label,
        "hint": function.hint,
        "example": function.example,
        "volatile": function.volatile,
        "only": function.only,
    }


def as_json(value: Any) -> Any:
    """A formula value in the answer: numbers with the 15 digits that JSON numbers carry."""
    if isinstance(value, Failed):
        return value.code
    if isinstance(value, Decimal):
        if value == value.to_integral_value() and value.adjusted() < EXACT_DIGITS:
            return int(value)
        return float(value)
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value
