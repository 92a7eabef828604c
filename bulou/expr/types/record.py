"""Relations: to one record (of one form or of any), and to many."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, MOST_CLAUSES, ONE, Comparison, an_id, as_list
from bulou.expr.types.membership import member_holds, member_sql
from bulou.kit.ids import is_key
from bulou.kit.protocols import Operand

Target = int | tuple[int, str]  # an id, or an id and the form it is of

_LISTS = frozenset({"in", "not_in", "any", "all", "none"})


def _target(value: Any) -> Target:
    if isinstance(value, Mapping) and isinstance(value.get("form"), str):
        if not is_key(value["form"]):
            raise ValueError("a form's key is needed")
        return an_id(value), value["form"]
    return an_id(value)


def _read(op: str, value: Any, _scale: int, _context: Context) -> tuple[Target, ...]:
    values = as_list(value) if op in _LISTS else (value,)
    wanted = tuple(dict.fromkeys(_target(each) for each in values))
    if op == "all" or any(isinstance(each, tuple) for each in wanted):
        return as_list(wanted, MOST_CLAUSES)
    return wanted


def _one_sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    form = operand.extra.get("form")
    named = [each for each in wanted or () if isinstance(each, tuple)]
    if op in EMPTINESS or form is None or not named:
        return member_sql(operand, op, _ids(wanted))
    column = operand.expression
    plain = [each for each in wanted if isinstance(each, int)]
    found = or_(
        *(and_(column == id_, form == key) for id_, key in named),
        *([column.in_(plain)] if plain else []),
    )
    return found if op in {"eq", "in"} else not_(found)


def _one_holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if not isinstance(stored, tuple):
        return member_holds(stored, op, _ids(wanted))
    id_, _form = stored
    hits = op in EMPTINESS or not wanted or any(each in (id_, stored) for each in wanted)
    return member_holds(id_, op, wanted and ((id_,) if hits else (-1,)))


def _ids(wanted: Any) -> Any:
    """The wanted ids, where the form needs no saying."""
    return wanted and tuple(dict.fromkeys(each if isinstance(each, int) else each[0] for each in wanted))


def many_sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    """Comparisons of a set of targets; `wanted` is a tuple of ids (or pairs, of which the id counts)."""
    junction = operand.extra["junction"].alias()
    of_record = junction.c.record_id == operand.expression

    def some(*targets: int) -> ColumnElement[bool]:
        query = select(junction.c.target_id).where(of_record)
        return exists(query.where(junction.c.target_id.in_(targets)) if targets else query)

    if op in EMPTINESS:
        return some() if op == "not_empty" else not_(some())
    if op == "all":
        return and_(true(), *(some(each) for each in _ids(wanted)))
    found = some(*_ids(wanted)) if wanted else false()
    return found if op in {"eq", "in", "any"} else not_(found)


def many_holds(stored: Any, op: str, wanted: Any) -> bool | None:
    """The meaning of `many_sql` for one tuple of ids."""
    targets = frozenset(stored or ())
    if op in EMPTINESS:
        return bool(targets) == (op == "not_empty")
    ids = frozenset(_ids(wanted))
    if op == "all":
        return ids <= targets
    return bool(ids & targets) == (op in {"eq", "in", "any"})


RECORD = Comparison(ONE, _read, _one_sql, _one_holds)
MANY_OPERATORS = ONE | {"any", "all", "none"}
RECORDS = Comparison(MANY_OPERATORS, _read, many_sql, many_holds)
