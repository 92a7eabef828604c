"""Condition → a function of a record's values: the judgement of `holds`, made ready once for many records."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bulou.expr.compare import ready
from bulou.expr.context import Context
from bulou.expr.errors import UnknownField
from bulou.expr.tree import And, Condition, Everything, Leaf, Not, Or

Get = Callable[[str], Any]
Judgement = Callable[[Get], bool | None]


@dataclass(frozen=True)
class Source:
    """Where a path's value comes from: its operand type, its scale, and how to read it with `get`."""

    type: str
    scale: int
    read: Callable[[Get], Any]


SourceOf = Callable[[str], Source | None]


def prepare(condition: Condition, source_of: SourceOf, context: Context) -> Judgement:
    """A function that judges a record by its stored values. Raises the errors of `holds`, before any record.

    `source_of(path)` is None when there is no such field.
    """
    match condition:
        case Everything():
            return lambda _get: True
        case And(parts):
            return _all([prepare(part, source_of, context) for part in parts])
        case Or(parts):
            return _any([prepare(part, source_of, context) for part in parts])
        case Not(part):
            return _not(prepare(part, source_of, context))
        case Leaf():
            return _leaf(condition, source_of(condition.field), context)


def _all(parts: list[Judgement]) -> Judgement:
    def judge(get: Get) -> bool | None:
        verdict: bool | None = True
        for part in parts:
            found = part(get)
            if found is False:
                return False
            if found is None:
                verdict = None
        return verdict

    return judge


def _any(parts: list[Judgement]) -> Judgement:
    def judge(get: Get) -> bool | None:
        verdict: bool | None = False
        for part in parts:
            found = part(get)
            if found is True:
                return True
            if found is None:
                verdict = None
        return verdict

    return judge


def _not(part: Judgement) -> Judgement:
    def judge(get: Get) -> bool | None:
        found = part(get)
        return None if found is None else not found

    return judge


def _leaf(leaf: Leaf, source: Source | None, context: Context) -> Judgement:
    if source is None:
        raise UnknownField(leaf.at, field=leaf.field)
    comparison, op, wanted = ready(leaf, source.type, source.scale, context)
    read, compare = source.read, comparison.holds
    return lambda get: compare(read(get), op, wanted)
