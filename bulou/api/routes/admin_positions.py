"""Administration: the catalogue of positions."""

from typing import Any

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.people import positions

doors = Doors("admin")

Json = dict[str, Any]


class PositionBody(Strict):
    """A position by its name."""

    name: str = Field(max_length=200)


class OrderBody(Strict):
    """Positions in their new order."""

    ids: list[int] = Field(max_length=1000)


@doors.get("/admin/positions", "list_positions", carries="people", scope="configure", answer=ITEMS)
def list_positions(call: Call) -> Json:
    """All positions in order, with how many people have each."""
    administrator(call)
    return {"items": positions.listing(call.tx)}


@doors.post(
    "/admin/positions",
    "create_position",
    carries="people",
    scope="configure",
    status=201,
    body=PositionBody,
    answer=OBJECT,
)
def create_position(call: Call) -> Answer:
    """Add a position."""
    administrator(call)
    id_ = positions.create(call.tx, call.actor, call.model(PositionBody).name)
    return Answer(_position(call, id_), 201)


@doors.put(
    "/admin/positions/order",
    "order_positions",
    carries="people",
    scope="configure",
    status=204,
    body=OrderBody,
)
def order_positions(call: Call) -> None:
    """Put the positions into an order."""
    administrator(call)
    positions.order(call.tx, call.actor, call.model(OrderBody).ids)


@doors.patch(
    "/admin/positions/{id}",
    "rename_position",
    carries="people",
    scope="configure",
    body=PositionBody,
    answer=OBJECT,
)
def rename_position(call: Call) -> Json:
    """Call a position something else."""
    administrator(call)
    positions.rename(call.tx, call.actor, call.id(), call.model(PositionBody).name)
    return _position(call, call.id())


@doors.delete("/admin/positions/{id}", "delete_position", carries="people", scope="configure")
def delete_position(call: Call) -> None:
    """Delete a position that nobody has."""
    administrator(call)
    positions.remove(call.tx, call.actor, call.id())


def _position(call: Call, id_: int) -> Json:
    return next(each for each in positions.listing(call.tx) if each["id"] == id_)
