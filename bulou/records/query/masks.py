"""Values that are shown masked: read with whether they are open, and covered by their kind where they are not."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, literal_column

from bulou.access.visible import Visible
from bulou.forms.form import BoundField

MASKED = "masked"


def masked_columns(seen: Visible, bound: BoundField) -> tuple[Any, ...]:
    """The columns of a field where at least its mask is shown, and 1 on rows where it is open itself."""
    shown = seen.masked(bound.key)
    columns = tuple(case((shown, seen.of.c[column.key])) for column in bound.columns)
    if bound.key not in seen.fields:
        return (*columns, literal_column("0"))
    when = seen.when(bound.key)
    return (*columns, literal_column("1") if when is None else case((when, 1), else_=0))


def masking(bound: BoundField, dump: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """What becomes of what `masked_columns` read: the JSON value, or `{masked: text}`."""
    kind, definition, single = bound.behaves, bound.definition, len(bound.columns) == 1

    def told(stored: Any) -> Any:
        *parts, open_ = stored
        value = parts[0] if single else tuple(parts)
        dumped = value if dump is None else dump(value)
        if open_ or dumped is None or dumped == []:
            return dumped
        return {MASKED: kind.mask(definition, dumped)}

    return told


def mask_in(value: Any) -> str | None:
    """The text of a masked value, None for any other."""
    return value[MASKED] if isinstance(value, dict) and value.keys() == {MASKED} else None
