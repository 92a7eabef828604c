"""Today as it is asked for: the scope of the query; a team's day on large tables is read apart."""

from typing import Any

from bulou.api.apart import apart, size
from bulou.api.call import Call, refused
from bulou.api.doors import Param
from bulou.api.today_list import today
from bulou.api.today_scope import MINE, TEAM, leaking_forms, scope_for
from bulou.forms import catalog

SCOPE = [
    Param(
        "scope",
        {"type": "string", "enum": [MINE, TEAM]},
        "whose work; absent: mine for who owns open records, else team where rights reach that far",
    )
]


def today_of(call: Call) -> Any:
    """The day of the caller, or of their team."""
    wanted = call.text("scope", most=10)
    if wanted not in (None, MINE, TEAM):
        raise refused("scope", "fields.not_a_choice")
    forms = catalog.load(call.tx)
    scope = scope_for(call.tx, call.actor, forms, wanted)
    if scope == MINE:
        return today(call.tx, call.actor, MINE)
    largest = max(leaking_forms(call.actor, forms), key=lambda form: size(call.tx, form))
    return apart(call, largest, today, TEAM)
