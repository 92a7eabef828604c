"""Add a record to a relation of the record at hand, or put it there."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.records.holds import Hold, hold_rows
from bulou.rules.errors import NoRecord
from bulou.rules.subject import own_rows
from bulou.rules.values import check_values

RELATIONS = ("record", "records")


class Link(Options):
    """`field`: a relation; `to`: an id, most often `{steps.<id>.id}` or `{account}`."""

    field: str = Field(min_length=1, max_length=60)
    to: Any


def do(doing: Doing, options: Link) -> Json:
    """Point there; what a relation to many held stays."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    value = doing.fill.value(options.to)
    bound = doing.form.by_key.get(options.field)
    if bound is not None and bound.operand == "records" and isinstance(value, int):
        hold_rows(doing.tx, doing.form.table, [doing.record_id], Hold.CHANGE)  # what is being saved stays
        there = own_rows(doing.tx, doing.form, doing.record_id, options.field)
        value = list(dict.fromkeys((*there, value)))
    outcome = write.change(doing.tx, doing.who, doing.form, doing.record_id, {options.field: value})
    return {"form": doing.form.key, "id": doing.record_id, "changed": list(outcome.changed)}


def check(checking: Checking, options: Link) -> Iterator[FieldProblem]:
    """A field that is no relation, or not open to whoever acts."""
    if checking.form is None:
        return
    if checking.form.operand_type(options.field) not in RELATIONS:
        yield FieldProblem("field", "rules.no_relation", {"field": options.field})
    else:
        yield from check_values(checking, checking.form, "change", {options.field: None})


actions.register(
    ActionKind(
        "link",
        {"zh-CN": "关联记录", "en-US": "Link a record"},
        Link,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", options.field)],
        hints={
            "field": {"zh-CN": "关联字段", "en-US": "Relation"},
            "to": {"zh-CN": "关联到", "en-US": "Linked to"},
        },
        order=32,
    )
)
