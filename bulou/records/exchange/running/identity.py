"""What makes two rows the same record, and what makes them likely to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bulou.forms.form import BoundField, Form
from bulou.kit.errors import FieldError
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import Plan

Identity = tuple[tuple[str, Any], ...]  # field and comparable value, None where the row says nothing
Hint = tuple[str, Any]


@dataclass(frozen=True, eq=False)
class Sameness:
    """How records of a form are recognised: all fields of `match` that the file fills must agree, two empty
    values included; `match` holds only such fields.

    Where one of several match fields is empty, the rest is a name that many may have: the `further` fields, phones,
    must agree as well. Hints are comparable values that only make a twin likely: names without legal form, phones.
    """

    form: Form
    match: tuple[str, ...]
    further: tuple[str, ...] = ()

    @cached_property
    def bound(self) -> tuple[BoundField, ...]:
        """The match fields that the form has and that can be compared."""
        found = (self.form.get(key) for key in self.match)
        return tuple(each for each in found if each is not None and each.columns)

    @cached_property
    def bound_further(self) -> tuple[BoundField, ...]:
        """The fields of `further`."""
        return tuple(self.form.bound(key) for key in self.further)

    @cached_property
    def hints(self) -> tuple[tuple[BoundField, str], ...]:
        """Fields with a key that hints at twins, and that key's suffix (`core`, `key`)."""
        found = []
        for each in self.form.fields:
            suffixes = {column.key.rpartition("__")[2] for column in each.derived}
            company = getattr(each.options, "name", None) == "company"
            if "core" in suffixes and company and each.key in self.match:
                found.append((each, "core"))
            elif each.kind.key == "phone" and each.key not in self.match:
                found.append((each, "key"))
        return tuple(found)

    def identity(self, values: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Identity | None:
        """What the row is recognised by, None when it fills none of the match fields."""
        if values.get("id"):
            return (("id", values["id"]),)
        found = tuple((each.key, self._value(each, values, names)) for each in self.bound)
        if all(value is None for _key, value in found):
            return None
        if self.further and any(value is None for _key, value in found):
            found += tuple((each.key, self._value(each, values, names)) for each in self.bound_further)
        return found

    def _value(self, each: BoundField, values: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Any:
        value = values.get(each.key)
        if value is None and each.key in names:
            return " ".join(name_key(name) for name in names[each.key])
        return None if value is None else comparable(each, value)

    def hinted(self, values: Mapping[str, Any]) -> list[Hint]:
        """What hints at a twin."""
        found = []
        for each, suffix in self.hints:
            value = values.get(each.key)
            if value is not None and (key := derived(each, value, suffix)):
                found.append((each.key, key))
        return found


def of_plan(form: Form, plan: Plan) -> Sameness:
    """How the records of an import are recognised: by the match fields that any of its sheets fills."""
    filled = {
        key for sheet in plan.used for key in (*sheet.constants, *(each.field for each in sheet.mapped))
    }
    match = tuple(key for key in plan.options.match if key in filled)
    phones = (each.key for each in form.fields if each.kind.key == "phone")
    further = tuple(key for key in phones if key in filled and key not in match)
    return Sameness(form, match, further if len(match) > 1 else ())


def stored(each: BoundField, value: Any) -> Any:
    """A JSON value as stored, None when the kind does not take it. What a cell gave has been checked by then."""
    if each.kind.identity_dump and isinstance(value, str):
        return value
    try:
        return each.kind.check(each.definition, value)
    except FieldError:
        return None


def comparable(each: BoundField, value: Any) -> Any:
    """What two equal values share: the derived key of names and phones, else what is stored."""
    kept = stored(each, value)
    if kept is None or not each.derived:
        return kept
    return each.spread(kept).get(each.unique_column.key)


def derived(each: BoundField, value: Any, suffix: str) -> Any:
    """One derived column's value."""
    kept = stored(each, value)
    return None if kept is None else each.spread(kept).get(f"{each.key}__{suffix}")
