"""Several choices, stored as `|a|b|`: any, all or none of the wanted keys."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, false, literal, not_, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, MOST_CLAUSES, Comparison, as_list, is_empty
from bulou.expr.types.text import a_text
from bulou.kit.protocols import Operand


class holds_part(FunctionElement[bool]):
    """True when the second text occurs in the first, byte by byte (LIKE ignores case on one database)."""

    type = Boolean()
    name = "holds_part"
    inherit_cache = True


@compiles(holds_part, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    text, part = (compiler.process(each, **options) for each in element.clauses)
    return f"(instr({text}, {part}) > 0)"


@compiles(holds_part, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    text, part = (compiler.process(each, **options) for each in element.clauses)
    return f"(strpos({text}, {part}) > 0)"


def _read(_op: str, value: Any, _scale: int, _context: Context) -> Any:
    keys = (value,) if isinstance(value, str) else as_list(value, MOST_CLAUSES)
    wanted = tuple(dict.fromkeys(f"|{a_text(each)}|" for each in keys))
    if any("|" in each[1:-1] for each in wanted):
        raise ValueError("an option's key is needed")
    return wanted


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op in EMPTINESS:
        return is_empty(operand, op)
    column = operand.expression
    if not wanted:
        return false() if op == "any" else true()
    found = [holds_part(column, literal(each)) for each in wanted]
    if op == "all":
        return and_(*found)
    return or_(*found) if op == "any" else not_(or_(*found))


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op in EMPTINESS:
        return (stored is None) == (op == "empty")
    if stored is None:
        return None if wanted else op != "any"
    found = [each in stored for each in wanted]
    if op == "all":
        return all(found)
    return any(found) == (op == "any")


CHOICES = Comparison(frozenset({"any", "all", "none"}) | EMPTINESS, _read, _sql, _holds)
