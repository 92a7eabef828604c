"""Put tags on the record, or take them off."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.records.holds import Hold, hold_rows
from bulou.rules.errors import NoRecord
from bulou.rules.filling import read_value
from bulou.rules.values import check_values

KINDS = ("tags", "choices")


class Tag(Options):
    """`field`: tags or a choice of several; what to `add` and to `remove`."""

    field: str = Field(min_length=1, max_length=60)
    add: list[str] = Field(default_factory=list, max_length=20)
    remove: list[str] = Field(default_factory=list, max_length=20)


def do(doing: Doing, options: Tag) -> Json:
    """What is there already stays."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    hold_rows(doing.tx, doing.form.table, [doing.record_id], Hold.CHANGE)  # what is being saved stays
    there = read_value(doing.tx, doing.who.actor, doing.form, doing.record_id, options.field) or []
    added = dict.fromkeys(doing.fill.text(each) for each in options.add)
    whole = [*there, *(each for each in added if each not in there)]
    now = [each for each in whole if each and each not in options.remove]
    outcome = write.change(doing.tx, doing.who, doing.form, doing.record_id, {options.field: now})
    return {"form": doing.form.key, "id": doing.record_id, "changed": list(outcome.changed)}


def check(checking: Checking, options: Tag) -> Iterator[FieldProblem]:
    """A field that takes no tags, or is not open."""
    bound = checking.form.by_key.get(options.field) if checking.form is not None else None
    if checking.form is None:
        return
    if bound is None or bound.kind.key not in KINDS:
        yield FieldProblem("field", "rules.no_tags", {"field": options.field})
        return
    yield from check_values(checking, checking.form, "change", {options.field: None})
    if not options.add and not options.remove:
        yield FieldProblem("add", "fields.required", {})


actions.register(
    ActionKind(
        "tag",
        {"zh-CN": "打标签", "en-US": "Tag"},
        Tag,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", options.field)],
        hints={
            "field": {"zh-CN": "标签字段", "en-US": "Field"},
            "add": {"zh-CN": "加上", "en-US": "Add"},
            "remove": {"zh-CN": "去掉", "en-US": "Remove"},
        },
        order=41,
    )
)
