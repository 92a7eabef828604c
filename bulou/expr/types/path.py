"""Places in a tree, stored as keys from the root on (`east/sh/pudong`): equal to one, or anywhere below it."""

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from bulou.expr.context import Context
from bulou.expr.types.comparison import MOST_CLAUSES, ONE, Comparison, as_list
from bulou.expr.types.membership import member_holds, member_sql
from bulou.kit.protocols import Operand

_PATH = re.compile(r"[a-z0-9_]{1,40}(?:/[a-z0-9_]{1,40}){0,9}", re.ASCII)
_AFTER = chr(ord("/") + 1)  # the first character behind the stroke: texts compare by bytes


def a_path(value: Any) -> str:
    """A path, else ValueError."""
    if not isinstance(value, str) or len(value) > 400 or not _PATH.fullmatch(value):
        raise ValueError("a path of keys is needed")
    return value


def paths_below(value: Any) -> tuple[str, ...]:
    """The paths of `below`, one or a list."""
    values = (value,) if isinstance(value, str) else as_list(value, MOST_CLAUSES)
    return tuple(dict.fromkeys(a_path(each) for each in values))


def below_sql(column: ColumnElement[Any], wanted: tuple[str, ...]) -> ColumnElement[bool]:
    """`column` is one of `wanted` or lies under it; a range, so that an index can serve."""
    found = (or_(column == each, and_(column > f"{each}/", column < each + _AFTER)) for each in wanted)
    return or_(false(), *found)


def below_holds(stored: str, wanted: tuple[str, ...]) -> bool:
    """The meaning of `below_sql` for one path."""
    return any(stored == each or stored.startswith(f"{each}/") for each in wanted)


def _read(op: str, value: Any, _scale: int, _context: Context) -> Any:
    if op == "below":
        return paths_below(value)
    values = as_list(value) if op in {"in", "not_in"} else (value,)
    return tuple(dict.fromkeys(a_path(each) for each in values))


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    return below_sql(operand.expression, wanted) if op == "below" else member_sql(operand, op, wanted)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op != "below":
        return member_holds(stored, op, wanted)
    if stored is None:
        return None if wanted else False
    return below_holds(stored, wanted)


PATH = Comparison(ONE | {"below"}, _read, _sql, _holds)
