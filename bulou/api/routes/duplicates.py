"""The duplicates report: likely twins among the records that are there."""

from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors, flag, number
from bulou.api.routes.records import form_of
from bulou.api.shapes import OBJECT, Strict
from bulou.records.duplicates import apart, shown
from bulou.records.duplicates.running import start

doors = Doors("duplicates")

PAGE = 20
QUERY = (
    number("owner", "Only groups with a record of this person", most=999_999_999),
    number("after", "The next of the page before", most=999_999_999),
    number("limit", most=shown.MOST_GROUPS),
    flag("apart", "What somebody said is not the same, instead"),
)


class Alike(Strict):
    """Records of the form."""

    ids: list[int] = Field(min_length=2, max_length=apart.MOST)


@doors.get("/duplicates/{form}", "list_duplicates", carries="records", query=QUERY, answer=OBJECT)
def list_duplicates(call: Call) -> dict[str, Any]:
    """`{report:{at, job, may, compared}, total, items, next}`: groups `{id, score, reasons, records}`, the likeliest
    first; with `apart` pairs `{records, by, at}` instead."""
    form = form_of(call)
    report = shown.state(call.tx, call.actor, form)
    limit = call.number("limit", PAGE, most=shown.MOST_GROUPS)
    if call.flag("apart"):
        items = shown.kept_apart(call.tx, call.actor, form, limit=limit)
        return {"report": report, "items": items, "total": len(items), "next": None}
    owner = call.number("owner", 0, most=999_999_999) or None
    after = call.number("after", 0, most=999_999_999)
    items, next_ = shown.groups(call.tx, call.actor, form, owner=owner, after=after, limit=limit)
    total = shown.count(call.tx, call.actor, form, owner)
    return {"report": report, "items": items, "total": total, "next": next_}


@doors.get("/duplicates/{form}/count", "count_duplicates", carries="records", answer=OBJECT)
def count_duplicates(call: Call) -> dict[str, Any]:
    """`{count, may, compared}`: how many groups there are, for whoever may merge only; whether the form has anything by
    which records are compared."""
    form = form_of(call)
    report = shown.state(call.tx, call.actor, form)
    count = shown.count(call.tx, call.actor, form) if report["may"] else 0
    return {"count": count, "may": report["may"], "compared": bool(report["compared"])}


@doors.post("/duplicates/{form}", "look_for_duplicates", carries="records", status=202, answer=OBJECT)
def look_for_duplicates(call: Call) -> dict[str, Any]:
    """Look through all records of the form in the background: `{job}`."""
    return {"job": start(call.tx, call.actor, form_of(call))}


@doors.post("/duplicates/{form}/apart", "keep_apart", carries="records", body=Alike, answer=OBJECT)
def keep_apart(call: Call) -> dict[str, Any]:
    """These records are not the same: `{pairs}` for which that is new."""
    return {"pairs": apart.keep_apart(call.tx, call.actor, form_of(call), call.model(Alike).ids)}


@doors.post("/duplicates/{form}/together", "undo_keep_apart", carries="records", body=Alike, answer=OBJECT)
def undo_keep_apart(call: Call) -> dict[str, Any]:
    """Take that back: `{pairs}`."""
    return {"pairs": apart.together(call.tx, call.actor, form_of(call), call.model(Alike).ids)}
