"""Which fields of a form visitors may fill in: what they type, choose or upload; nothing that looks into records."""

from collections.abc import Iterable
from typing import Any

from bulou.forms.form import BoundField, Form
from bulou.records.files.kinds import IMAGES

KINDS = frozenset(
    (
        *("text", "long_text", "email", "phone", "link", "number", "money", "percent"),
        *("date", "datetime", "choice", "choices", "switch", "file", "image"),
    )
)
FILES = frozenset(("file", "image"))
MEGABYTE = 1024 * 1024
LARGEST_MB = 10  # of one file of a visitor, whatever the field allows
MOST_FILES = 5
# What a page needs to know of a field's settings; the rest is nobody's business.
TOLD = ("max_length", "min", "max", "decimals", "unit", "code", "rows")
PICTURES = frozenset(type_.removeprefix("image/") for type_ in IMAGES)


def is_offered(field: BoundField) -> bool:
    """Whether visitors may be asked for it. Money that names its own currency needs a rate, which they cannot know;
    options that depend on other fields would answer whoever tries them."""
    by_record = getattr(field.options, "currency", "fixed") != "fixed"
    offers = field.definition.offers
    closed = field.definition.readonly or field.kind.computed or (offers is not None and bool(offers.match))
    return field.definition.kind in KINDS and not closed and not by_record


def offered(form: Form) -> Iterable[BoundField]:
    """The fields that may be chosen."""
    return (field for field in form.fields if is_offered(field))


def settings_of(field: BoundField) -> dict[str, Any]:
    """The part of the field's settings that a visitor's page needs."""
    options = field.options.model_dump(mode="json")
    told = {name: options[name] for name in TOLD if options.get(name) is not None}
    if "choices" in options:
        told["choices"] = [
            {"key": each["key"], "label": each["label"]}
            for each in options["choices"]
            if not each.get("archived")
        ]
    if field.definition.kind in FILES:
        told["max_count"] = min(field.options.max_count, MOST_FILES)
        told["max_size"] = min(field.options.max_size, LARGEST_MB)
        told["types"] = list(field.options.types)
    return told
