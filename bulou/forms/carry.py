"""Carrying a value from a field of one form to a field of another: what fits, and how it is said there."""

from collections.abc import Mapping
from typing import Any

from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField

AMOUNTS = frozenset({"number", "money", "rating", "slider"})
TEXTS = frozenset({"text", "long_text"})
SAID = frozenset(
    (
        *("text", "long_text", "phone", "email", "link", "serial", "barcode", "id_number", "credit_code"),
        *("choice", "choices", "cascade", "address", "date", "rmb_capitals"),
    )
)
# Operand types: what belongs to one record alone, or has a table of its own.
NEVER = frozenset({"file", "rows", "records", "people", "departments"})


def fits(source: BoundField, target: BoundField) -> bool:
    """Whether a value of `source` can stand in `target`."""
    if (
        target.kind.computed
        or not source.columns
        or {source.operand, target.operand} & NEVER
        or _foreign(source)
        or _foreign(target)
    ):
        return False
    kind = source.behaves.key
    if kind == target.kind.key:
        return source.target == target.target
    return (kind in AMOUNTS and target.kind.key in AMOUNTS) or (kind in SAID and target.kind.key in TEXTS)


WHOLE = frozenset(
    {"file", "records", "people", "departments"}
)  # what can be carried to a field that holds the same


def fits_whole(source: BoundField, target: BoundField) -> bool:
    """As `fits`, where a whole record is carried: lists of records and people, and files, which get copies."""
    if target.kind.computed:
        return False
    if source.operand in WHOLE and target.operand in WHOLE:
        alike = source.operand == target.operand and source.target == target.target
        return alike and (source.operand != "file" or source.kind.key == target.kind.key)
    if source.operand == "rows" or target.operand == "rows":
        return False
    return fits(source, target)


def _foreign(bound: BoundField) -> bool:
    """Money in a currency of its own would need a rate."""
    return bool(getattr(bound.options, "currency", None) == "record" or bound.target == "*")


def carried(source: BoundField, target: BoundField, value: Any, context: CellContext) -> Any:
    """What is read in `source` as `target` reads it; None when there is nothing, or nothing but an error."""
    if value is None or (isinstance(value, Mapping) and "error" in value):
        return None
    if target.kind.key in TEXTS and source.behaves.key not in TEXTS:
        said = source.kind.write_cell(source.definition, value, context)
        return None if said is None else str(said)
    return value


def written(value: Any) -> Any:
    """A value as it is read in the shape in which it is written: what names a record by its id."""
    if isinstance(value, list):
        return [written(each) for each in value]
    if isinstance(value, Mapping):
        if "region" in value:
            return {key: each for key, each in value.items() if key != "names"}
        if "id" in value:
            return value["id"]
    return value
