"""Give fields of the record other values, with the rights of whoever acts."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NoRecord
from bulou.rules.values import Values, check_values, values_for


class Update(Options):
    """`values`: by field; a text may carry placeholders, a lone one is the value itself."""

    values: Values = Field(min_length=1, max_length=50)


def do(doing: Doing, options: Update) -> Json:
    """Change the record through the one pipeline."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    values = values_for(doing.fill, doing.form, options.values)
    outcome = write.change(doing.tx, doing.who, doing.form, doing.record_id, values)
    return {
        "form": doing.form.key,
        "id": doing.record_id,
        "changed": list(outcome.changed),
        "stripped": list(outcome.stripped),
        **({"values": values} if doing.dry else {}),
    }


def check(checking: Checking, options: Update) -> Iterator[FieldProblem]:
    """Fields that are not there, or not open to whoever acts."""
    if checking.form is not None:
        yield from check_values(checking, checking.form, "change", options.values)


actions.register(
    ActionKind(
        "update_record",
        {"zh-CN": "修改记录", "en-US": "Change the record"},
        Update,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", key) for key in options.values],
        hints={"values": {"zh-CN": "字段与值", "en-US": "Fields and values"}},
        order=30,
    )
)
