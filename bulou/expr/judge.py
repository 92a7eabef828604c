"""Condition → Python: the same judgement of one record that `to_sql` passes on a table."""

from collections.abc import Callable

from bulou.expr.compare import ready
from bulou.expr.context import Context
from bulou.expr.errors import UnknownField
from bulou.expr.tree import And, Condition, Everything, Leaf, Not, Or
from bulou.expr.types import Stored

ValueOf = Callable[[str], Stored | None]


def holds(condition: Condition, value_of: ValueOf, context: Context) -> bool | None:
    """True, False, or None for unknown. Raises the errors of `to_sql`.

    `value_of(path)` gives the stored value with its type, None when there is no such field.
    """
    match condition:
        case Everything():
            return True
        case And(parts):
            judged = [holds(part, value_of, context) for part in parts]
            return False if False in judged else None if None in judged else True
        case Or(parts):
            judged = [holds(part, value_of, context) for part in parts]
            return True if True in judged else None if None in judged else False
        case Not(part):
            inner = holds(part, value_of, context)
            return None if inner is None else not inner
        case Leaf():
            return _comparison(condition, value_of, context)


def _comparison(leaf: Leaf, value_of: ValueOf, context: Context) -> bool | None:
    stored = value_of(leaf.field)
    if stored is None:
        raise UnknownField(leaf.at, field=leaf.field)
    comparison, op, wanted = ready(leaf, stored.type, stored.scale, context)
    if stored.many is None:
        return comparison.holds(stored.value, op, wanted)
    return any(comparison.holds(each.value, op, wanted) is True for each in stored.many)
