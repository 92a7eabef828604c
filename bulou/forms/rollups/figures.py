"""Figures as the two columns of a rollup hold them: exact integers, or the code of what went wrong."""

from decimal import Decimal
from typing import Any

from bulou.expr.formula.values import EXACT, LOST, OUT_OF_RANGE
from bulou.forms.values.ids import LARGEST
from bulou.kit.money import to_scaled

Stored = tuple[Any, str | None]
GONE: Stored = (None, LOST)  # of a rollup whose form or field is not there any more


def whole(figure: int) -> Stored:
    """A number, unless it is beyond what a column holds."""
    return (figure, None) if abs(figure) <= LARGEST else (None, OUT_OF_RANGE)


def carried(found: Any, more: int) -> Stored:
    """A gathered value with `more` decimals; days and moments as they are."""
    return whole(found * 10**more) if isinstance(found, int) else (found, None)


def averaged(total: int | None, over: int, scale: int, decimals: int) -> Stored | None:
    """The average of `over` values with `scale` decimals, rounded half away from zero; nothing of none."""
    if not over:
        return None
    mean = EXACT.divide(Decimal(total or 0).scaleb(-scale, EXACT), Decimal(over))
    return whole(to_scaled(mean, decimals))
