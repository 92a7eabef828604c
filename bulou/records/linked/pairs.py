"""What is asked of another form on behalf of a record that is filled in: its values in the place of fields."""

from collections.abc import Mapping
from typing import Any

from bulou.access.visible import Visible, may
from bulou.forms.carry import written
from bulou.forms.linked import Where

EMPTY: tuple[Any, ...] = (None, "", [], {})


def condition_of(seen: Visible, look: Where, values: Mapping[str, Any]) -> Any:
    """The condition with the values filled in; None: nothing can match, or the reader may not ask."""
    if not may(seen.actor, seen.form.key, "read"):
        return None
    readable = seen.fields | {"id"}
    pairs = [(pair, written(values.get(pair.of))) for pair in look.match]
    if any(value in EMPTY or pair.field not in readable for pair, value in pairs):
        return None
    leaves = [{"field": pair.field, "op": pair.op, "value": _asked(pair.op, value)} for pair, value in pairs]
    return {"and": [*leaves, *([look.filter] if look.filter is not None else [])]}


def _asked(op: str, value: Any) -> Any:
    """A list where the operator takes one."""
    return [value] if op in ("in", "not_in", "any", "all", "none") and not isinstance(value, list) else value
