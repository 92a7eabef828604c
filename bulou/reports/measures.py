"""Measures as SQL: every figure is computed from a few exact whole numbers (atoms), finished in Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Integer, Numeric, and_, case, cast, func, literal_column

from bulou.kit.money import from_scaled
from bulou.kit.protocols import Operand
from bulou.reports.buckets import day_of
from bulou.reports.request import Measure, wrong

ORDERED = ("number", "date", "datetime")
DECIMALS = 2  # a mean has this many more than its field
RATIO_DECIMALS = 4
HALF = 1_000_000_000  # wide sums add billions and the rest apart

Expression = ColumnElement[Any]
Columns = Sequence[Expression]
Values = Sequence[Any]


@dataclass(frozen=True)
class Figure:
    """A measure made ready. `inputs` are expressions over one row, `atoms(columns)` aggregates over those, `total` the
    exact whole number that the first atoms stand for, `finish` the JSON value. `type`: number, average, ratio, days,
    date, datetime."""

    measure: Measure
    inputs: tuple[Expression, ...]
    atoms: Callable[[Columns], tuple[Expression, ...]]
    total: Callable[[Values], int]
    finish: Callable[[Values], Any]
    type: str = "number"
    scale: int = 0

    @cached_property
    def size(self) -> int:
        """How many atoms it has."""
        return len(self.atoms(self.inputs))

    def order(self, atoms: Columns) -> Expression:
        """What to sort by in SQL."""
        if self.type in ("ratio", "average", "days"):
            return cast(atoms[0], Float) / func.nullif(atoms[-1], literal_column("0"))
        return atoms[0]


@dataclass(frozen=True)
class Ground:
    """What measures are built on: how a path becomes an operand and a condition a clause; zone and database.

    `wide`: sums may exceed 64 bits (SQLite refuses those), so they are added in two halves.
    """

    operand: Callable[[str, str], Operand]  # (path, place in the request)
    clause: Callable[[Any], Expression | None]
    zone: str
    sqlite: bool
    wide: bool = False


def make_figure(measure: Measure, ground: Ground, at: str) -> Figure:
    """The figure of a measure; raises BadReport for fields that it cannot be computed from."""
    if measure.ratio is not None:
        return _ratio(measure, ground, at)
    when = ground.clause(measure.filter)
    if measure.days is not None:
        return _days(measure, ground, at, when)
    if measure.field is None:
        return _count(measure, when)
    operand = _single(ground, measure.field, f"{at}.field")
    if measure.agg == "count":
        return _count(measure, _both(when, operand.expression.is_not(None)))
    if measure.agg == "count_distinct":
        inputs = (_only(operand.expression, when),)
        return Figure(measure, inputs, lambda c: (func.count(c[0].distinct()),), _whole, _whole)
    if operand.type not in (("number",) if measure.agg in ("sum", "avg") else ORDERED):
        raise wrong(f"{at}.field", "reports.not_summable", field=measure.field)
    if measure.agg in ("min", "max"):
        return _extreme(measure, operand, when)
    value, scale = _weighted(measure, operand, ground, at)
    return _sum(measure, _only(value, when), scale, wide=ground.wide)


def _single(ground: Ground, path: str, at: str) -> Operand:
    """The operand of a path that leads to one value at most: many have no one value, and whose they are is asked for
    in conditions only."""
    operand = ground.operand(path, at)
    if "within" in operand.extra:
        raise wrong(at, "reports.not_summable", field=path)
    return operand


def _weighted(measure: Measure, operand: Operand, ground: Ground, at: str) -> tuple[Expression, int]:
    if measure.weight is None:
        return operand.expression, operand.scale
    weight = _single(ground, measure.weight, f"{at}.weight")
    if weight.type != "number":
        raise wrong(f"{at}.weight", "reports.not_summable", field=measure.weight)
    value = operand.expression if ground.sqlite else cast(operand.expression, Numeric)
    # Percent: 20 means 20 %, so a hundredth more than the weight's own decimals.
    return value * func.coalesce(weight.expression, literal_column("0")), operand.scale + weight.scale + 2


def _sum(measure: Measure, value: Expression, scale: int, *, wide: bool) -> Figure:
    parts = 2 if wide else 1

    def atoms(columns: Columns) -> tuple[Expression, ...]:
        column = columns[0]
        half = literal_column(str(HALF), Integer)
        sums = (func.sum(column // half), func.sum(column % half)) if wide else (func.sum(column),)
        return (*sums, func.count(column)) if measure.agg == "avg" else sums

    def total(values: Values) -> int:
        return int(values[0] or 0) * HALF + int(values[1] or 0) if wide else int(values[0] or 0)

    if measure.agg == "avg":
        return Figure(
            measure, (value,), atoms, total, lambda v: mean(total(v), v[parts], scale), "average", scale
        )
    return Figure(measure, (value,), atoms, total, lambda v: from_scaled(total(v), scale), "number", scale)


def _count(measure: Measure, when: Expression | None) -> Figure:
    if when is None:
        return Figure(measure, (), lambda _: (func.count(),), _whole, _whole)
    return Figure(
        measure, (case((when, literal_column("1"))),), lambda c: (func.count(c[0]),), _whole, _whole
    )


def _extreme(measure: Measure, operand: Operand, when: Expression | None) -> Figure:
    pick = func.min if measure.agg == "min" else func.max
    inputs = (_only(operand.expression, when),)

    def finish(values: Values) -> Any:
        if values[0] is None or operand.type != "number":
            return values[0]
        return from_scaled(int(values[0]), operand.scale)

    return Figure(measure, inputs, lambda c: (pick(c[0]),), _whole, finish, operand.type, operand.scale)


def _days(measure: Measure, ground: Ground, at: str, when: Expression | None) -> Figure:
    assert measure.days is not None
    first, last = (_as_day(path, ground, f"{at}.days.{n}") for n, path in enumerate(measure.days))
    if ground.sqlite:
        distance: Expression = cast(func.julianday(last) - func.julianday(first), Integer)
    else:
        distance = cast(last, Date).op("-", return_type=Integer())(cast(first, Date))
    inputs = (_only(distance, when),)
    return Figure(
        measure,
        inputs,
        lambda c: (func.sum(c[0]), func.count(c[0])),
        _whole,
        lambda v: mean(int(v[0] or 0), v[1], 0),
        "days",
    )


def _as_day(path: str, ground: Ground, at: str) -> Expression:
    operand = _single(ground, path, at)
    if operand.type == "date":
        return operand.expression
    if operand.type == "datetime":
        return day_of(operand.expression, ground.zone, sqlite=ground.sqlite)
    raise wrong(at, "reports.not_a_date", field=path)


def _ratio(measure: Measure, ground: Ground, at: str) -> Figure:
    assert measure.ratio is not None
    for part in measure.ratio:
        if part.agg not in ("count", "sum", "count_distinct") or part.ratio or part.days:
            raise wrong(f"{at}.ratio", "reports.ratio_of_sums", agg=part.agg)
    over, under = (make_figure(part, ground, f"{at}.ratio.{n}") for n, part in enumerate(measure.ratio))
    inputs, atoms = len(over.inputs), over.size

    def finish(values: Values) -> int | float | None:
        above, below = over.total(values[:atoms]), under.total(values[atoms:])
        if not below:
            return None
        return rounded(
            Decimal(above).scaleb(-over.scale) / Decimal(below).scaleb(-under.scale), RATIO_DECIMALS
        )

    return Figure(
        measure,
        (*over.inputs, *under.inputs),
        lambda columns: over.atoms(columns[:inputs]) + under.atoms(columns[inputs:]),
        _whole,
        finish,
        "ratio",
    )


def _both(first: Expression | None, second: Expression) -> Expression:
    return second if first is None else and_(first, second)


def _only(value: Expression, when: Expression | None) -> Expression:
    return value if when is None else case((when, value))


def _whole(values: Values) -> int:
    return int(values[0] or 0)


def mean(total: int, count: int, scale: int) -> int | float | None:
    """The mean of scaled integers, two decimals finer than the field; None when there are none."""
    return rounded(Decimal(total).scaleb(-scale) / Decimal(count), scale + DECIMALS) if count else None


def rounded(value: Decimal, decimals: int) -> int | float:
    """`value` as a JSON number, rounded half away from zero."""
    exact = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
