"""Tell people in the product, each with what they may read of it."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NobodyThere
from bulou.rules.notices import tell
from bulou.rules.people import Whom, check_people, in_turn, paths_of


class Notify(Options):
    """`people`: whom; `text`: what, with placeholders. `otherwise`: where none of them is there or may see the record,
    the first of these that can be told; `nobody`: what becomes of the step where nobody can."""

    people: list[Whom] = Field(min_length=1, max_length=20)
    text: str = Field(min_length=1, max_length=1000)
    otherwise: list[Whom] = Field(default_factory=list, max_length=20)
    nobody: Literal["fail", "skip"] = "fail"


def do(doing: Doing, options: Notify) -> Json:
    """A notice for everybody named who may see the record, else for who stands in. NobodyThere."""
    told, not_told = list[int](), list[int]()
    for some in in_turn(options.people, options.otherwise):
        people = [each for each in doing.fill.people(some) if each not in not_told]
        told, closed = tell(doing, people, lambda reader: doing.fill.later(options.text, reader)[:2000])
        not_told += closed
        if told:
            break
    if not told and not not_told and options.nobody == "fail":
        raise NobodyThere()
    text = {"text": doing.fill.text(options.text)} if doing.dry else {}
    return {"people": told, "not_told": not_told, **text}


def check(checking: Checking, options: Notify) -> Iterator[FieldProblem]:
    """People who are not there."""
    yield from check_people(checking, "people", options.people)
    yield from check_people(checking, "otherwise", options.otherwise)


actions.register(
    ActionKind(
        "notify",
        {"zh-CN": "通知", "en-US": "Notify"},
        Notify,
        do,
        check=check,
        uses=lambda form, options: [
            (form or "", path) for path in paths_of([*options.people, *options.otherwise])
        ],
        hints={
            "people": {"zh-CN": "通知谁", "en-US": "Whom"},
            "text": {"zh-CN": "内容", "en-US": "Text"},
            "otherwise": {"zh-CN": "没有这些人时，依次改为", "en-US": "If nobody of these is there, in turn"},
            "nobody": {"zh-CN": "谁都不在时", "en-US": "If nobody can be told"},
        },
        order=10,
    )
)
