"""Text: exact comparison by bytes; parts of a text without regard to the case of Latin letters."""

import unicodedata
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal, not_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bulou.expr.context import Context
from bulou.expr.types.comparison import ONE, Comparison, as_list
from bulou.expr.types.membership import member_holds, member_sql
from bulou.kit.protocols import Operand
from bulou.kit.text import unstorable

MAX_LENGTH = 2_000
_PARTS = frozenset({"contains", "not_contains", "starts", "ends"})
_ASCII = {ord(upper): ord(upper.lower()) for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


class like_any_case(FunctionElement[bool]):
    """`text LIKE pattern ESCAPE '\\'` that ignores the case of A–Z and of nothing else, on both databases."""

    type = Boolean()
    name = "like_any_case"
    inherit_cache = True


@compiles(like_any_case, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"(({text}) LIKE {pattern} ESCAPE '\\')"


@compiles(like_any_case, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"(({text}) COLLATE \"C\" ILIKE {pattern} ESCAPE '\\')"


def a_text(value: Any) -> str:
    """A text as stored ones are (NFC); ValueError when no column could hold it."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH or unstorable(value):
        raise ValueError("a text is needed")
    return unicodedata.normalize("NFC", value)


def _read(op: str, value: Any, _scale: int, _context: Context) -> Any:
    if op in {"in", "not_in"}:
        return tuple(dict.fromkeys(a_text(each) for each in as_list(value)))
    return a_text(value) if op in _PARTS else (a_text(value),)


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op not in _PARTS:
        return member_sql(operand, op, wanted)
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = {"starts": f"{escaped}%", "ends": f"%{escaped}"}.get(op, f"%{escaped}%")
    found = like_any_case(operand.expression, literal(pattern))
    return not_(found) if op == "not_contains" else found


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op not in _PARTS:
        return member_holds(stored, op, wanted)
    if stored is None:
        return None
    text, part = stored.translate(_ASCII), wanted.translate(_ASCII)
    if op == "starts":
        return bool(text.startswith(part))
    if op == "ends":
        return bool(text.endswith(part))
    return (part in text) == (op == "contains")


TEXT = Comparison(ONE | _PARTS, _read, _sql, _holds)
