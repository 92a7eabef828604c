"""Administration: what somebody still holds, before or after they are locked out."""

from typing import Any

from bulou.api.administrator import administrator
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.shapes import OBJECT
from bulou.forms import catalog as catalogs
from bulou.people import absence, departments, directory, roles
from bulou.records.query import Query, page

doors = Doors("admin")


@doors.get("/admin/people/{id}/holds", "person_holds", carries="people", scope="configure", answer=OBJECT)
def person_holds(call: Call) -> dict[str, Any]:
    """How many records of each form somebody owns, which departments they lead, for whom they stand in."""
    administrator(call)
    id_ = call.id()
    directory.one(call.tx, id_)
    forms = []
    for form in catalogs.load(call.tx):
        if form.owned:
            mine = Query(
                filter={"field": "owner", "op": "eq", "value": id_}, fields=(), limit=1, count="exact"
            )
            total = page(call.tx, call.actor, form, mine).total
            if total and total["value"]:
                forms.append({"form": form.key, "label": form.definition.label, "count": total["value"]})
    leads = [each for each in departments.listing(call.tx) if each["head_id"] == id_]
    stands_for = directory.names(call.tx, absence.stood_for_at_all(call.tx, id_))
    return {
        "forms": forms,
        "records": sum(each["count"] for each in forms),
        "leads": [{"id": each["id"], "title": each["name"]} for each in leads],
        "stands_for": [{"id": each, "title": name} for each, name in stands_for.items()],
        "roles": list(roles.until_of(call.tx, id_)),
    }
