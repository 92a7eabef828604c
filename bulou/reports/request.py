"""What an aggregate asks for: dimensions, measures, filter, order; read from JSON and checked for shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bulou.expr.conditions import EVERYTHING, Condition, parse
from bulou.kit.errors import FieldProblem
from bulou.reports.buckets import BUCKETS
from bulou.reports.errors import BadReport

AGGREGATES = ("count", "sum", "avg", "min", "max", "count_distinct")
MAX_DIMENSIONS = 4
MAX_MEASURES = 20
MAX_GROUPS = 5000
GROUPS = 1000


@dataclass(frozen=True)
class Dimension:
    """Group by `field` (a path); dates by `bucket`. `fill`: buckets without a record stand there, too, with zeros.

    `span` are the first and last day that are filled; None: from the first bucket found to the last one.
    """

    field: str
    bucket: str | None = None
    fill: bool = False
    span: tuple[date, date] | None = None


@dataclass(frozen=True)
class Measure:
    """One figure. `weight` multiplies by a percentage field; `days` are two dates whose distance is averaged;
    `ratio` are two measures, the first divided by the second."""

    key: str
    agg: str
    field: str | None = None
    weight: str | None = None
    filter: Condition = EVERYTHING
    filter_json: Any = None
    days: tuple[str, str] | None = None
    ratio: tuple["Measure", "Measure"] | None = None


@dataclass(frozen=True)
class Order:
    """Sort by a column's key."""

    key: str
    descending: bool


@dataclass(frozen=True)
class Request:
    """One aggregate. `limit` counts groups; `totals` asks for the measures over everything, too.

    `search` narrows as the list does: names, pinyin initials, the last digits of a phone.
    """

    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    filter: Condition
    filter_json: Any
    sort: tuple[Order, ...]
    limit: int
    totals: bool
    search: str | None = None


def read_request(json: Any) -> Request:
    """The request in `json`; raises BadReport (shape) or a BadCondition (filters)."""
    body = _object(json, "", {"dimensions", "measures", "filter", "search", "sort", "limit", "totals"})
    dimensions = tuple(
        _dimension(item, f"dimensions.{index}")
        for index, item in enumerate(_list(body.get("dimensions"), "dimensions", MAX_DIMENSIONS))
    )
    given = _list(body.get("measures"), "measures", MAX_MEASURES) or [{"agg": "count"}]
    measures = tuple(read_measure(item, f"measures.{index}", f"m{index}") for index, item in enumerate(given))
    if any(dimension.fill for dimension in dimensions) and (len(dimensions) > 1 or body.get("sort")):
        raise wrong("dimensions.0.fill", "reports.fill_alone")
    return Request(
        dimensions,
        measures,
        parse(body.get("filter")),
        body.get("filter"),
        _orders(body.get("sort"), len(dimensions), [measure.key for measure in measures]),
        _limit(body.get("limit")),
        body.get("totals") is True,
        _search(body.get("search")),
    )


def _dimension(item: Any, at: str) -> Dimension:
    if isinstance(item, str):
        return Dimension(item)
    body = _object(item, at, {"field", "bucket", "fill"})
    bucket = body.get("bucket")
    if bucket is not None and bucket not in BUCKETS:
        raise wrong(f"{at}.bucket", "fields.not_a_choice")
    fill = body.get("fill") is True
    if fill and bucket is None:
        raise wrong(f"{at}.bucket", "fields.required")
    return Dimension(_text(body.get("field"), f"{at}.field"), bucket, fill)


def read_measure(item: Any, at: str, key: str, *, inside: bool = False) -> Measure:
    """One measure; a ratio holds two that are no ratios."""
    body = _object(item, at, {"as", "agg", "field", "weight", "filter", "days", "ratio"})
    key = _text(body["as"], f"{at}.as") if body.get("as") is not None else key
    if "ratio" in body and not inside:
        parts = _list(body["ratio"], f"{at}.ratio", 2)
        if len(parts) != 2:
            raise wrong(f"{at}.ratio", "reports.two_measures")
        first, second = (
            read_measure(part, f"{at}.ratio.{n}", f"{key}.{n}", inside=True) for n, part in enumerate(parts)
        )
        return Measure(key, "ratio", ratio=(first, second))
    agg = body.get("agg", "count")
    if agg not in AGGREGATES:
        raise wrong(f"{at}.agg", "fields.not_a_choice")
    days = None
    if "days" in body:
        pair = _list(body["days"], f"{at}.days", 2)
        if agg != "avg" or len(pair) != 2:
            raise wrong(f"{at}.days", "reports.two_dates")
        days = (_text(pair[0], f"{at}.days.0"), _text(pair[1], f"{at}.days.1"))
    field = _text(body["field"], f"{at}.field") if body.get("field") is not None else None
    if field is None and agg != "count" and days is None:
        raise wrong(f"{at}.field", "fields.required")
    weight = _text(body["weight"], f"{at}.weight") if body.get("weight") is not None else None
    return Measure(key, agg, field, weight, parse(body.get("filter")), body.get("filter"), days)


def _orders(value: Any, dimensions: int, measures: Sequence[str]) -> tuple[Order, ...]:
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ",".join(value)
    if not isinstance(value, str):
        raise wrong("sort", "fields.not_text")
    known = {f"d{index}" for index in range(dimensions)} | set(measures)
    orders = []
    for part in value.split(","):
        key = part.strip().removeprefix("-")
        if key not in known:
            raise wrong("sort", "reports.unknown_column", column=key[:60])
        orders.append(Order(key, part.strip().startswith("-")))
    return tuple(orders)


def _search(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise wrong("search", "fields.not_text")
    if len(value) > 200:
        raise wrong("search", "fields.too_long", max=200)
    return value


def _limit(value: Any) -> int:
    if value is None:
        return GROUPS
    if type(value) is not int or not 0 < value <= MAX_GROUPS:
        raise wrong("limit", "fields.out_of_range", min=1, max=MAX_GROUPS)
    return value


def _object(value: Any, at: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise wrong(at, "fields.not_an_object")
    for key in value:
        if key not in known:
            raise wrong(f"{at}.{key}".lstrip("."), "fields.unknown")
    return value


def _list(value: Any, at: str, most: int) -> Sequence[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise wrong(at, "fields.not_a_list")
    if len(value) > most:
        raise wrong(at, "fields.too_many", max=most)
    return value


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise wrong(at, "fields.not_text")
    return value


def wrong(at: str, code: str, **params: Any) -> BadReport:
    """One thing wrong at one place of the request."""
    return BadReport(problems=[FieldProblem(at, code, params)])
