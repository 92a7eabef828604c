"""Make a record of any form, with the rights of whoever acts."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.values import Values, check_values, values_for


class Create(Options):
    """`form` and the `values` of the new record; `{id}` in a relation points at the record at hand."""

    form: str = Field(min_length=1, max_length=60)
    values: Values = Field(default_factory=dict, max_length=50)


def do(doing: Doing, options: Create) -> Json:
    """Make it through the one pipeline."""
    form = doing.catalog[options.form]
    values = values_for(doing.fill, form, options.values)
    outcome = write.create(doing.tx, doing.who, form, values)
    return {
        "form": form.key,
        "id": outcome.id,
        "stripped": list(outcome.stripped),
        **({"values": values} if doing.dry else {}),
    }


def check(checking: Checking, options: Create) -> Iterator[FieldProblem]:
    """A form or fields that are not there, or not open to whoever acts."""
    form = checking.catalog.get(options.form)
    if form is None or form.read_only:
        yield FieldProblem("form", "rules.no_such_form", {"form": options.form})
    else:
        yield from check_values(checking, form, "create", options.values)


actions.register(
    ActionKind(
        "create_record",
        {"zh-CN": "新建记录", "en-US": "Create a record"},
        Create,
        do,
        check=check,
        uses=lambda _form, options: [(options.form, None), *((options.form, key) for key in options.values)],
        hints={
            "form": {"zh-CN": "表单", "en-US": "Form"},
            "values": {"zh-CN": "字段与值", "en-US": "Fields and values"},
        },
        order=31,
    )
)
