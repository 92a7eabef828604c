"""Dashboards: their definitions, and the numbers of every widget, each with the filter of its records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select

from bulou.access.covering import covered
from bulou.access.visible import is_open, may, visible
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, context_of, parse
from bulou.forms.catalog import Catalog, load
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.protocols import Actor
from bulou.reports.aggregate import run_request
from bulou.reports.errors import BadReport, NoSuchDashboard
from bulou.reports.figures import BEFORE, BESIDE, Planned, measures_of, plan_figure, shown, stage_filter
from bulou.reports.funnel import funnel
from bulou.reports.groups import both
from bulou.reports.leak_notes import week_before
from bulou.reports.leaks import has_leaks, leaks, money_field, rate
from bulou.reports.periods import Period, read_period
from bulou.reports.request import Dimension, Order, Request, read_request

Json = Any
KIND = "dashboard"
MANY = 50


@dataclass(frozen=True)
class Board:
    """What the widgets of one dashboard share: who looks, at which form, when, and at which department."""

    tx: Tx
    actor: Actor
    catalog: Catalog
    period: Period
    base: Json
    form_key: str

    def form(self, widget: Mapping[str, Any]) -> Form:
        """The form of a widget: its own or the dashboard's."""
        return self.catalog[str(widget.get("form", self.form_key))]


def dashboards(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
    """`{key, label, icon, form, period, widgets}` of every dashboard whose form the caller may read."""
    query = select(app_object.c.body).where(app_object.c.kind == KIND)
    found = [orjson.loads(body) for (body,) in tx.rows(query)]
    seen = [told(tx, actor, board) for board in found if _is_for(actor, board)]
    return sorted(seen, key=lambda board: (board.get("position", 0), board["key"]))


def told(tx: Tx, actor: Actor, board: Mapping[str, Any]) -> dict[str, Any]:
    """A definition without the values that its widgets ask for in fields closed to the reader."""
    catalog = load(tx)

    def widget_told(widget: Mapping[str, Any]) -> Any:
        form = catalog.get(str(widget.get("form", board["form"])))
        return widget if form is None else covered(visible(actor, form), widget)

    return {**board, "widgets": [widget_told(each) for each in board["widgets"]]}


def _is_for(actor: Actor, board: Mapping[str, Any]) -> bool:
    return may(actor, board["form"], "read") and is_open(actor, "dashboard", board["key"])


def dashboard(tx: Tx, actor: Actor, key: str) -> dict[str, Any]:
    """One definition; NoSuchDashboard when there is none or the caller may not read its form."""
    body = tx.value(select(app_object.c.body).where(app_object.c.kind == KIND, app_object.c.key == key))
    found = orjson.loads(body) if body else None
    if found is None or not _is_for(actor, found):
        raise NoSuchDashboard(what="dashboard", id=key[:60])
    return dict(found)


def data(
    tx: Tx, actor: Actor, key: str, period: str | None = None, department: int | None = None
) -> dict[str, Any]:
    """`{key, updated_at, period, widgets: {key: …}}`; see the drawers below for each kind of widget.

    A widget that the caller may not compute (a hidden field) is null.
    """
    definition = dashboard(tx, actor, key)
    chosen = read_period(period or definition.get("period", "this_quarter"), context_of(actor, tx.now))
    base = {"field": "department", "op": "below", "value": [department]} if department else None
    board = Board(tx, actor, load(tx), chosen, base, definition["form"])
    widgets = {widget["key"]: draw(board, widget) for widget in definition["widgets"]}
    return {"key": key, "updated_at": tx.now_text, "period": chosen.as_json(), "widgets": widgets}


def draw(board: Board, widget: Mapping[str, Any]) -> dict[str, Any] | None:
    """The numbers of one widget, None where the caller may not see all that it needs."""
    drawer = DRAWERS.get(str(widget["kind"]))
    try:
        return drawer(board, widget) if drawer else None
    except (BadReport, BadCondition, Forbidden, NotFound):
        return None


def draw_figures(board: Board, widget: Mapping[str, Any]) -> dict[str, Any]:
    """`{figures: [{key, label, value, unit, form, filter, before?, better?, beside?, week_ago?}]}`."""
    form = board.form(widget)
    planned = _plan(board, form, widget)
    request = Request((), measures_of(planned), parse(board.base), board.base, (), 1, False)
    answer = run_request(board.tx, board.actor, form, request)
    values = dict(zip((column["key"] for column in answer["columns"]), answer["rows"][0], strict=True))
    figures = []
    for each in planned:
        key = each.measure.key
        past = (values.get(key + name) for name in (BEFORE, BESIDE))
        figures.append(shown(each, values[key], form.key, board.base, *past))
    week_ago = _rate_a_week_ago(board, form)
    for figure, each in zip(figures, planned, strict=True):
        if each.definition.get("leak") == "rate" and each.definition.get("compare") and week_ago is not None:
            figure["week_ago"] = week_ago
    return {"figures": figures}


def _rate_a_week_ago(board: Board, form: Form) -> float | None:
    """The noted leak rate; only of everything the caller sees, since notes know no other filter."""
    if board.base is not None or not has_leaks(form):
        return None
    past = week_before(board.tx, board.actor, form)
    return rate(past, money=money_field(board.tx, board.actor, form) is not None) if past else None


def draw_ranking(board: Board, widget: Mapping[str, Any]) -> dict[str, Any]:
    """`{columns, rows: [{by: {value, title}, filter, figures: […]}], more}`: figures side by side for each of `by`."""
    form = board.form(widget)
    planned = _plan(board, form, widget)
    by = str(widget["by"])
    sort = str(widget.get("sort", ""))
    orders = (Order(sort.removeprefix("-"), sort.startswith("-")),) if sort else ()
    limit = int(widget.get("limit", MANY))
    base = both(board.base, {"field": by, "op": "not_empty"})
    request = Request((Dimension(by),), measures_of(planned), parse(base), base, orders, limit, False)
    answer = run_request(board.tx, board.actor, form, request)
    rows = []
    for row, link in zip(answer["rows"], answer["links"], strict=True):
        values = dict(zip((column["key"] for column in answer["columns"]), row, strict=True))
        figures = [shown(each, values[each.measure.key], form.key, link["filter"]) for each in planned]
        rows.append({"by": row[0], "form": form.key, "filter": link["filter"], "figures": figures})
    columns = [{"key": figure["key"], "label": figure.get("label", {})} for figure in widget["figures"]]
    return {"columns": columns, "rows": rows, "more": answer["more"]}


def draw_chart(board: Board, widget: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of an aggregate (reports.aggregate) in the dashboard's period and department."""
    form = board.form(widget)
    asked = dict(widget["aggregate"])
    date = widget.get("period")
    asked["filter"] = both(
        board.base,
        stage_filter(form, widget.get("stages")),
        asked.get("filter"),
        board.period.condition(date) if date else None,
    )
    request = read_request(asked)
    if date and board.period.days is not None:
        request = replace(
            request, dimensions=tuple(_spanning(each, board.period, date) for each in request.dimensions)
        )
    return run_request(board.tx, board.actor, form, request)


def _spanning(dimension: Dimension, period: Period, date: str) -> Dimension:
    """The dashboard's period decides which months stand in a chart over its own date."""
    return replace(dimension, span=period.days) if dimension.fill and dimension.field == date else dimension


def draw_leaks(board: Board, widget: Mapping[str, Any]) -> dict[str, Any] | None:
    """The leak meter (reports.leaks), None for a form that cannot leak."""
    form = board.form(widget)
    if not has_leaks(form):
        return None
    found = leaks(board.tx, board.actor, form, filter=board.base)
    found["previous"] = _rate_a_week_ago(board, form)
    return found


def draw_funnel(board: Board, widget: Mapping[str, Any]) -> dict[str, Any] | None:
    """The funnel (reports.funnel) of what entered in the period."""
    form = board.form(widget)
    mode = str(widget.get("mode", "cohort"))
    return funnel(board.tx, board.actor, form, mode=mode, period=board.period, filter=board.base)


def _plan(board: Board, form: Form, widget: Mapping[str, Any]) -> list[Planned]:
    money = money_field(board.tx, board.actor, form)
    return [plan_figure(form, figure, board.period, money, board.tx.now) for figure in widget["figures"]]


DRAWERS: Mapping[str, Callable[[Board, Mapping[str, Any]], dict[str, Any] | None]] = {
    "figures": draw_figures,
    "ranking": draw_ranking,
    "chart": draw_chart,
    "leaks": draw_leaks,
    "funnel": draw_funnel,
}
