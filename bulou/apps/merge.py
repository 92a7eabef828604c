"""Three-way merge of JSON: what a package changed since it was installed comes in, what the workspace changed stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NAMES = (
    "key",
    "section",
    "form",
    "dashboard",
    "page",
    "put",
)  # what names an object of a list: the first it has
NOTHING: Any = object()  # not there, which is not null


@dataclass
class Merged:
    """The outcome. `taken`: paths that came from the package; `kept`: (path, mine, theirs) where both changed and the
    workspace's stayed. `value` is NOTHING where it is gone."""

    value: Any
    taken: list[str] = field(default_factory=list)
    kept: list[tuple[str, Any, Any]] = field(default_factory=list)


def merge(base: Any, mine: Any, theirs: Any, path: str = "") -> Merged:
    """What becomes of `mine` when `base` became `theirs`.

    Objects merge by key, lists of objects that have names (`NAMES`) by these, lists of plain values as sets
    in the workspace's order; everything else is one value. Where both changed one value, mine stays and is listed.
    """
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs, [path])
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return _objects(base if isinstance(base, Mapping) else {}, mine, theirs, path)
    if _is_list(mine) and _is_list(theirs):
        known = base if _is_list(base) else []
        if all(_keyed(each) for each in (known, mine, theirs)):
            return _keyed_lists(known, mine, theirs, path)
        if all(_plain(each) for each in (known, mine, theirs)):
            return _sets(known, mine, theirs, path)
    return Merged(mine, [], [(path, shown(mine), shown(theirs))])


def shown(value: Any) -> Any:
    """A value as it is listed; null where there is none."""
    return None if value is NOTHING else value


def _objects(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], path: str
) -> Merged:
    whole: dict[str, Any] = {}
    out = Merged(whole)
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        part = merge(base.get(key, NOTHING), mine.get(key, NOTHING), theirs.get(key, NOTHING), _at(path, key))
        if part.value is not NOTHING:
            whole[key] = part.value
        _add(out, part)
    return out


def _keyed_lists(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], path: str) -> Merged:
    old, own, new = ({_name(each): each for each in some} for some in (base, mine, theirs))
    whole: list[Any] = []
    out = Merged(whole)
    for key in _order(list(own), list(new)):
        part = merge(old.get(key, NOTHING), own.get(key, NOTHING), new.get(key, NOTHING), _at(path, key))
        if part.value is not NOTHING:
            whole.append(part.value)
        _add(out, part)
    return out


def _order(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Mine as it is; what only they have stands behind what it follows there."""
    order = list(mine)
    for at, key in enumerate(theirs):
        if key not in order:
            before = next((each for each in reversed(theirs[:at]) if each in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order


def _sets(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], path: str) -> Merged:
    gone = [each for each in base if each not in theirs]
    added = [each for each in theirs if each not in base and each not in mine]
    whole = [each for each in mine if each not in gone] + added
    return Merged(whole, [path] if whole != list(mine) else [])


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _keyed(values: Sequence[Any]) -> bool:
    names = [_name(each) for each in values if isinstance(each, Mapping)]
    return len(names) == len(values) and all(names) and len(set(names)) == len(names)


def _name(value: Mapping[str, Any]) -> str:
    """By what an object of a list is known, '' when by nothing."""
    found = next((name for name in NAMES if isinstance(value.get(name), str)), None)
    return "" if found is None else value[found] if found == "key" else f"{found}:{value[found]}"


def _plain(values: Sequence[Any]) -> bool:
    return all(isinstance(each, str | int) for each in values) and len(set(values)) == len(values)


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _add(out: Merged, part: Merged) -> None:
    out.taken += part.taken
    out.kept += part.kept


def listed(kept: Sequence[tuple[str, Any, Any]]) -> Iterator[dict[str, Any]]:
    """What was kept as `{path, mine, theirs}`."""
    return ({"path": path, "mine": mine, "theirs": theirs} for path, mine, theirs in kept)
