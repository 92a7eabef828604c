"""Codes that people type or scan: narrow characters, capitals, no blanks; a number cell may have lost digits."""

import re
import unicodedata
from typing import Any

from bulou.forms.fields.kind import Reading
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff-]+")
_SCIENCE = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
EXACT = 10**15  # numbers from here on were rounded when the worksheet was saved


def tidy(text: str) -> str:
    """`１１０１０５ １９４９…002x` → `110105194…002X`."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def read_code(cell: Any) -> str | Reading | None:
    """The code in a cell, None when there is none; a Reading that says what is wrong."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | None):
        return Reading(problem="fields.not_text")
    if isinstance(cell, float) and not abs(cell) < EXACT:
        return Reading(problem="cells.digits_lost")
    text = cell_text(cell)
    if says_nothing(text):
        return None
    if len(text) <= 40 and _SCIENCE.fullmatch(text):
        return Reading(problem="cells.digits_lost")
    return tidy(text) if len(text) <= 200 else text


def refused(error: FieldError) -> Reading:
    """The Reading of a value that its kind refused."""
    return Reading(problem=error.code, params=error.params)
