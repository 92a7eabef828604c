"""Make a task about the record, in whichever form has the trait of tasks."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.access.visible import may
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NobodyThere
from bulou.rules.notices import reader_of
from bulou.rules.people import Whom, check_people, first_there, paths_of
from bulou.rules.values import Values, values_for

TRAIT = "task"
MOST_TITLE = 255


class Task(Options):
    """`title`; `people`: who is to do it, a task for each; `due`: in so many days (working ones: `working`), `at` that
    time; `values`: more fields of the task. `otherwise`: who is to do it where none of `people` is there."""

    title: str = Field(min_length=1, max_length=500)
    people: list[Whom] = Field(min_length=1, max_length=20)
    due: int | None = Field(default=None, ge=0, le=3650)
    working: bool = False
    at: str = Field(default="18:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    values: Values = Field(default_factory=dict, max_length=20)
    otherwise: list[Whom] = Field(default_factory=list, max_length=20)


def do(doing: Doing, options: Task) -> Json:
    """A task for each of those named, called by what both the runner and who is to do it may read. NobodyThere."""
    people = first_there(doing.fill, options.people, options.otherwise)
    if not people:
        raise NobodyThere()
    form = _form(doing.catalog)
    assert form is not None
    slots = form.trait(TRAIT) or {}
    made = []
    for person_id in people:
        reader = reader_of(doing.tx, person_id)
        said = _values(doing, options, form, slots, reader)
        values = {**values_for(doing.fill, form, options.values), **said}
        values[slots["assignee"]] = person_id
        if form.owned and doing.who.actor.admin:
            values.setdefault("owner", person_id)
        made.append(write.create(doing.tx, doing.who, form, values).id)
    text = {"title": doing.fill.text(options.title)} if doing.dry else {}
    return {"form": form.key, "ids": made, "id": made[0], "people": people, **text}


def _values(doing: Doing, options: Task, form: Form, slots: Any, reader: Actor | None) -> dict[str, Any]:
    values: dict[str, Any] = {form.title: doing.fill.text(options.title, reader=reader)[:MOST_TITLE]}
    about = slots.get("about")
    if about and doing.form is not None and doing.record_id is not None:
        bound = form.by_key.get(about)
        if bound is not None and bound.target in ("*", doing.form.key):
            here = {"form": doing.form.key, "id": doing.record_id}
            values[about] = here if bound.target == "*" else doing.record_id
    due = slots.get("due_at")
    if due and options.due is not None:
        day = doing.fill.value({"today": options.due, "working": options.working})
        values[due] = f"{day}T{options.at}" if form.operand_type(due) == "datetime" else day
    return values


def _form(catalog: Catalog) -> Form | None:
    """The first form that has the trait with somebody to do it."""
    found = (form for form in catalog.with_trait(TRAIT) if "assignee" in (form.trait(TRAIT) or {}))
    return next(found, None)


def check(checking: Checking, options: Task) -> Iterator[FieldProblem]:
    """No form for tasks, no right to make any, people who are not there."""
    form = _form(checking.catalog)
    if form is None:
        yield FieldProblem("", "rules.no_tasks", {})
        return
    if not may(checking.actor, form.key, "create"):
        yield FieldProblem("", "rules.may_not", {"form": form.key, "action": "create"})
    yield from check_people(checking, "people", options.people)
    yield from check_people(checking, "otherwise", options.otherwise)


actions.register(
    ActionKind(
        "create_task",
        {"zh-CN": "新建任务", "en-US": "Create a task"},
        Task,
        do,
        check=check,
        uses=lambda form, options: [
            (form or "", path) for path in paths_of([*options.people, *options.otherwise])
        ],
        hints={
            "title": {"zh-CN": "任务标题", "en-US": "Title"},
            "people": {"zh-CN": "谁来做", "en-US": "Who is to do it"},
            "otherwise": {"zh-CN": "没有这些人时，依次改为", "en-US": "If nobody of these is there, in turn"},
            "due": {"zh-CN": "几天内完成", "en-US": "Due in days"},
            "working": {"zh-CN": "按工作日", "en-US": "Working days"},
            "at": {"zh-CN": "当天时刻", "en-US": "Time of that day"},
            "values": {"zh-CN": "其他字段", "en-US": "Other fields"},
        },
        order=20,
    )
)
