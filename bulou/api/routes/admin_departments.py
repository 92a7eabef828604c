"""Administration: departments."""

from typing import Any

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.db.tx import Tx
from bulou.people import departments

doors = Doors("admin")

Json = dict[str, Any]


class DepartmentBody(Strict):
    """A department; `parent` null: at the top."""

    name: str | None = Field(default=None, max_length=200)
    parent: int | None = None
    kind: str | None = None
    head: int | None = None
    position: int | None = Field(default=None, ge=0, le=1_000_000)


@doors.get("/admin/departments", "list_departments", carries="people", scope="configure", answer=ITEMS)
def list_departments(call: Call) -> Json:
    """The tree as a list in order."""
    administrator(call)
    return {"items": departments.listing(call.tx)}


@doors.post(
    "/admin/departments",
    "create_department",
    carries="people",
    scope="configure",
    status=201,
    body=DepartmentBody,
    answer=OBJECT,
)
def create_department(call: Call) -> Answer:
    """Create a department."""
    administrator(call)
    body = call.model(DepartmentBody)
    if not body.name:
        raise refused("name", "fields.required")
    id_ = departments.create(
        call.tx,
        call.actor,
        body.name,
        parent_id=body.parent,
        kind=body.kind or "department",
        head_id=body.head,
        position=body.position,
    )
    return Answer(_department(call.tx, id_), 201)


@doors.patch(
    "/admin/departments/{id}",
    "change_department",
    carries="people",
    scope="configure",
    body=DepartmentBody,
    answer=OBJECT,
)
def change_department(call: Call) -> Json:
    """Rename, move, or give another head."""
    administrator(call)
    id_ = call.id()
    given = call.model(DepartmentBody).model_dump(exclude_unset=True)
    names = {"parent": "parent_id", "head": "head_id"}
    departments.change(call.tx, call.actor, id_, {names.get(key, key): value for key, value in given.items()})
    return _department(call.tx, id_)


@doors.delete("/admin/departments/{id}", "delete_department", carries="people", scope="configure")
def delete_department(call: Call) -> None:
    """Delete an empty department."""
    administrator(call)
    departments.remove(call.tx, call.actor, call.id())


def _department(tx: Tx, id_: int) -> Json:
    return next(each for each in departments.listing(tx) if each["id"] == id_)
