"""What is shown of a task where it is met: how much of its checklist is ticked, how it repeats."""

from collections.abc import Collection, Mapping
from typing import Any

SLOTS = ("progress", "repeat", "repeat_every", "repeat_until")
Json = dict[str, Any]


def fields_of(slots: Mapping[str, str], readable: Collection[str]) -> list[str]:
    """The fields to read for it."""
    return [slots[slot] for slot in SLOTS if slot in slots and slots[slot] in readable]


def told(slots: Mapping[str, str], item: Json) -> Json:
    """`{progress, repeat}` of a record as JSON: `2/5` or None, `{option, every, until}` or None."""
    progress, option, every, until = (item.get(slots.get(slot, "")) for slot in SLOTS)
    repeats = isinstance(option, str) and bool(option)
    return {
        "progress": progress if isinstance(progress, str) and progress else None,
        "repeat": {"option": option, "every": every, "until": until} if repeats else None,
    }
