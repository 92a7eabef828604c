"""Give the record to somebody."""

from collections.abc import Iterator

from pydantic import Field

from bulou.access.visible import may
from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NobodyThere, NoRecord
from bulou.rules.people import Whom, check_people, paths_of


class Assign(Options):
    """`to`: the first of those named who is active."""

    to: list[Whom] = Field(min_length=1, max_length=20)


def do(doing: Doing, options: Assign) -> Json:
    """Through the one pipeline; limits of holdings apply. NobodyThere."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    people = doing.fill.people(options.to)
    if not people:
        raise NobodyThere()
    write.assign(doing.tx, doing.who, doing.form, doing.record_id, people[0])
    return {"form": doing.form.key, "id": doing.record_id, "people": people[:1]}


def check(checking: Checking, options: Assign) -> Iterator[FieldProblem]:
    """A form without owners, no right to assign, people who are not there."""
    form = checking.form
    if form is None:
        return
    if not form.owned:
        yield FieldProblem("", "rules.no_owner", {"form": form.key})
    elif not may(checking.actor, form.key, "assign"):
        yield FieldProblem("", "rules.may_not", {"form": form.key, "action": "assign"})
    yield from check_people(checking, "to", options.to)


actions.register(
    ActionKind(
        "assign",
        {"zh-CN": "分配负责人", "en-US": "Assign"},
        Assign,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", path) for path in paths_of(options.to)],
        hints={"to": {"zh-CN": "分给谁", "en-US": "To whom"}},
        order=34,
    )
)
