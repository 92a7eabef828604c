"""Figures: every field as a dimension and as a measure, and every dashboard."""

from typing import Any

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.forms.form import Form

COVERS = (
    *doors("aggregate", "list_dashboards", "get_dashboard", "get_dashboard_data"),
    *("widget:figures", "widget:chart", "widget:leaks", "widget:funnel", "widget:ranking"),
)
PERIODS = ("this_quarter", "all")
COUNT = {"agg": "count"}


def knock(k: Knocker) -> None:
    """What people may not read must not be grouped by, summed or ranked either."""
    for form in k.world.forms.values():
        _fields(k, form)
    boards = k.ask("list_dashboards").json or {}
    everyone = {key for kind, key in _boards(k)} | {each["key"] for each in boards.get("items", ())}
    for key in sorted(everyone):
        k.ask("get_dashboard", key=key)
        for period in PERIODS:
            k.ask("get_dashboard_data", key=key, query={"period": period})
        for place in k.world.cast.departments.values():
            k.ask("get_dashboard_data", key=key, query={"period": "all", "department": str(place)})


def _fields(k: Knocker, form: Form) -> None:
    title = {"field": form.title}
    for bound in form.fields:
        at: dict[str, Any] = {"form": form.key}
        k.ask(
            "aggregate", **at, json={"dimensions": [{"field": bound.key}], "measures": [COUNT], "limit": 500}
        )
        if bound.kind.summable:
            for agg in ("sum", "max", "min"):
                measure = {"agg": agg, "field": bound.key}
                k.ask("aggregate", **at, json={"measures": [measure], "totals": True})
                k.ask("aggregate", **at, json={"dimensions": [title], "measures": [measure], "limit": 500})
        target = form.relation(bound.key)
        if target is not None and not target.read_only:
            path = f"{bound.key}.{target.title}"
            k.ask("aggregate", **at, json={"dimensions": [{"field": path}], "measures": [COUNT]})
            _far(k, form, bound.key, target)


def _far(k: Knocker, form: Form, relation: str, target: Form) -> None:
    """The least and the largest of what a relation leads to are values themselves."""
    title = {"field": form.title}
    numbers = [each.key for each in target.fields if each.kind.summable][:3]
    days = [each.key for each in target.fields if each.definition.kind in ("date", "datetime")][:1]
    for key in (*numbers, *days):
        for agg in ("max", "min", *(("sum",) if key in numbers else ())):
            measure = {"agg": agg, "field": f"{relation}.{key}"}
            k.ask("aggregate", form=form.key, json={"measures": [measure]})
            k.ask("aggregate", form=form.key, json={"dimensions": [title], "measures": [measure]})


def _boards(k: Knocker) -> list[tuple[str, str]]:
    return [(kind, key) for kind, key in k.world.beside.get("object", ()) if kind == "dashboard"]


probes.register(Probe("figures", COVERS, knock))
