"""Deleted records: looking at them, taking them out for good."""

from typing import Any

from bulou.access.visible import may
from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import CURSOR, form_of
from bulou.api.shapes import OBJECT
from bulou.forms import catalog
from bulou.records import bin as bins

doors = Doors("bin")


@doors.get(
    "/bin",
    "list_bin",
    carries="records",
    query=[text("form", "The form to look at; without one all of them"), CURSOR, number("limit", most=200)],
    answer=OBJECT,
)
def list_bin(call: Call) -> dict[str, Any]:
    """The deleted records that the caller might restore."""
    key = call.text("form", most=60)
    limit = call.number("limit", 50, most=200)
    forms = catalog.load(call.tx)
    if key is not None:
        page = bins.listed(
            call.tx, call.actor, forms[key], limit=limit, cursor=call.text("cursor", most=4000)
        )
        return {
            "items": [{"form": key, **item} for item in page.items],
            "next": page.next,
            "total": page.total,
        }
    items: list[dict[str, Any]] = []
    for form in forms:
        if may(call.actor, form.key, "delete"):
            page = bins.listed(call.tx, call.actor, form, limit=limit)
            items += [{"form": form.key, **item} for item in page.items]
    items.sort(key=lambda item: str(item["deleted_at"]), reverse=True)
    return {"items": items[:limit], "next": None}


@doors.delete("/bin/{form}/{id}", "purge_record", carries="records", scope="configure")
def purge_record(call: Call) -> None:
    """Take a deleted record out for good; the administrator's."""
    bins.purge(call.tx, call.actor, form_of(call), call.id())
