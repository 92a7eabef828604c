"""The keys by which records are the same, bound to the fields of a form."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Column

from bulou.forms.bound import BoundField
from bulou.forms.twin_key import AlsoIn, TwinKey

Read = Callable[[str], Any]  # field key → stored value


class _Definition(Protocol):
    @property
    def duplicates(self) -> "tuple[TwinKey, ...]": ...


class HasKeys(Protocol):
    """A form, as far as its keys go."""

    @property
    def blocking(self) -> "tuple[SameBy, ...]":
        """What no two living records may share."""
        ...

    @property
    def definition(self) -> _Definition:
        """What the keys are read from."""
        ...


@dataclass(frozen=True, eq=False)
class SameBy:
    """A key bound to the fields of one form. `twin` is None for a field that is unique by itself.

    `core`: names are compared without their legal form, which may warn but never block.
    """

    name: str
    parts: tuple[BoundField, ...]
    twin: TwinKey | None = None
    core: bool = False

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns by which records are compared."""
        return tuple(_column(part, self.core) for part in self.parts)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The keys of the fields."""
        return tuple(part.key for part in self.parts)

    def of(self, read: Read) -> tuple[Any, ...] | None:
        """What is compared of a record; None when one of the fields says nothing."""
        found = tuple(
            _compared(part, column.key, read(part.key))
            for part, column in zip(self.parts, self.columns, strict=True)
        )
        return None if any(each is None or each == "" for each in found) else found


def blocking(fields: Iterable[BoundField], keys: Iterable[TwinKey]) -> tuple[SameBy, ...]:
    """The unique fields, and the keys that block."""
    bound = {each.key: each for each in fields if each.columns}
    single = (SameBy(each.key, (each,)) for each in bound.values() if each.definition.unique)
    return (*single, *(same_by(bound, key) for key in keys if key.kind == "block"))


def same_by(bound: Mapping[str, BoundField], key: TwinKey, core: bool = False) -> SameBy:
    """A key on the fields of its own form."""
    return SameBy(key.key, tuple(bound[name] for name in key.fields), key, core)


def elsewhere(there: Mapping[str, BoundField], key: TwinKey, also: AlsoIn) -> SameBy | None:
    """A key on the fields of another form, compared as a warning; None when a field is gone there."""
    parts = [there.get(also.fields.get(name, "")) for name in key.fields]
    found = tuple(part for part in parts if part is not None and part.columns)
    return SameBy(key.key, found, key, True) if len(found) == len(parts) else None


def way(part: BoundField, core: bool) -> str:
    """How values of a field are compared: two fields can be held against each other when this is the same."""
    column = _column(part, core)
    suffix = column.key.removeprefix(part.key)
    return f"{part.operand}{suffix}:{part.target or ''}"


def _column(part: BoundField, core: bool) -> Column[Any]:
    if core:
        found = next((each for each in part.derived if each.key == f"{part.key}__core"), None)
        if found is not None:
            return found
    return part.unique_column


def _compared(part: BoundField, column: str, stored: Any) -> Any:
    return None if stored is None else part.spread(stored).get(column)


def twin_fields(form: HasKeys, known: Collection[str]) -> list[list[str]]:
    """The fields of each key that pages may ask about: those whose fields are all among `known`."""
    keys = [*(same.fields for same in form.blocking), *(key.fields for key in form.definition.duplicates)]
    return [list(each) for each in dict.fromkeys(keys) if set(each) <= set(known)]
