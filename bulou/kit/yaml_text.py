"""YAML read by the C parser where there is one, ten times as quick; that of others is looked through first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST, MOST = 60, 1_000_000  # levels, and values with what aliases repeat, ten signs of a text as one
LARGEST = 2**63 - 1


def read_yaml(text: str) -> Any:
    """The plain value that `text` of our own describes; None when it is empty. yaml.YAMLError when it is no YAML."""
    return yaml.load(text, _LOADER)


def read_foreign(text: str) -> Any:
    """The same of text that anybody may have written: a plain value that JSON can hold, of bounded depth and size.
    yaml.YAMLError when it is none."""
    # Measured first: the parser recurses in C, without a bound, and aliases repeat at no cost of theirs.
    _measure(text)
    value = yaml.load(text, _LOADER)
    for each in _all(value):
        if not _is_plain(each):
            raise yaml.YAMLError(f"no plain value: {type(each).__name__}")
    return value


def _measure(text: str) -> None:
    count, sizes = 0, dict[str, int]()
    opened: list[tuple[str | None, int]] = []
    for event in yaml.parse(text, _LOADER):
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            if anchor not in sizes:
                raise yaml.YAMLError("an alias inside of what it repeats")
            count += sizes[anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((anchor, count))
            count += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            named, before = opened.pop()
            sizes.update({named: count - before} if named else {})
        elif isinstance(event, yaml.ScalarEvent):
            weight = 1 + len(event.value) // 10
            count += weight
            sizes.update({anchor: weight} if anchor else {})
        if count > MOST or len(opened) > DEEPEST:
            raise yaml.YAMLError("too much or too deep")


def _all(value: Any) -> Iterator[Any]:
    yield value
    inside = (
        [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    for each in inside:
        yield from _all(each)


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value)
    if isinstance(value, str):
        return not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return value is None or isinstance(value, float | list | date)
