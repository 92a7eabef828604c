"""What was configured, before and after: two JSON values compared down to the parts that differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST = 200  # changed parts of one act
LONGEST = 2_000  # letters of one side
NAMED_BY = ("key", "name", "section", "id", "form", "field", "page", "dashboard")
_NONE = object()


def pairs(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """`{"changes": {path: [before, after]}}` of all that differs; members of lists go by their key where they have one.

    None stands for what is not there. Long values are cut; `{"more": n}` says how many parts did not fit.
    """
    found = list(_differences("", before or {}, after or {}))
    told = {path: [_short(one), _short(other)] for path, one, other in found[:MOST]}
    return {"changes": told, **({"more": len(found) - MOST} if len(found) > MOST else {})}


def _differences(path: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    if one == other:
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from _of_parts(path, one, other)
        return
    first, second = _by_name(one), _by_name(other)
    if first is not None and second is not None and (first or second):
        yield from _of_parts(path, first, second)
        if [name for name in first if name in second] != [name for name in second if name in first]:
            yield (f"{path}.order" if path else "order", list(first), list(second))
        return
    yield (path, one, other)


def _of_parts(path: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in dict.fromkeys((*one, *other)):
        before, after = one.get(key, _NONE), other.get(key, _NONE)
        if before is _NONE or after is _NONE:
            before, after = (None if each is _NONE else each for each in (before, after))
            if before != after:
                yield (f"{path}.{key}" if path else str(key), before, after)
        else:
            yield from _differences(f"{path}.{key}" if path else str(key), before, after)


def _by_name(value: Any) -> dict[str, Any] | None:
    """The members of a list by what names each of them; None where they have no names of their own."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    named: dict[str, Any] = {}
    for each in value:
        name = (
            next((each[key] for key in NAMED_BY if each.get(key)), None)
            if isinstance(each, Mapping)
            else None
        )
        if not isinstance(name, str | int) or str(name) in named:
            return None
        named[str(name)] = each
    return named


def _short(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else repr(value)
    return value if len(text) <= LONGEST else f"{str(value)[:LONGEST]}…"
