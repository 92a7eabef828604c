"""Formulas for their editor: the functions there are, the names a form offers, a text checked and tried."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from bulou.access.rights import may_configure
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
    render,
    to_json,
    volatile,
)
from bulou.expr.formula.function import functions
from bulou.expr.formula.parse import MAX_TEXT
from bulou.forms import catalog
from bulou.forms.designer.drafted import drafted
from bulou.forms.form import Form
from bulou.forms.formulas import FormScope, RowScope
from bulou.kit.clock import instant
from bulou.kit.errors import NotFound
from bulou.people import calendar
from bulou.records.formulas.seen import row_scope_for, scope_for, values_of

doors = Doors("formulas")

KILOBYTE = 1024
EXACT_DIGITS = 15


class CheckBody(Strict):
    """A formula on records of `form`, tried on `record` if one is given.

    `purpose`: a stored `column` (one value that follows from the record itself), a `condition` (yes or no; NOW
    and OLD may be asked), or a `value` worked out at once (fields of related records may be asked). `detail`: a
    column of the rows of that detail table, which asks for its neighbours. `draft`: the form as it is being
    designed, for those who may configure.
    """

    form: str = Field(max_length=60)
    text: str
    record: int | None = Field(default=None, ge=1, le=2**63 - 1)
    detail: str | None = Field(default=None, max_length=60)
    purpose: Literal["column", "condition", "value"] = "value"
    draft: bool = False


@doors.ask(
    "/formulas/check",
    "check_formula",
    carries="records",
    body=CheckBody,
    answer=OBJECT,
    limit=256 * KILOBYTE,
)
def check_formula(call: Call) -> dict[str, Any]:
    """The type, tree and value of a formula, or what is wrong with it and where."""
    body = call.model(CheckBody)
    scope = _scope(call, body.form, body.detail, body.draft, near=body.purpose == "column")
    tree = check(body.text, scope, "condition" if body.purpose == "condition" else "column")
    answer = _told(tree, scope, replace(scope, locale=call.locale))
    if body.record is not None and body.detail is None:
        answer |= _tried(call, body.form, body.record, tree)
    return answer


def _tried(call: Call, key: str, record: int, tree: Node) -> dict[str, Any]:
    """The value on a record, nothing where the form in force lacks what a draft's formula asks for."""
    form = catalog.load(call.tx).get(key)
    if form is None or not _all_there(form, fields_of(tree)):
        return {}
    values = values_of(call.tx, call.actor, form, record, fields_of(tree))
    value = evaluate(
        tree, values, Setting(call.tx.now, call.actor.zone, call.actor.week_start, calendar.load(call.tx))
    )
    return {"error" if isinstance(value, Failed) else "value": as_json(value)}


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


@doors.get("/formulas/functions", "list_functions", carries="nothing", answer=OBJECT)
def list_functions(call: Call) -> dict[str, Any]:
    """Every function with its words, the codes of errors, the limits, and the calendar of working days."""
    days = calendar.load(call.tx).pattern
    return {
        "functions": [describe(function) for function in functions],
        "errors": list(ERRORS),
        "limits": {"characters": MAX_TEXT},
        "calendar": {
            "week": sorted(days.week),
            "holidays": sorted(day.isoformat() for day in days.holidays),
            "workdays": sorted(day.isoformat() for day in days.workdays),
        },
    }


@doors.get(
    "/formulas/fields/{form}",
    "list_formula_fields",
    carries="records",
    query=[
        flag("column", "Only what a stored result may depend on"),
        flag("draft", "The form as it is being designed"),
        text("detail", "The columns of this detail table's rows instead"),
    ],
    answer=ITEMS,
)
def list_formula_fields(call: Call) -> dict[str, Any]:
    """The names that formulas on records of a form may use, with their types."""
    detail = call.text("detail", most=60) or None
    scope = _scope(call, call.part("form"), detail, call.flag("draft"), near=call.flag("column"))
    return {
        "items": [{"path": path, "type": type_, "labels": labels} for path, type_, labels in scope.offered()]
    }


def _all_there(form: Form, paths: Collection[str]) -> bool:
    """Whether the form in force has what is asked for: a draft's new fields have no values yet."""
    return all(form.operand_type(path.partition(".")[0]) is not None for path in paths)


def _scope(call: Call, key: str, detail: str | None, draft: bool, *, near: bool) -> FormScope | RowScope:
    """The names of the form in force (or of the rows of its table `detail`) as far as the caller may read them, or
    all of a draft's. NotFound."""
    if not draft:
        form = catalog.load(call.tx)[key]
        if detail is not None:
            return row_scope_for(call.tx, call.actor, form, detail)
        return scope_for(call.tx, call.actor, form, near=near)
    if not may_configure(call.actor):
        raise NotFound(what="form", id=key[:60])
    form = drafted(call.tx, key)
    if detail is None:
        return FormScope(form, near)
    if detail not in form.details:
        raise NotFound(what="field", id=detail[:60])
    return RowScope(form.details[detail], labels=True)


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
