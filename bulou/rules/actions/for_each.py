"""Do steps for each record of a form that matches, one after the other by their ids."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.access.visible import may
from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Each, Options, Turn, actions
from bulou.rules.templates import texts_in

MOST = 10_000


class ForEach(Options):
    """`form`; `filter`: a condition, whose values may be placeholders (`{id}`); `limit`: with more the run fails."""

    form: str = Field(min_length=1, max_length=60)
    filter: Any = None
    limit: int = Field(default=1000, ge=1, le=MOST)
    steps: list[Any] = Field(default_factory=list)


def do(doing: Doing, options: ForEach) -> Turn:
    """Enter the steps; the records are looked for as they come."""
    filter_ = doing.fill.condition(options.filter)
    return Turn({"form": options.form}, enter="steps", each=Each(options.form, filter_, options.limit))


def check(checking: Checking, options: ForEach) -> Iterator[FieldProblem]:
    """A form that is not there, or not open; no condition at all, where a record is at hand, is a slip."""
    form = checking.catalog.get(options.form)
    if form is None or not may(checking.actor, form.key, "read"):
        yield FieldProblem("form", "rules.no_such_form", {"form": options.form})
    if checking.form is not None and options.filter is None:
        yield FieldProblem("filter", "rules.every_record", {})
    for text in texts_in(options.filter):
        yield from (FieldProblem("filter", each.code, each.params) for each in checking.needs_paths(text))


actions.register(
    ActionKind(
        "for_each",
        {"zh-CN": "逐条处理", "en-US": "For each"},
        ForEach,
        do,
        blocks=("steps",),
        within=lambda options: str(options.form),
        check=check,
        uses=lambda _form, options: [(options.form, None)],
        hints={
            "form": {"zh-CN": "表单", "en-US": "Form"},
            "filter": {"zh-CN": "哪些记录", "en-US": "Which records"},
            "limit": {"zh-CN": "最多多少条", "en-US": "At most"},
            "steps": {"zh-CN": "对每条做", "en-US": "Steps for each"},
        },
        order=82,
    )
)
