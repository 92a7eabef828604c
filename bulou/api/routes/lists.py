"""Other ways to look at records: boards, pickers, what surrounds a record, search over everything."""

from dataclasses import replace
from typing import Any

from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import COLOURS, COUNT, FIELDS, FILTER, SEARCH, SORT, form_of
from bulou.api.shapes import ITEMS, OBJECT
from bulou.forms.form import Form
from bulou.records import query
from bulou.records.next_steps import next_steps
from bulou.records.query import Query
from bulou.records.query.secure import sight
from bulou.records.search.everywhere import everywhere, pick
from bulou.records.standing import standing

doors = Doors("records")

CARDS = 30
BOARD = [text("pipeline"), FILTER, SEARCH, SORT, FIELDS, COLOURS]
BOARD += [number("limit", "Cards a column", least=0, most=100)]
PICK = [text("q"), FILTER, number("limit", most=50)]


@doors.get("/records/{form}/kanban", "get_kanban", carries="records", query=BOARD, answer=OBJECT)
def get_kanban(call: Call) -> dict[str, Any]:
    """The records by stage, with counts and sums."""
    form = form_of(call)
    asked = Query(
        filter=call.json("filter"),
        search=call.text("search", most=200),
        sort=call.text("sort"),
        fields=call.words("fields") or open_card_fields(call, form),
        limit=call.number("limit", CARDS, least=0, most=100),
        colours=call.json("colours"),
    )
    board = query.kanban(call.tx, call.actor, form, call.text("pipeline", most=60), asked)
    cards = [card for column in board["columns"] for card in column["items"]]
    due = {card["id"]: card["next_activity_at"] for card in cards if card.get("next_activity_at")}
    words = next_steps(call.tx, call.actor, form, due)
    for card in cards:
        card["next_step"] = words.get(card["id"])
    return board


def open_card_fields(call: Call, form: Form) -> tuple[str, ...]:
    """Of `card_fields` those that the caller may read: a card is there without its amount, too."""
    seen = sight(call.tx, call.actor, form)
    return tuple(key for key in card_fields(form) if key == "heat" or key.partition(".")[0] in seen.fields)


def card_fields(form: Form) -> tuple[str, ...]:
    """What a card shows when nothing is asked for by name."""
    slots = form.trait("pipeline") or {}
    wanted = [*form.definition.subtitle, *form.definition.figures]
    wanted += [
        slots[slot] for slot in ("amount", "probability", "expected_close", "account") if slot in slots
    ]
    wanted += [
        key
        for key in ("owner", "stage", "stage_since", "last_activity_at", "next_activity_at")
        if key in form.system
    ]
    return (*dict.fromkeys(wanted), "heat")


@doors.get("/records/{form}/{id}/next", "get_next_steps", carries="records", answer=ITEMS)
def get_next_steps(call: Call) -> dict[str, Any]:
    """The next steps that stand for a record: what was agreed, open tasks, its own planned day; the earliest first."""
    return {"items": standing(call.tx, call.actor, form_of(call), call.id())}


@doors.get("/records/{form}/pick", "pick_records", carries="records", query=PICK, answer=ITEMS)
def pick_records(call: Call) -> dict[str, Any]:
    """Records for a relation picker."""
    found = pick(
        call.tx,
        call.actor,
        form_of(call),
        call.text("q", "", most=200) or "",
        filter_=call.json("filter"),
        limit=call.number("limit", 20, most=50),
        locale=call.locale,
    )
    return {"items": [hit.json for hit in found]}


@doors.get(
    "/records/{form}/tags",
    "list_tags",
    carries="records",
    query=[text("field", required=True), text("q"), number("limit", most=100)],
    answer=ITEMS,
)
def list_tags(call: Call) -> dict[str, Any]:
    """Tags of a field that are in use, the most frequent first."""
    key, q = call.text("field", "", most=60) or "", call.text("q", "", most=60) or ""
    limit = call.number("limit", 20, most=100)
    return {"items": query.tags(call.tx, call.actor, form_of(call), key, q, limit)}


@doors.get("/records/{form}/{id}/related", "list_related", carries="records", answer=ITEMS)
def list_related(call: Call) -> dict[str, Any]:
    """What points at the record, by form, with totals."""
    return {"items": query.related(call.tx, call.actor, form_of(call), call.id())}


@doors.get(
    "/records/{form}/{id}/neighbours",
    "get_neighbours",
    carries="records",
    query=[FILTER, SEARCH, SORT, COUNT],
    answer=OBJECT,
)
def get_neighbours(call: Call) -> dict[str, Any]:
    """The records before and after in a list."""
    asked = Query(filter=call.json("filter"), search=call.text("search", most=200), sort=call.text("sort"))
    return query.neighbours(call.tx, call.actor, form_of(call), call.id(), replace(asked, limit=1))


@doors.get(
    "/search",
    "search_everywhere",
    carries="records",
    query=[text("q", required=True), text("forms", "Form keys by comma"), number("limit", most=50)],
    answer=ITEMS,
)
def search_everywhere(call: Call) -> dict[str, Any]:
    """Records of every form by name, pinyin initials, phone or any text."""
    found = everywhere(
        call.tx,
        call.actor,
        call.text("q", "", most=200) or "",
        forms=call.words("forms"),
        limit=call.number("limit", 20, most=50),
        locale=call.locale,
    )
    return {"items": [hit.json for hit in found]}
