"""Ids as values: a positive 64-bit integer, or an object that carries one."""

from typing import Any

from bulou.kit.errors import FieldError

LARGEST = 2**63 - 1


def checked_id(value: Any) -> int | None:
    """An id from JSON (`7`, or `{"id": 7, …}` as reading gives it). FieldError: not_an_id."""
    if isinstance(value, dict):
        value = value.get("id", value)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST:
        raise FieldError("fields.not_an_id")
    return value


def checked_ids(value: Any, most: int) -> tuple[int, ...]:
    """A list of ids, repeats dropped, order kept. FieldError: not_a_list, not_an_id, too_many."""
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise FieldError("fields.not_a_list")
    if len(value) > most:
        raise FieldError("fields.too_many", max=most, count=len(value))
    found = [checked_id(each) for each in value]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def title_of(value: Any) -> str | None:
    """The title in `{id, title}`; hidden and missing targets have none."""
    if isinstance(value, dict):
        title = value.get("title")
        return title if isinstance(title, str) else None
    return str(value) if value is not None else None
