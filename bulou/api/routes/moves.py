"""What happens to one record beside editing: stages, owners, the bin."""

from typing import Any, Literal

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.routes.records import form_of, who_of, written
from bulou.api.shapes import ITEMS, Record, Strict
from bulou.records import restoring, stages, write
from bulou.records.tasks.handing import hand_on

doors = Doors("records")


class StageMove(Strict):
    """Where to, and what the gates ask for."""

    stage: str = Field(min_length=1, max_length=60)
    values: dict[str, Any] = Field(default_factory=dict)
    version: int | None = None


class Assignment(Strict):
    """Who owns the record from now on; null gives it to nobody."""

    owner: int | None
    version: int | None = None


class HandedOn(Strict):
    """Who does the task from now on, and what they are told with it."""

    to: int = Field(ge=1, le=2**63 - 1)
    note: str | None = Field(default=None, max_length=2_000)
    version: int | None = None


class EarlierValue(Strict):
    """Which entry of the history, which field of it, and which side of the change."""

    history: int = Field(ge=1, le=2**53)
    field: str = Field(min_length=1, max_length=60)
    version: int | None = None
    side: Literal["before", "after"] = "before"


@doors.post("/records/{form}/{id}/stage", "move_stage", carries="records", body=StageMove, answer=Record)
def move_stage(call: Call) -> dict[str, Any]:
    """Move a record into another stage; 422 `stage.gate` names the fields that are missing."""
    form = form_of(call)
    id_ = call.id()
    body = call.model(StageMove)
    outcome = write.move_stage(call.tx, who_of(call), form, id_, body.stage, body.values, body.version)
    return written(call, form, outcome)


@doors.post("/records/{form}/{id}/assign", "assign_record", carries="records", body=Assignment, answer=Record)
def assign_record(call: Call) -> dict[str, Any]:
    """Give a record to another owner."""
    form = form_of(call)
    id_ = call.id()
    body = call.model(Assignment)
    outcome = write.assign(call.tx, who_of(call), form, id_, body.owner, body.version)
    return written(call, form, outcome)


@doors.post("/records/{form}/{id}/hand-on", "hand_on_task", carries="records", body=HandedOn, answer=Record)
def hand_on_task(call: Call) -> dict[str, Any]:
    """Hand a task to somebody else and follow it; a note becomes a comment."""
    form, id_, body = form_of(call), call.id(), call.model(HandedOn)
    outcome = hand_on(call.tx, who_of(call), form, id_, body.to, (body.note or "").strip(), body.version)
    return written(call, form, outcome)


@doors.post(
    "/records/{form}/{id}/restore-value",
    "restore_value",
    carries="records",
    body=EarlierValue,
    answer=Record,
)
def post_restore_value(call: Call) -> dict[str, Any]:
    """Give a field the value that it had before a change which the history tells of."""
    form = form_of(call)
    id_ = call.id()
    body = call.model(EarlierValue)
    outcome = restoring.restore_value(
        *(call.tx, who_of(call), form, id_, body.history, body.field, body.version), side=body.side
    )
    return written(call, form, outcome)


@doors.post("/records/{form}/{id}/restore", "restore_record", carries="records", answer=Record)
def restore_record(call: Call) -> dict[str, Any]:
    """Bring a record back from the bin."""
    form = form_of(call)
    return written(call, form, write.restore(call.tx, who_of(call), form, call.id()))


@doors.get("/records/{form}/{id}/stages", "list_stages", carries="records", answer=ITEMS)
def list_stages(call: Call) -> dict[str, Any]:
    """When the record entered and left each stage."""
    return {"items": stages.stays(call.tx, call.actor, form_of(call), call.id())}
