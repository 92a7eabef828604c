"""Finding people, departments and roles in pickers."""

from collections.abc import Mapping
from typing import Any

from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.shapes import ITEMS
from bulou.people import departments, directory, roles

doors = Doors("people")

PICK = [text("q", "Part of the name, pinyin initials or the account"), number("limit", most=100)]


@doors.get("/people", "pick_people", carries="people", query=PICK, answer=ITEMS)
def pick_people(call: Call) -> dict[str, Any]:
    """People who can own records, by name."""
    limit = call.number("limit", 20, most=100)
    found = directory.pick(call.tx, call.text("q", "", most=100) or "", limit)
    return {"items": [picked(each) for each in found]}


def picked(each: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody (of directory.pick) as pickers show them."""
    return {
        "id": each["id"],
        "title": each["title"],
        "subtitle": " · ".join(filter(None, (each["department"], each["position"]))) or None,
        "position": each["position"],
        "away": each["away"] and told(each["away"]),
    }


def told(away: Mapping[str, Any]) -> dict[str, Any]:
    """What everybody may know of an absence: until when, and who stands in; not why."""
    return {"until": away["until"], "substitute": away["substitute"]}


@doors.get("/departments", "pick_departments", carries="people", query=PICK, answer=ITEMS)
def pick_departments(call: Call) -> dict[str, Any]:
    """Departments in order, with the one above each."""
    limit = call.number("limit", 100, most=1000)
    asked = (call.text("q", "", most=100) or "").casefold()
    found = departments.listing(call.tx)
    names = {each["id"]: each["name"] for each in found}
    items = [
        {
            "id": each["id"],
            "title": each["name"],
            "subtitle": names.get(each["parent_id"]),
            "parent": each["parent_id"],
            "kind": each["kind"],
        }
        for each in found
        if asked in each["name"].casefold()
    ]
    return {"items": items[:limit]}


@doors.get("/roles", "pick_roles", carries="people", answer=ITEMS)
def pick_roles(call: Call) -> dict[str, Any]:
    """What the roles are called, for sharing with one; what they may do is the administration's."""
    found = roles.listing(call.tx)
    return {"items": [{"key": each["key"], "label": each["label"]} for each in found]}
