"""Totals of a record's own detail rows, worked out in the write that changes them."""

from collections.abc import Callable, Mapping
from typing import Any

from bulou.expr.prepared import Get, Judgement, Source, prepare
from bulou.forms.form import BoundField
from bulou.forms.rollups import Gathering
from bulou.records.write.judging import WHOLE
from bulou.records.write.model import Chunk

Rows = tuple[Mapping[str, Any], ...]
Total = Callable[[Rows], Any]


def total_of(chunk: Chunk, gathering: Gathering) -> Total:
    """A function from stored detail rows to the figure as the columns hold it."""
    judge: Judgement = prepare(gathering.condition, _sources(gathering.fields), chunk.judge.context)
    of = gathering.options.of

    def total(rows: Rows) -> Any:
        met = [row for row in rows if judge(row.get) is True]
        return gathering.of_values([gathering.value(row.get(of)) if of else None for row in met])

    return total


def _sources(fields: Mapping[str, BoundField]) -> Callable[[str], Source | None]:
    def source_of(key: str) -> Source | None:
        bound = fields.get(key)
        if bound is None:
            return None
        return Source(bound.operand, bound.scale, lambda get: _seen(bound, get))

    return source_of


def _seen(bound: BoundField, get: Get) -> Any:
    """What conditions see of a stored value: one of its columns where it has several."""
    stored = get(bound.key)
    if not isinstance(stored, tuple) or bound.operand in WHOLE:
        return stored
    return bound.spread(stored)[bound.value_column.key]
