"""Figures: aggregates of any form, dashboards and their numbers."""

from typing import Any

from bulou.access.visible import require
from bulou.api.apart import apart
from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.shapes import ITEMS, OBJECT, AggregateBody
from bulou.forms import catalog
from bulou.reports.aggregate import aggregate_by_key
from bulou.reports.dashboards import dashboard, dashboards, data, told

doors = Doors("reports")

SCOPE = [
    text("period", "this_quarter, last_month, all, 2026-01-01..2026-03-31 …"),
    number("department", most=2**31 - 1),
]


@doors.ask(
    "/aggregate/{form}",
    "aggregate",
    carries="records",
    body=AggregateBody,
    answer=OBJECT,
)
def post_aggregate(call: Call) -> Any:
    """Grouped counts, sums, averages, ratios of what the caller may see."""
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "read")
    return apart(call, form, aggregate_by_key, form.key, call.body if call.body is not None else {})


@doors.get("/dashboards", "list_dashboards", carries="definitions", answer=ITEMS)
def list_dashboards(call: Call) -> dict[str, Any]:
    """The dashboards whose form the caller may read."""
    return {"items": dashboards(call.tx, call.actor)}


@doors.get("/dashboards/{key}", "get_dashboard", carries="definitions", query=SCOPE, answer=OBJECT)
def get_dashboard(call: Call) -> dict[str, Any]:
    """The definition of one dashboard."""
    return told(call.tx, call.actor, dashboard(call.tx, call.actor, call.part("key")))


@doors.get("/dashboards/{key}/data", "get_dashboard_data", carries="records", query=SCOPE, answer=OBJECT)
def get_dashboard_data(call: Call) -> Any:
    """The numbers of every widget, each with the filter of its records."""
    board = dashboard(call.tx, call.actor, call.part("key"))
    form = catalog.load(call.tx)[board["form"]]
    department = call.number("department", 0, least=0, most=2**31 - 1)
    return apart(call, form, data, board["key"], call.text("period", most=40), department or None)
