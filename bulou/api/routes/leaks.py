"""What would have caught each leak, for the meter of Today and of dashboards."""

from typing import Any

from bulou.api.apart import apart, size
from bulou.api.call import Call, refused
from bulou.api.doors import Doors
from bulou.api.leaks import leaks_and_plugs
from bulou.api.shapes import OBJECT
from bulou.api.today_asked import SCOPE
from bulou.api.today_scope import MINE, TEAM, leaking_forms, scope_for
from bulou.db import revisions
from bulou.forms import catalog
from bulou.rules.known import NAME as RULES

doors = Doors("leaks")


@doors.get("/leaks", "list_leaks", carries="records", query=SCOPE, answer=OBJECT)
def list_leaks(call: Call) -> Any:
    """The rule or pool that would have caught each leak, whether it is on, and the leaks that only they know of."""
    wanted = call.text("scope", most=10)
    if wanted not in (None, MINE, TEAM):
        raise refused("scope", "fields.not_a_choice")
    forms = catalog.load(call.tx)
    if scope_for(call.tx, call.actor, forms, wanted) == MINE:
        return leaks_and_plugs(call.tx, call.actor, False)
    largest = max(leaking_forms(call.actor, forms), key=lambda form: size(call.tx, form))
    return apart(call, largest, leaks_and_plugs, True, revisions.current(call.tx, RULES))
