"""The bin: what was deleted, and taking it out for good."""

from typing import Any

from bulou.access.rights import may
from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import form_of
from bulou.api.shapes import ITEMS
from bulou.forms import catalog
from bulou.kit.errors import NotFound
from bulou.records import bin as bins

doors = Doors("bin")

MOST_EACH = 50


@doors.get(
    "/bin",
    "list_bin",
    carries="records",
    query=[text("form"), text("cursor"), number("limit", most=200)],
    answer=ITEMS,
)
def list_bin(call: Call) -> dict[str, Any]:
    """Deleted records of one form by pages, or the latest of every form."""
    key = call.text("form", most=60)
    limit = call.number("limit", MOST_EACH, most=200)
    if key is not None:
        form = catalog.load(call.tx).get(key)
        if form is None:
            raise NotFound(what="form", id=key)
        page = bins.listed(call.tx, call.actor, form, limit=limit, cursor=call.text("cursor", most=400))
        return {"items": [{**item, "form": key} for item in page.items], "next": page.next}
    items: list[dict[str, Any]] = []
    for form in catalog.load(call.tx):
        if not form.read_only and may(call.actor, form.key, "delete"):
            page = bins.listed(call.tx, call.actor, form, limit=limit)
            items += [{**item, "form": form.key} for item in page.items]
    items.sort(key=lambda item: str(item["deleted_at"]), reverse=True)
    return {"items": items[:limit], "next": None}


@doors.delete("/bin/{form}/{id}", "purge_record", carries="records", scope="configure")
def purge_record(call: Call) -> None:
    """Take a deleted record out for good; the administrator's."""
    bins.purge(call.tx, call.actor, form_of(call), call.id())
