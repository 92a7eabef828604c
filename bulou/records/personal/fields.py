"""Which fields of a form tell of a person."""

from collections.abc import Iterator

from bulou.forms.bound import BoundField
from bulou.forms.form import Form, bind_field
from bulou.forms.model import FieldDef, FormDef

KINDS = frozenset({"phone", "email", "id_number", "signature"})
SLOTS = frozenset({"phone", "email", "wechat", "contact"})
TEXTS = frozenset({"text", "long_text", "rich_text", "tags", "link", "address", "location"})


def is_personal(form: FormDef, field: FieldDef) -> bool:
    """What the definition says, else: its kind, a person's name, a slot of the trait `party` that reaches somebody."""
    if field.personal is not None:
        return field.personal
    if field.kind in KINDS or field.options.get("name") == "person":
        return True
    slots = form.traits.get("party") or {}
    return any(slots.get(slot) == field.key for slot in SLOTS) and field.kind in ("text", *KINDS)


def personal_fields(form: Form) -> tuple[BoundField, ...]:
    """The stored fields that tell of a person."""
    return tuple(
        each
        for each in form.fields
        if each.columns and not each.kind.computed and is_personal(form.definition, each.definition)
    )


def text_fields(form: Form) -> tuple[BoundField, ...]:
    """Fields in which anybody may be named; personal ones left out."""
    mine = {each.key for each in personal_fields(form)}
    return tuple(
        each
        for each in form.fields
        if each.columns and not each.kind.computed and each.kind.key in TEXTS and each.key not in mine
    )


def hidden_fields(form: Form) -> Iterator[BoundField]:
    """Fields that somebody deleted and whose columns still hold values: personal ones and texts."""
    for field in form.definition.fields:
        if field.hidden and (is_personal(form.definition, field) or field.kind in TEXTS):
            bound = bind_field(field)
            if bound.columns:
                yield bound
