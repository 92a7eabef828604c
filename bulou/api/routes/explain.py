"""Administration: why somebody can or cannot, and who can at all."""

from typing import Any

from bulou.access.grants import ACTIONS
from bulou.api.administrator import administrator
from bulou.api.call import Call, refused
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import form_of
from bulou.api.shapes import ITEMS, OBJECT
from bulou.forms import catalog
from bulou.records import explaining

doors = Doors("admin")

ASKED = [
    number("person", most=2**53),
    text("form", required=True),
    number("record", most=2**53),
    text("action", "read, change … (read)"),
    text("field"),
]


@doors.get("/admin/explain", "explain_right", carries="people", scope="configure", query=ASKED, answer=OBJECT)
def explain_right(call: Call) -> dict[str, Any]:
    """Whether a person may do something to a record or see a field of it, and the rules that say so."""
    administrator(call)
    form = catalog.load(call.tx)[call.text("form", "", most=60) or ""]
    action = call.text("action", "read", most=20) or "read"
    if action not in ACTIONS:
        raise refused("action", "fields.not_a_choice", choices=list(ACTIONS))
    field = call.text("field", most=60)
    if field is not None and field not in form.by_key and field not in form.system:
        raise refused("field", "fields.unknown_field")
    person = call.number("person", 0, least=0, most=2**53)
    record = call.number("record", 0, least=0, most=2**53) or None
    return explaining.explain(call.tx, explaining.Question(person, form, action, record, field))


@doors.get("/records/{form}/{id}/readers", "list_readers", carries="people", scope="configure", answer=ITEMS)
def list_readers(call: Call) -> dict[str, Any]:
    """Who can see the record, what else they may do to it, and whether by role or by a share."""
    administrator(call)
    return explaining.readers(call.tx, form_of(call), call.id())
