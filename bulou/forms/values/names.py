"""Cells that name something else (people, departments, records): split into names, resolved by the import."""

import re
from typing import Any

from bulou.forms.fields.kind import Reading
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.text import clean, unstorable

LONGEST_NAME = 255
_BETWEEN = re.compile(r"[、,，;；\n|]|\s/\s|/(?!/)")


def read_name(cell: Any) -> Reading:
    """A cell that names one thing."""
    text = cell_text(cell)
    if says_nothing(text):
        return Reading()
    if len(text) > LONGEST_NAME:
        return Reading(problem="fields.too_long", params={"max": LONGEST_NAME, "length": len(text)})
    if unstorable(text):
        return Reading(problem="fields.bad_text")
    return Reading(link=clean(text) or None)


def read_names(cell: Any) -> Reading:
    """A cell that names several things, split at 、,;/ and line ends."""
    text = cell_text(cell)
    if len(text) > 100 * LONGEST_NAME:
        return Reading(problem="fields.too_long", params={"max": 100 * LONGEST_NAME, "length": len(text)})
    if unstorable(text):
        return Reading(problem="fields.bad_text")
    parts = (clean(part) for part in _BETWEEN.split(text))
    names = tuple(dict.fromkeys(part for part in parts if not says_nothing(part)))
    longest = max(map(len, names), default=0)
    if longest > LONGEST_NAME:
        return Reading(problem="fields.too_long", params={"max": LONGEST_NAME, "length": longest})
    return Reading(links=names)
