"""Phone: mobile, landline or foreign number, comparable by its digits."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, covered, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.phone import Phone as Number
from bulou.kit.phone import parse_phone, split_phones
from bulou.kit.tokens import phone_tokens

LONGEST = 40
_SCIENCE = re.compile(r"(\d(?:\.\d+)?)[eE]\+?(\d{1,2})")
_INSIDE = re.compile(r"\+?\d[\d\-\s()]{5,20}\d")


class Phone(FieldKind):
    """A phone number; `<key>__key` holds the digits that make two numbers the same."""

    key = "phone"
    label = words("电话", "Phone")
    group = "people"
    operators = ("eq", "ne", "contains", "starts", "ends", "in", "not_in", "empty", "not_empty")
    identity_dump = True

    def derived_columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(f"{field.key}__key", "text", True),)

    def derived(self, field: FieldDef, stored: Any) -> Mapping[str, Any]:
        number = parse_phone(stored) if stored else None
        return {f"{field.key}__key": number.key if number else None}

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        number = parse_phone(text)
        if number is None:
            raise FieldError("fields.not_a_phone")
        return number.text

    def mask(self, field: FieldDef, dumped: Any) -> str:
        return covered(str(dumped), 3, 4)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = _digits(cell) if isinstance(cell, int | float) else cell_text(cell)
        if text is None or len(text) > 200 or not isinstance(cell, str | int | float | None):
            return Reading(problem="fields.not_a_phone")
        if says_nothing(text):
            return Reading()
        if science := _SCIENCE.fullmatch(unicodedata.normalize("NFKC", text)):
            if len(science[1].replace(".", "").rstrip("0")) < int(science[2]) - 1:
                return Reading(problem="cells.digits_lost")
            text = _digits(Decimal(science[0])) or ""
        return _first_number(text)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def search_tokens(self, field: FieldDef, stored: Any) -> list[str]:
        key = self.derived(field, stored)[f"{field.key}__key"]
        return phone_tokens(key) if key else []

    def sample(self, field: FieldDef) -> str:
        return "13902255229"


def _digits(number: int | float | Decimal) -> str | None:
    """A number cell as the digits it was meant to be."""
    if isinstance(number, bool):
        return None
    try:
        exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
        return str(int(exact)) if 0 <= exact < 10**16 and exact == int(exact) else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _inside(text: str) -> list[Number]:
    """Numbers among other words."""
    matches = _INSIDE.findall(unicodedata.normalize("NFKC", text))
    return [number for match in matches if (number := parse_phone(match.strip()))]


def _first_number(text: str) -> Reading:
    whole = parse_phone(text)
    if whole:
        return Reading(whole.text)
    found: list[Number] = []
    parts = split_phones(text) or [text]
    for part in parts:
        number = parse_phone(part)
        if number:
            found.append(number)
        elif len(parts) > 1:  # `15173975399(微信同号)` beside another number
            found += _inside(part)
    others = "cells.more_than_one"
    if not found:
        found = _inside(text)
        others = "cells.text_dropped"
    if not found:
        return Reading(problem="fields.not_a_phone")
    if len(found) > 1:
        rest = [number.text for number in found[1:]]
        return Reading(found[0].text, note="cells.more_than_one", params={"rest": rest})
    return Reading(found[0].text, note=others if others == "cells.text_dropped" else None)


kinds.register(Phone())
