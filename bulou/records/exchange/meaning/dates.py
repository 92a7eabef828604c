"""In which order a column writes the parts of its days, judged by all of the column and by its neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bulou.forms.values.dates import ORDERS, readings
from bulou.records.exchange.files.cells import Cell

_READABLE = 0.98  # of the cells, for an order to come into question
_USUAL = {"zh-CN": ("YMD", "MDY", "DMY"), "en-US": ("MDY", "DMY", "YMD")}


@dataclass(frozen=True)
class Order:
    """`order` None: no cell of the column needs one. `assumed`: another order would have been possible."""

    order: str | None = None
    assumed: bool = False


@dataclass(frozen=True)
class DayColumn:
    """A column's cells that mean different days in different orders; by row number, as far as sampled."""

    by_order: Mapping[str, Mapping[int, date]]
    rows: int

    @property
    def possible(self) -> tuple[str, ...]:
        """The orders in which nearly every cell is a day."""
        return tuple(order for order in ORDERS if len(self.by_order[order]) >= _READABLE * max(self.rows, 1))


def column(cells: Sequence[tuple[int, Cell]], today: str = "") -> DayColumn:
    """What the numbered cells of a column could mean; cells that mean one day in every order do not count."""
    by_order: dict[str, dict[int, date]] = {order: {} for order in ORDERS}
    count = 0
    for row, cell in cells:
        if not isinstance(cell, str):
            continue
        found = readings(cell, today)
        if not found or (len(found) == len(ORDERS) and len(set(found.values())) == 1):
            continue
        count += 1
        for order, day in found.items():
            by_order[order][row] = day
    return DayColumn(by_order, count)


def judge(columns: Mapping[int, DayColumn], locale: str = "zh-CN") -> dict[int, Order]:
    """The order of every column of a sheet.

    A column is in one order. Among the possible ones the narrowest span of days wins; where spans are alike,
    the order in which this column and its companions come after one another in nearly every row; else what is
    usual in `locale`. Columns of one sheet that allow it share one order.
    """
    undecided = {at: each for at, each in columns.items() if each.rows}
    found = {at: Order() for at in columns}
    ranked = {at: _ranked(at, undecided, locale) for at in undecided}
    sure = {ranks[0][1] for ranks in ranked.values() if ranks and _clear(ranks)}
    for at, ranks in ranked.items():
        if not ranks:
            continue
        level = [order for rank, order in ranks if rank[:2] == ranks[0][0][:2]]
        shared = [order for order in level if order in sure]
        chosen = shared[0] if len(shared) == 1 else ranks[0][1]
        found[at] = Order(chosen, assumed=len(ranks) > 1)
    return found


_Rank = tuple[float, float, int]


def _ranked(at: int, columns: Mapping[int, DayColumn], locale: str) -> list[tuple[_Rank, str]]:
    each = columns[at]
    possible = list(each.possible or _best_effort(each))
    if {"YMD", "MDY"} <= set(possible) and each.by_order["YMD"] == each.by_order["MDY"]:
        possible.remove("YMD")  # the year stands last: it is the month that may come first
    return sorted((_rank(at, order, columns, locale), order) for order in possible)


def _clear(ranks: Sequence[tuple[_Rank, str]]) -> bool:
    """True when the best order is better than usage alone says."""
    return len(ranks) == 1 or ranks[0][0][:2] < ranks[1][0][:2]


def _best_effort(each: DayColumn) -> tuple[str, ...]:
    """No order reads everything: the one that reads most."""
    best = max(ORDERS, key=lambda order: len(each.by_order[order]))
    return (best,) if each.by_order[best] else ()


def _rank(at: int, order: str, columns: Mapping[int, DayColumn], locale: str) -> _Rank:
    usual = _USUAL.get(locale, _USUAL["zh-CN"]).index(order)
    return (_span_class(columns[at], order), _disorder(at, order, columns), usual)


def _span_class(each: DayColumn, order: str) -> float:
    """The span in days, as a power of 1.5, so that spans of like size are alike."""
    days = sorted(each.by_order[order].values())
    cut = len(days) // 50  # single slips of the pen do not widen it
    span = (days[-1 - cut] - days[cut]).days if days else 0
    size = 0
    while span > 30:
        span = span * 2 // 3
        size += 1
    return float(size)


def _disorder(at: int, order: str, columns: Mapping[int, DayColumn]) -> float:
    """How often the column precedes a companion in some rows, follows it in others: 0 never, 0.5 mixed."""
    worst = 0.0
    ours = columns[at].by_order[order]
    for other, each in columns.items():
        theirs = each.by_order[order]
        common = ours.keys() & theirs.keys()
        if other == at or len(common) < 5:
            continue
        before = sum(ours[row] < theirs[row] for row in common)
        after = sum(ours[row] > theirs[row] for row in common)
        worst = max(worst, min(before, after) / len(common))
    return round(worst, 1)
