"""Administration: the audit trail."""

from collections.abc import Mapping
from typing import Any

from bulou.api.administrator import administrator
from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.shapes import ITEMS
from bulou.people import audit, directory

doors = Doors("admin")

Json = dict[str, Any]

AUDIT = [
    text("action", "An action, or a family such as session.*"),
    text("form"),
    number("person", most=2**53),
]
AUDIT += [text("since"), text("until"), text("cursor"), number("limit", most=200)]


@doors.get("/admin/audit", "list_audit", carries="people", scope="configure", query=AUDIT, answer=ITEMS)
def list_audit(call: Call) -> Json:
    """Who did what, the newest first."""
    administrator(call)
    limit = call.number("limit", 50, most=200)
    wanted = audit.Filter(
        person_id=call.number("person", 0, least=0, most=2**31 - 1) or None,
        action=call.text("action", most=60),
        form=call.text("form", most=60),
        since=call.text("since", most=30),
        until=call.text("until", most=30),
    )
    before = call.number("cursor", 0, least=0, most=999_999_999)
    rows = audit.read(call.tx, wanted, before=before or None, limit=limit)
    names = directory.names(call.tx, [row["person_id"] for row in rows if row["person_id"]])
    items = [{**row, "by": _by(names, row["person_id"])} for row in rows]
    return {"items": items, "next": str(rows[-1]["id"]) if len(rows) == limit else None}


def _by(names: Mapping[int, str], id_: int | None) -> Json | None:
    return {"id": id_, "title": names.get(id_)} if id_ else None
