"""Bodies: read no further than the limit, waited for no longer than a slow line takes, JSON of a sane depth."""

import asyncio
import re
import time
from typing import Any

import orjson
from starlette.types import Message, Receive

from bulou.api.problems import CutShort, NotJson, TooDeep, TooLarge, TooSlow
from bulou.kit.errors import FieldProblem, Invalid

MEGABYTE = 1024 * 1024
PATIENCE = 30.0  # seconds, and as many more as what has come takes at the slowest speed
SLOWEST = 8 * 1024  # bytes a second
DEEPEST = 100
LARGEST = 2**63 - 1
SUSPICIOUS = re.compile(rb"\\u0000|[0-9]{19}")


def patient(receive: Receive) -> Receive:
    """`receive` that gives up on a client too slow (TooSlow) or gone (CutShort)."""
    began = time.monotonic()
    size = 0

    async def next_message() -> Message:
        nonlocal size
        left = PATIENCE + size / SLOWEST - (time.monotonic() - began)
        try:
            async with asyncio.timeout(max(left, 0)):
                message = await receive()
        except TimeoutError:
            raise TooSlow() from None
        if message["type"] == "http.disconnect":
            raise CutShort()
        size += len(message.get("body", b""))
        return message

    return next_message


async def read_whole(receive: Receive, declared: bytes, limit: int) -> bytes:
    """The whole body, refused as soon as it is known to be larger than `limit` bytes. TooLarge, TooSlow, CutShort."""
    if declared.isdigit() and int(declared) > limit:
        raise too_large(limit)
    receive = patient(receive)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def too_large(limit: int) -> TooLarge:
    """The refusal of a body over `limit` bytes."""
    return TooLarge(limit=limit, megabytes=max(1, limit // MEGABYTE))


def read_json(text: bytes) -> Any:
    """The value of a JSON text. NotJson, TooDeep, Invalid (NUL, numbers of more than 63 bits)."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotJson(position=error.pos) from error
    if text.count(b"[") + text.count(b"{") > DEEPEST:
        refuse_deep(value)
    if SUSPICIOUS.search(text):
        refuse_unstorable(value, "")
    return value


def refuse_deep(value: Any) -> None:
    """Nothing is nested deeper than `DEEPEST`: what walks over it later may do so by recursion."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            item
            for each in level
            if isinstance(each, dict | list)
            for item in (each.values() if isinstance(each, dict) else each)
            if isinstance(item, dict | list)
        ]
        if not level:
            return
    raise TooDeep(most=DEEPEST)


def refuse_unstorable(value: Any, path: str) -> None:
    """No text may hold the character NUL, no whole number more than 63 bits: neither database stores them."""
    if isinstance(value, str):
        if "\x00" in value:
            raise Invalid(problems=[FieldProblem(path, "fields.nul")])
    elif isinstance(value, int):
        if value > LARGEST:
            raise Invalid(
                problems=[FieldProblem(path, "fields.out_of_range", {"min": -LARGEST, "max": LARGEST})]
            )
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_unstorable(key, path)
            refuse_unstorable(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            refuse_unstorable(item, f"{path}.{index}" if path else str(index))
