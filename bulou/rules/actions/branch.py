"""Go one way if a condition holds of the record, as it is by then, and another way if not."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.expr.conditions import parse, to_sql
from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Options, Turn, actions
from bulou.records.query.anywhere import row_anywhere
from bulou.records.query.secure import sight
from bulou.rules.errors import NoRecord


class Branch(Options):
    """`if`: a condition; `then` and `else`: steps."""

    condition: Any = Field(alias="if")
    then: list[Any] = Field(default_factory=list)
    otherwise: list[Any] = Field(default_factory=list, alias="else")


def do(doing: Doing, options: Branch) -> Turn:
    """Whoever acts asks: a field that is closed to them is empty."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    seen = sight(doing.tx, doing.who.actor, doing.form)
    clause = to_sql(parse(doing.fill.condition(options.condition)), seen.operand, seen.context)
    here = seen.of.c.id == doing.record_id
    met = row_anywhere(doing.tx, seen, seen.of.c.id, where=[here, clause]) is not None
    return Turn({"met": met}, enter="then" if met else "else")


def check(_checking: Checking, options: Branch) -> Iterator[FieldProblem]:
    """Without a condition there is nothing to branch by."""
    if options.condition is None:
        yield FieldProblem("if", "fields.required", {})


actions.register(
    ActionKind(
        "branch",
        {"zh-CN": "条件分支", "en-US": "If"},
        Branch,
        do,
        needs_record=True,
        blocks=("then", "else"),
        check=check,
        hints={
            "if": {"zh-CN": "如果", "en-US": "If"},
            "then": {"zh-CN": "那么", "en-US": "Then"},
            "else": {"zh-CN": "否则", "en-US": "Else"},
        },
        order=81,
    )
)
