"""Fields of a record got other values; what they were, and what they are, may be asked for."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.rules.subject import Subject
from bulou.rules.trigger import FROM, Sources, TriggerKind, from_source, triggers


class Changed(Sources):
    """`fields`: one of these (none named: any). `before`, `after`: conditions on the values then and now; `newly`: the
    condition `after` must not have held before."""

    fields: list[str] = Field(default_factory=list, max_length=50)
    before: Any = None
    after: Any = None
    newly: bool = False


def meets(subject: Subject, options: Changed) -> bool:
    """Whether one of the fields changed; the conditions are judged by the matcher."""
    if not from_source(subject, options) or not subject.changed:
        return False
    return not options.fields or not subject.changed.isdisjoint(options.fields)


def check(form: Form | None, options: Changed) -> Iterator[FieldProblem]:
    """Fields that the form does not have."""
    if form is None:
        return
    for at, key in enumerate(options.fields):
        if form.operand_type(key) is None and key not in form.by_key:
            yield FieldProblem(f"fields.{at}", "rules.no_such_field", {"field": key[:60]})


triggers.register(
    TriggerKind(
        "changed",
        {"zh-CN": "字段变化时", "en-US": "Fields change"},
        Changed,
        events=("record.changed", "record.computed"),
        meets=meets,
        fields=lambda options: options.fields,
        check=check,
        knows_before=True,
        hints={
            **FROM,
            "fields": {"zh-CN": "哪些字段（不选则任意）", "en-US": "Which fields (none: any)"},
            "before": {"zh-CN": "变化之前满足", "en-US": "Before the change"},
            "after": {"zh-CN": "变化之后满足", "en-US": "After the change"},
            "newly": {"zh-CN": "仅在此前不满足时", "en-US": "Only where it was not so before"},
        },
        order=20,
    )
)
