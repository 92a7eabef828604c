"""Pushing a record into other forms: which pushes there are, what one would make, and doing it."""

from typing import Any, Literal

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.routes.records import form_of, who_of
from bulou.api.routes.twins import limited
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.records.pushing.foreseeing import foresee
from bulou.records.pushing.making import StepAsked
from bulou.records.pushing.offering import offered
from bulou.records.pushing.running import Asked, run

doors = Doors("records")


class StepBody(Strict):
    """How one step goes: a `new` record, the `existing` one `id`, or `skip`; left out: as proposed. `values` stand in
    the place of what is proposed, key by key."""

    use: Literal["new", "existing", "skip"] | None = None
    id: int | None = Field(default=None, ge=1, le=2**63 - 1)
    values: dict[str, Any] = Field(default_factory=dict, max_length=500)


class Steps(Strict):
    """The steps by key, as far as they are to go otherwise than proposed."""

    steps: dict[str, StepBody] = Field(default_factory=dict, max_length=10)


class Pushing(Steps):
    """`source`: values for the record itself, what its next stage asks for; `version`: the one last seen."""

    source: dict[str, Any] = Field(default_factory=dict, max_length=100)
    version: int | None = None


def _asked(steps: dict[str, StepBody]) -> dict[str, StepAsked]:
    return {key: StepAsked(each.use, each.id, each.values) for key, each in steps.items()}


@doors.get("/records/{form}/{id}/pushes", "list_pushes", carries="records", answer=ITEMS)
def list_pushes(call: Call) -> dict[str, Any]:
    """The pushes of the form for this record: `{key, label, hint, stage, demands, again, forms, offered, may, lacks,
    done}`; `done`: what it became, by whom and when."""
    return {"items": offered(call.tx, call.actor, form_of(call), call.id())}


@doors.ask(
    "/records/{form}/{id}/push/{key}/preview", "preview_push", carries="records", body=Steps, answer=OBJECT
)
def preview_push(call: Call) -> dict[str, Any]:
    """What a push would make of the record: each step with its values, what is there already and likely twins; nothing
    is written."""
    form = form_of(call)
    body = call.model(Steps)
    limited(call)
    return foresee(call.tx, call.actor, form, call.id(), call.part("key"), _asked(body.steps))


@doors.post("/records/{form}/{id}/push/{key}", "push_record", carries="records", body=Pushing, answer=OBJECT)
def push_record(call: Call) -> dict[str, Any]:
    """Push the record, in one transaction: `{batch, records: [{step, how, form, id, title}], stripped, warnings}`;
    `batch` takes it back. 409 `push.done` where it was pushed before, 422 `push.refused` with what is wrong in each.
    """
    form = form_of(call)
    body = call.model(Pushing)
    asked = Asked(_asked(body.steps), body.source, body.version)
    return run(call.tx, who_of(call), form, call.id(), call.part("key"), asked)
