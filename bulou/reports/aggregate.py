"""Aggregates: grouped sums and counts of what the caller may see, in one SELECT, each row with the filter behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError

from bulou.db.tx import Tx
from bulou.forms.catalog import load
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.reports.filling import filled
from bulou.reports.groups import Group, both, make_group
from bulou.reports.measures import Expression, Figure, make_figure
from bulou.reports.request import Order, Request, read_request
from bulou.reports.source import Source, open_source
from bulou.reports.titles import rank, titled


def aggregate(tx: Tx, actor: Actor, form: Form, json: Any) -> dict[str, Any]:
    """`{columns, rows, links, totals?, more, form}` of a request (see reports.request).

    `columns`: dimensions d0 … then measures by key, `{key, role, field, type, bucket?, agg?, filter?}`. `rows`: lists
    in that order; a dimension's cell is `{value, title}` (title of choices, people and records, else null).
    `links`: `{form, filter, search?}` per row: the list under both holds exactly the row's records. `totals`: the
    measures over everything, by a query of their own. `more`: there are more groups than `limit`.
    Raises BadReport, BadCondition, Forbidden.
    """
    return run_request(tx, actor, form, read_request(json))


def aggregate_by_key(tx: Tx, actor: Actor, form: str, json: Any) -> dict[str, Any]:
    """`aggregate` of the form named `form`, for callers in another process."""
    return aggregate(tx, actor, load(tx)[form], json)


def run_request(tx: Tx, actor: Actor, form: Form, request: Request) -> dict[str, Any]:
    """The answer of a request that was read already."""
    source = open_source(tx, actor, form, request.filter, request.search)
    try:
        groups, figures, found = _query(tx, actor, source, request)
    except OperationalError as error:
        if "integer overflow" not in str(error.orig):
            raise
        source = replace(source, ground=replace(source.ground, wide=True))
        groups, figures, found = _query(tx, actor, source, request)
    if request.dimensions and request.dimensions[0].fill:
        found = filled(actor.week_start, groups[0], figures, found, request.limit + 1)
    more = len(found) > request.limit
    if not (request.sort or more):
        found = _in_order(form, groups, found)
    answer: dict[str, Any] = {
        "form": form.key,
        "columns": [*map(_dimension_column, range(len(groups)), groups), *map(_measure_column, figures)],
        "rows": _rows(tx, actor, form, groups, figures, found[: request.limit]),
        "links": [_link(form, request, groups, row) for row in found[: request.limit]],
        "more": more,
    }
    if request.totals:
        total = tx.one(_statement(tx, source, [], figures, (), 1))
        answer["totals"] = _finished(figures, total, 0)
    return answer


Found = tuple[list[Group], list[Figure], Sequence[Any]]


def _query(tx: Tx, actor: Actor, source: Source, request: Request) -> Found:
    """Rows of dimension values followed by atoms. SQLite raises OperationalError for sums beyond 64 bits."""
    groups = [
        make_group(dimension, source.ground, actor.week_start, f"dimensions.{index}")
        for index, dimension in enumerate(request.dimensions)
    ]
    figures = [
        make_figure(measure, source.ground, f"measures.{index}")
        for index, measure in enumerate(request.measures)
    ]
    limit = request.limit + 1 if groups else 1
    return groups, figures, tx.rows(_statement(tx, source, groups, figures, request.sort, limit))


def _statement(
    tx: Tx,
    source: Source,
    groups: Sequence[Group],
    figures: Sequence[Figure],
    sort: Sequence[Order],
    limit: int,
) -> Select[Any]:
    """Row expressions inside, grouping outside: the expressions are named once, and both databases flatten it."""
    inside = [group.expression.label(f"d{index}") for index, group in enumerate(groups)]
    spans: list[tuple[int, int]] = []
    for figure in figures:
        start = len(inside)
        inside += [column.label(f"x{start + index}") for index, column in enumerate(figure.inputs)]
        spans.append((start, len(inside)))
    if not inside:
        inside = [source.identity.label("x0")]
    rows = source.select(inside).subquery("rows")
    columns = list(rows.c)
    keys = columns[: len(groups)]
    atoms = [figure.atoms(columns[start:end]) for figure, (start, end) in zip(figures, spans, strict=True)]
    statement = select(*keys, *(atom for each in atoms for atom in each)).select_from(rows).limit(limit)
    if not groups:
        return statement
    orders: dict[str, Expression] = {f"d{index}": key for index, key in enumerate(keys)}
    orders |= {figure.measure.key: figure.order(each) for figure, each in zip(figures, atoms, strict=True)}
    wanted = [_ordered(tx, orders[order.key], order.descending) for order in sort]
    return statement.group_by(*keys).order_by(*wanted, *(_ordered(tx, key, False) for key in keys))


def _ordered(tx: Tx, expression: Expression, descending: bool) -> Any:
    """Null sorts lowest on both databases."""
    order = expression.desc() if descending else expression.asc()
    if tx.db.is_sqlite:
        return order
    return order.nulls_last() if descending else order.nulls_first()


def _in_order(form: Form, groups: Sequence[Group], found: Sequence[Any]) -> Sequence[Any]:
    """Options and stages stand in the order of their definition; SQL has sorted everything else."""
    ranks = [rank(form, group) for group in groups]
    if not any(ranks):
        return found
    places: list[dict[Any, int]] = [
        ranked or {value: at for at, value in enumerate(dict.fromkeys(row[index] for row in found))}
        for index, ranked in enumerate(ranks)
    ]
    return sorted(found, key=lambda row: [place.get(row[index], -1) for index, place in enumerate(places)])


def _rows(
    tx: Tx, actor: Actor, form: Form, groups: Sequence[Group], figures: Sequence[Figure], found: Sequence[Any]
) -> list[list[Any]]:
    width = len(groups)
    titles = [
        titled(tx, actor, form, group, [row[index] for row in found]) for index, group in enumerate(groups)
    ]
    return [
        [
            *(
                {"value": group.value(row[index]), "title": titles[index].get(row[index])}
                for index, group in enumerate(groups)
            ),
            *_finished(figures, row, width),
        ]
        for row in found
    ]


def _finished(figures: Sequence[Figure], row: Any, start: int) -> list[Any]:
    values = []
    for figure in figures:
        values.append(figure.finish(row[start : start + figure.size]))
        start += figure.size
    return values


def _link(form: Form, request: Request, groups: Sequence[Group], row: Any) -> dict[str, Any]:
    conditions = [group.condition(row[index]) for index, group in enumerate(groups)]
    link = {"form": form.key, "filter": both(request.filter_json, *conditions)}
    return {**link, "search": request.search} if request.search else link


def _dimension_column(index: int, group: Group) -> dict[str, Any]:
    column = {"key": f"d{index}", "role": "dimension", "field": group.dimension.field, "type": group.type}
    return (
        {**column, "bucket": group.dimension.bucket or "day"}
        if group.type in ("date", "datetime")
        else column
    )


def _measure_column(figure: Figure) -> dict[str, Any]:
    measure = figure.measure
    column = {
        "key": measure.key,
        "role": "measure",
        "field": measure.field,
        "type": figure.type,
        "agg": measure.agg,
    }
    return {**column, "filter": measure.filter_json} if measure.filter_json is not None else column
