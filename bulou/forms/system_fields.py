"""System columns in the shape of fields, where a field is asked for: what a lookup of one shows."""

from typing import TYPE_CHECKING, Any

from bulou.forms.bound import BoundField
from bulou.forms.fields.kind import kinds
from bulou.forms.model import FieldDef

if TYPE_CHECKING:
    from bulou.forms.form import Form

# Those that people know; the order is the order in pickers.
SHOWN = (
    *("owner", "department", "stage", "stage_since", "next_activity_at", "last_activity_at", "owner_since"),
    *("created_at", "created_by", "updated_at", "updated_by", "id"),
)
KINDS = {"person": "person", "department": "department", "datetime": "datetime", "choice": "choice"}


def system_field(form: "Form", key: str) -> BoundField | None:
    """A system column as a field of the kind that its values are; None when the form has not this one."""
    operand = form.system.get(key) if key in SHOWN else None
    if operand is None:
        return None
    kind = kinds[KINDS.get(operand, "number")]
    definition = FieldDef(key=key, kind=kind.key, label={}, options=_options(form) if key == "stage" else {})
    return BoundField(definition, kind, kind.options(definition), (form.table.c[key],))


def _options(form: "Form") -> dict[str, Any]:
    told = {"key", "label", "colour"}
    return {"choices": [stage.model_dump(include=told) for stage in form.definition.stages]}
