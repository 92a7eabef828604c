"""Cursors of keyset pages: opaque to callers, small, bound to the sort they were made for."""

import base64
import binascii
from typing import Any

import orjson

from bulou.kit.errors import Invalid


class BadCursor(Invalid):
    """The cursor was not made by us, or for another sort order."""

    code = "page.bad_cursor"


def encode(sort: str, values: list[Any]) -> str:
    """The cursor after a row with these sort values."""
    return base64.urlsafe_b64encode(orjson.dumps([sort, values])).decode().rstrip("=")


def decode(cursor: str, sort: str, size: int) -> list[Any]:
    """The sort values in a cursor made by `encode` for the same sort."""
    try:
        made_for, values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadCursor() from error
    good = made_for == sort and isinstance(values, list) and len(values) == size
    if not good or not all(v is None or isinstance(v, int | str | float) for v in values):
        raise BadCursor()
    return list(values)
