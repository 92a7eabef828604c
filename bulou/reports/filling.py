"""Buckets in which nothing happened: they belong into a chart over time, with zeros."""

from collections.abc import Sequence
from typing import Any

from bulou.reports.buckets import between, days_of
from bulou.reports.groups import Group
from bulou.reports.measures import Figure

NOTHING = None  # what SQL says of a sum over no rows; every figure makes its zero or null of it


def filled(
    week_start: int, group: Group, figures: Sequence[Figure], found: Sequence[Any], most: int
) -> list[Any]:
    """The rows with one for every bucket in the dimension's span, in order; records without a date stay first.

    `found` are rows of one dimension's value and atoms, as they came from SQL. Rows outside of the span stay, too.
    """
    dimension = group.dimension
    bucket = dimension.bucket or "day"
    dated = {row[0]: row for row in found if row[0] is not None}
    if dimension.span is not None:
        first, last = dimension.span
    elif dated:
        first, last = days_of(min(dated), bucket)[0], days_of(max(dated), bucket)[0]
    else:
        return list(found)
    empty = (NOTHING,) * sum(figure.size for figure in figures)
    for value in between(first, last, bucket, week_start, most):
        dated.setdefault(value, (value, *empty))
    return [row for row in found if row[0] is None] + [dated[value] for value in sorted(dated)]
