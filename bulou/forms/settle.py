"""A new definition settled onto the old one: nothing is lost, columns that must give way are moved aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bulou.forms.columns import RESERVED, short
from bulou.forms.fields.kind import kinds
from bulou.forms.model import FieldDef, FormDef

# Kinds whose stored values are each other's: changing between them keeps the column.
_SAME = ({"text", "long_text"}, {"file", "image", "signature"})


@dataclass(frozen=True)
class Move:
    """Field `old` leaves its column (or table) for that of `new`, hidden. `within`: the detail around it."""

    old: FieldDef
    new: FieldDef
    within: str | None = None


@dataclass(frozen=True)
class Change:
    """One line of what publishing does: add, hide, show, replace or change a `field`, or create the form."""

    kind: str
    field: str | None = None


@dataclass(frozen=True)
class Settled:
    """The definition as it will be stored, columns to move and what changes for people."""

    definition: FormDef
    moves: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()


def settle(before: FormDef | None, after: FormDef) -> Settled:
    """`after` with the columns it gets; fields that are no longer named stay, hidden."""
    if before is None:
        return Settled(after.model_copy(update={"version": 1}), (), (Change("create"),))
    fields, moves, changes = _settle_fields(before.fields, after.fields, None)
    version = before.version + 1
    definition = after.model_copy(update={"fields": fields, "version": version})
    plain = before.model_copy(update={"version": version})
    if not changes and definition != plain:
        changes.append(Change("change"))
    return Settled(definition, tuple(moves), tuple(changes))


def columns_of(field: FieldDef) -> list[str]:
    """The names in the database that a field takes in its table; its own alone while its kind or options are wrong."""
    try:
        kind = kinds[field.kind]
        cols = (*kind.columns(field), *kind.derived_columns(field))
    except (KeyError, ValidationError):
        return [short(field.stored_as)]
    return [short(field.stored_as + col.name.removeprefix(field.key)) for col in cols]


def _settle_fields(
    before: Sequence[FieldDef], after: Sequence[FieldDef], within: str | None
) -> tuple[tuple[FieldDef, ...], list[Move], list[Change]]:
    old = {field.key: field for field in before}
    moves: list[Move] = []
    changes: list[Change] = []
    settled: list[FieldDef] = []
    named = {field.key for field in after}
    carried = [field.model_copy(update={"hidden": True}) for field in before if field.key not in named]
    changes += [Change("hide", field.key) for field in before if field.key not in named and not field.hidden]
    for field in after:
        known = old.get(field.key)
        if known is not None and not same_storage(known, field):
            moved = _aside(known, [*before, *after])
            carried.append(moved)
            moves.append(Move(known, moved, within))
            known = None
            changes.append(Change("replace", _path(within, field.key)))
        elif known is None:
            changes.append(Change("add", _path(within, field.key)))
        settled.append(_settle_field(known, field, carried, moves, changes))
    return (*settled, *carried), moves, changes


def _settle_field(
    known: FieldDef | None, field: FieldDef, carried: list[FieldDef], moves: list[Move], changes: list[Change]
) -> FieldDef:
    if known is None:
        return _free(field, carried)
    children = field.fields
    if field.fields or known.fields:
        children, inner, inside = _settle_fields(known.fields, field.fields, field.key)
        moves += inner
        changes += inside
    since = known.hidden_on if field.hidden else None
    result = field.model_copy(update={"column": known.column, "fields": children, "hidden_on": since})
    if known.hidden and not field.hidden:
        changes.append(Change("show", field.key))
    elif field.hidden and not known.hidden:
        changes.append(Change("hide", field.key))
    elif result.model_copy(update={"fields": known.fields}) != known:
        changes.append(Change("change", field.key))
    return result


def same_storage(old: FieldDef, new: FieldDef) -> bool:
    """True when the new field can go on with the old one's column or table."""
    if old.kind != new.kind:
        return any({old.kind, new.kind} <= family for family in _SAME)
    kind = kinds[old.kind]
    before, after = kind.options(old), kind.options(new)
    if getattr(before, "target", None) != getattr(after, "target", None):
        return False
    if getattr(before, "currency", None) != getattr(after, "currency", None):
        return False
    if getattr(before, "result", None) != getattr(after, "result", None):
        return False
    if getattr(before, "other", False) and not getattr(after, "other", False):
        return False  # the texts stay with the field that is put aside
    return bool(getattr(after, "decimals", 0) >= getattr(before, "decimals", 0))


def _aside(field: FieldDef, others: Sequence[FieldDef]) -> FieldDef:
    key = _numbered(
        field.key.split("__")[0], {name for each in others for name in (each.key, each.stored_as)}
    )
    return field.model_copy(
        update={"key": key, "column": key, "hidden": True, "hidden_on": None, "unique": False}
    )


def _free(field: FieldDef, carried: Sequence[FieldDef]) -> FieldDef:
    """The field with its key as column, or `key__N` where a hidden field sits on that name."""
    taken = {name for each in carried for name in columns_of(each)} | {each.stored_as for each in carried}
    if not taken.intersection((*columns_of(field), field.stored_as)):
        return field
    return field.model_copy(update={"column": _numbered(field.key, taken | RESERVED)})


def _numbered(key: str, taken: set[str] | frozenset[str]) -> str:
    number = 2
    while f"{key}__{number}" in taken:
        number += 1
    return f"{key}__{number}"


def _path(within: str | None, key: str) -> str:
    return f"{within}.{key}" if within else key
