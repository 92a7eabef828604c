"""Dimensions: how a field is grouped in SQL, shown with its title, and turned back into a filter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column

from bulou.kit.money import from_scaled
from bulou.kit.protocols import Operand
from bulou.reports.buckets import bucket_of, day_of, days_of
from bulou.reports.measures import Ground
from bulou.reports.request import Dimension, wrong

GROUPABLE = (
    "text",
    "number",
    "date",
    "datetime",
    "choice",
    "path",
    "switch",
    "person",
    "department",
    "record",
)
DATES = ("date", "datetime")


@dataclass(frozen=True)
class Group:
    """A dimension made ready: `expression` in SQL; `value` makes JSON, `condition` the filter of one value."""

    dimension: Dimension
    expression: ColumnElement[Any]
    type: str
    value: Callable[[Any], Any]
    condition: Callable[[Any], dict[str, Any]]


def make_group(dimension: Dimension, ground: Ground, week_start: int, at: str) -> Group:
    """The group of a dimension; raises BadReport for fields that cannot be grouped."""
    operand = ground.operand(dimension.field, f"{at}.field")
    if operand.type not in GROUPABLE or "form" in operand.extra or "within" in operand.extra:
        raise wrong(f"{at}.field", "reports.not_groupable", field=dimension.field)
    if operand.type in DATES:
        return _dated(dimension, operand, ground, week_start)
    if dimension.bucket is not None:
        raise wrong(f"{at}.bucket", "reports.not_a_date", field=dimension.field)
    if operand.type == "switch":
        return _switch(dimension, operand)
    scale = operand.scale if operand.type == "number" else 0

    def value(stored: Any) -> Any:
        return from_scaled(int(stored), scale) if scale and stored is not None else stored

    def condition(stored: Any) -> dict[str, Any]:
        return _leaf(dimension.field, "eq", value(stored)) if stored is not None else _empty(dimension.field)

    return Group(dimension, operand.expression, operand.type, value, condition)


def _dated(dimension: Dimension, operand: Operand, ground: Ground, week_start: int) -> Group:
    bucket = dimension.bucket or "day"
    day = operand.expression
    if operand.type == "datetime":
        day = day_of(day, ground.zone, sqlite=ground.sqlite)
    expression = bucket_of(day, bucket, week_start, sqlite=ground.sqlite)

    def condition(stored: Any) -> dict[str, Any]:
        if stored is None:
            return _empty(dimension.field)
        first, last = days_of(stored, bucket)
        return _leaf(dimension.field, "between", [first.isoformat(), last.isoformat()])

    return Group(dimension, expression, operand.type, lambda stored: stored, condition)


def _switch(dimension: Dimension, operand: Operand) -> Group:
    expression = func.coalesce(operand.expression, literal_column("0"))
    return Group(
        dimension,
        expression,
        "switch",
        lambda stored: bool(stored),
        lambda stored: _leaf(dimension.field, "eq", bool(stored)),
    )


def _leaf(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _empty(field: str) -> dict[str, Any]:
    return {"field": field, "op": "empty"}


def both(*conditions: Any) -> Any:
    """All of the conditions that say anything, as one; None when none does."""
    said = [condition for condition in conditions if condition is not None]
    if len(said) < 2:
        return said[0] if said else None
    flat: list[Any] = []
    for condition in said:
        flat.extend(condition["and"] if set(condition) == {"and"} else [condition])
    return {"and": flat}
