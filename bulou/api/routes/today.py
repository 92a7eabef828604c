"""Today's work, and logging what happened."""

from typing import Any

from pydantic import Field

from bulou.access.visible import require
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors
from bulou.api.routes.records import who_of, written
from bulou.api.shapes import OBJECT, Record, Strict
from bulou.api.today_asked import SCOPE, today_of
from bulou.forms import catalog
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import NotFound
from bulou.records import files, query, write
from bulou.records.standing import TASKS

doors = Doors("today")


class About(Strict):
    """The record something is about."""

    form: str = Field(min_length=1, max_length=60)
    id: int = Field(ge=1, le=2**63 - 1)


class Log(Strict):
    """What happened: everything but `about` and `content` is filled in.

    `next_at` left out keeps the step that stands while it is still ahead, null says it is done with, another
    moment takes its place. `done` names tasks that are ticked off with it, `plan_done` the record's own planned day.
    """

    about: About
    content: str = Field(min_length=1, max_length=20_000)
    kind: str | None = None
    next_at: str | None = None
    next_step: str | None = None
    done: list[About] = Field(default_factory=list, max_length=TASKS)
    plan_done: bool = False
    contact: int | None = None
    happened_at: str | None = None
    files: list[int] = Field(default_factory=list, max_length=files.MOST_AT_ONCE)


@doors.get("/today", "get_today", carries="records", query=SCOPE, answer=OBJECT)
def get_today(call: Call) -> Any:
    """What calls for the caller's attention, and how much leaks, of what they hold or of all they may see."""
    return today_of(call)


@doors.post("/log", "log_activity", carries="records", status=201, body=Log, answer=Record)
def post_log(call: Call) -> Answer:
    """Log an activity about a record; time, person, contact and kind are filled in where they are missing.

    Files hang on the activity; where its form has no place for them, on the record it is about.
    """
    body = call.model(Log)
    forms = catalog.load(call.tx)
    about = forms[body.about.form]
    query.may_read(call.tx, call.actor, about, body.about.id)
    form = activity_form(call, forms)
    outcome = write.create(call.tx, who_of(call), form, values_of(call, form, about, body))
    if body.files and "files" not in (form.trait("activity") or {}):
        files.attach(call.tx, call.actor, about, body.about.id, body.files)
    end_steps(call, forms, about, body)
    return Answer(written(call, form, outcome), 201)


def end_steps(call: Call, forms: Catalog, about: Form, body: Log) -> None:
    """Tick off the tasks and the planned day that are named."""
    for task in body.done:
        form = forms[task.form]
        slot = (form.trait("task") or {}).get("done_at")
        if slot is None:
            raise refused("done", "fields.wrong_form", forms=[each.key for each in forms.with_trait("task")])
        write.change(call.tx, who_of(call), form, task.id, {slot: instant(call.tx.now)})
    planned = (about.trait("pipeline") or {}).get("next_on")
    if body.plan_done and planned:
        write.change(call.tx, who_of(call), about, body.about.id, {planned: None})


def activity_form(call: Call, forms: Catalog) -> Form:
    """The form with the activity trait that the caller may write."""
    for form in forms.with_trait("activity"):
        require(call.actor, form.key, "create")
        return form
    raise NotFound(what="form", id="activity")


def values_of(call: Call, form: Form, about: Form, body: Log) -> dict[str, Any]:
    """The activity's values by field key."""
    slots = form.trait("activity") or {}
    target = form.bound(slots["about"]).target
    if target not in ("*", about.key):
        raise refused("about", "fields.wrong_form", forms=[target])
    given: dict[str, Any] = {
        "about": {"form": about.key, "id": body.about.id} if target == "*" else body.about.id,
        "happened_at": body.happened_at or instant(call.tx.now),
        "kind": body.kind or first_kind(form, slots),
        "content": body.content,
        "next_at": body.next_at,
        "next_step": body.next_step,
        "step_done": True if body.next_at is None and "next_at" in body.model_fields_set else None,
        "contact": body.contact or contact_of(call, about, body.about.id),
        "files": body.files or None,
    }
    return {slots[slot]: value for slot, value in given.items() if slot in slots and value is not None}


def first_kind(form: Form, slots: Any) -> str | None:
    """The first kind of activity that may be picked."""
    field = form.get(slots.get("kind", ""))
    choices = getattr(field.options, "choices", ()) if field else ()
    return next((choice.key for choice in choices if not choice.archived), None)


def contact_of(call: Call, about: Form, id_: int) -> int | None:
    """The contact of the record that the activity is about."""
    key = (about.trait("pipeline") or {}).get("contact")
    if key is None or about.relation(key) is None:
        return None
    value = query.read(call.tx, call.actor, about, id_).get(key)
    return value.get("id") if isinstance(value, dict) and not value.get("locked") else None
