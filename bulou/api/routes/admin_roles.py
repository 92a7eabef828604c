"""Administration: roles and what they may do."""

from typing import Any

from pydantic import Field

from bulou.access.grants import check_role
from bulou.api.administrator import administrator
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, Strict
from bulou.people import roles

doors = Doors("admin")

Json = dict[str, Any]


class RoleBody(Strict):
    """What a role may do (ARCHITECTURE.md, Rights)."""

    label: dict[str, str] = Field(min_length=1, max_length=10)
    definition: dict[str, Any]


@doors.get("/admin/roles", "list_roles", carries="people", scope="configure", answer=ITEMS)
def list_roles(call: Call) -> Json:
    """The roles with what they may do."""
    administrator(call)
    found = roles.listing(call.tx)
    return {"items": [{**each, "admin": each["definition"].get("admin") is True} for each in found]}


@doors.put("/admin/roles/{key}", "put_role", carries="people", scope="configure", status=204, body=RoleBody)
def put_role(call: Call) -> None:
    """Create or replace a role."""
    administrator(call)
    body = call.model(RoleBody)
    check_role(body.definition)
    roles.put(call.tx, call.actor, call.part("key"), body.label, body.definition)
