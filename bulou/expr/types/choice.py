"""One choice: an option's key."""

from typing import Any

from bulou.expr.context import Context
from bulou.expr.types.comparison import ONE, Comparison, as_list
from bulou.expr.types.membership import member_holds, member_sql
from bulou.expr.types.text import a_text


def _read(op: str, value: Any, _scale: int, _context: Context) -> Any:
    values = as_list(value) if op in {"in", "not_in"} else (value,)
    return tuple(dict.fromkeys(a_text(each) for each in values))


CHOICE = Comparison(ONE, _read, member_sql, member_holds)
