"""Step 3: what nobody said on creating gets its default; owner, department and stage find their beginning."""

from typing import Any

from bulou.forms.form import BoundField
from bulou.kit.clock import day_in
from bulou.kit.errors import FieldError
from bulou.records.write.model import Chunk


def defaults(chunk: Chunk) -> None:
    """Fill the empty fields of new rows."""
    ready = _ready(chunk)
    owner = chunk.who.person_id if chunk.form.owned else None
    first = chunk.form.definition.first_stage
    for row in chunk.alive:
        if not row.creating:
            continue
        for key, value in ready.items():
            if key not in row.given:
                row.after[key] = value
        if chunk.form.owned and "owner" not in row.given:
            row.after["owner"] = owner
        if first and "stage" not in row.after:
            row.after["stage"] = first


def _ready(chunk: Chunk) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for bound in chunk.plan.defaults:
        value = constant(chunk, bound, bound.definition.default)
        if value is not None:
            found[bound.key] = value
    return found


def constant(chunk: Chunk, bound: BoundField, value: Any) -> Any:
    """A default or a rule's value as stored value; `{"now": true}`, `{"today": true}`, `{"actor": true}` are
    filled in. None when the field cannot hold it (publishing has warned)."""
    if isinstance(value, dict):
        if value.get("now"):
            value = chunk.tx.now_text
        elif value.get("today"):
            value = day_in(chunk.tx.now, chunk.zone).isoformat()
        elif value.get("actor"):
            value = chunk.who.person_id
    try:
        kind = bound.kind
        return kind.check(bound.definition, kind.localise(value, chunk.zone) if kind.zoned else value)
    except FieldError:
        return None
