"""Trees of named places: checked by path, found in cells by the names on the way or by a name that is unique."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bulou.kit.text import fold

_BETWEEN = re.compile(r"[/／>＞→\\、,，|\n-]")


@dataclass(frozen=True)
class Place:
    """A node: its key among its siblings and the names it goes by, the first of them shown."""

    key: str
    names: tuple[str, ...]
    children: tuple["Place", ...] = ()
    archived: bool = False


@dataclass(frozen=True, eq=False)
class Tree:
    """Every node by its path of keys (`east/sh`)."""

    roots: Sequence[Place]
    between: re.Pattern[str] = field(default=_BETWEEN)

    @cached_property
    def by_path(self) -> Mapping[str, tuple[Place, ...]]:
        """Path → the nodes on the way, the node itself last."""
        return dict(_walk(self.roots, ()))

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name → the paths of the nodes that go by it."""
        found: dict[str, tuple[str, ...]] = {}
        for path, way in self.by_path.items():
            for name in {fold(each) for each in (*way[-1].names, way[-1].key)}:
                found[name] = (*found.get(name, ()), path)
        return found

    def find(self, text: str) -> list[str]:
        """The paths a text may mean: those whose names it gives from the top, else those of its last name.

        `华东/上海/浦东`, `上海 > 浦东`, `浦东`.
        """
        parts = [fold(part) for part in self.between.split(text) if part.strip()]
        if not parts:
            return []
        candidates = [path for path in self.by_name.get(parts[-1], ()) if self._names(path, parts[:-1])]
        exact = [path for path in candidates if path.count("/") == len(parts) - 1]
        return exact or candidates

    def _names(self, path: str, above: Sequence[str]) -> bool:
        """True when the nodes above `path` go by the names `above`, in order; some may be left out."""
        way = iter(self.by_path[path][:-1])
        return all(any(name in map(fold, (*node.names, node.key)) for node in way) for name in above)


def _walk(places: Sequence[Place], above: tuple[Place, ...]) -> Iterator[tuple[str, tuple[Place, ...]]]:
    for place in places:
        way = (*above, place)
        yield "/".join(each.key for each in way), way
        yield from _walk(place.children, way)
