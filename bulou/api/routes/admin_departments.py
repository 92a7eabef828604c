"""Administration: departments."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.db.tx import Tx
from bulou.people import departments, directory
from bulou.people.register import Entry, register
from bulou.records import naming as naming  # tells where departments are named

doors = Doors("admin")

Json = dict[str, Any]


class DepartmentBody(Strict):
    """A department; `parent` null: at the top."""

    name: str | None = Field(default=None, max_length=200)
    parent: int | None = None
    kind: str | None = None
    head: int | None = None
    position: int | None = Field(default=None, ge=0, le=1_000_000)


class OrderBody(Strict):
    """The departments below `parent` (null: at the top) in their new order."""

    parent: int | None = None
    ids: list[int] = Field(max_length=1000)


@doors.get("/admin/departments", "list_departments", carries="people", scope="configure", answer=ITEMS)
def list_departments(call: Call) -> Json:
    """The tree as a list in order: `members` belong to a department, `below` to it or to one below it."""
    administrator(call)
    nowhere = directory.count(call.tx, directory.Wanted(state="present", nowhere=True))
    everybody = directory.count(call.tx, directory.Wanted(state="present"))
    return {"items": tree(call.tx), "people": everybody, "nowhere": nowhere}


def tree(tx: Tx) -> list[Json]:
    """Every department with its head by name and how many people there are."""
    found = departments.listing(tx)
    here, under = departments.counts(tx)
    heads = register(tx).people
    return [
        {
            **each,
            "members": here.get(each["id"], 0),
            "below": under.get(each["id"], 0),
            "head": _head(heads, each["head_id"]),
        }
        for each in found
    ]


def _head(people: Mapping[int, Entry], id_: int | None) -> Json | None:
    found = people.get(id_) if id_ is not None else None
    return None if found is None else {"id": id_, "title": found.name, "state": found.state}


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


@doors.put(
    "/admin/departments/order",
    "order_departments",
    carries="people",
    scope="configure",
    status=204,
    body=OrderBody,
)
def order_departments(call: Call) -> None:
    """Put the departments beside one another into an order."""
    administrator(call)
    body = call.model(OrderBody)
    departments.order(call.tx, call.actor, body.parent, body.ids)


@doors.delete("/admin/departments/{id}", "delete_department", carries="people", scope="configure")
def delete_department(call: Call) -> None:
    """Delete an empty department that nothing names."""
    administrator(call)
    departments.remove(call.tx, call.actor, call.id())


def _department(tx: Tx, id_: int) -> Json:
    return next(each for each in tree(tx) if each["id"] == id_)
