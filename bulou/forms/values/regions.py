"""The administrative divisions of China: province, city, district; read out of addresses as people write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bulou.forms.values.trees import Place, Tree
from bulou.kit.traditional import simplified

_PROVINCE = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
_CITY = re.compile(r"(?:市|地区|盟)$")
_UNNAMED = re.compile(r"直辖县")  # a level that only counts, and that nobody writes
_BETWEEN = " \t\n/,，、>-·"


@lru_cache(maxsize=1)
def regions() -> Tree:
    """The tree; a path is `44/4403/440305`, its parts the first digits of the code of GB/T 2260."""
    text = resources.files(__package__).joinpath("regions.txt").read_text(encoding="utf-8")
    lines = [line.split(" ", 1) for line in text.splitlines()]
    return Tree(_under("", lines))


def _under(code: str, lines: Sequence[list[str]]) -> tuple[Place, ...]:
    deep = len(code) + 2
    found = []
    for at, (key, name) in enumerate(lines):
        if len(key) != deep:
            continue
        end = next((n for n in range(at + 1, len(lines)) if len(lines[n][0]) <= deep), len(lines))
        found.append(Place(key, _names(name, deep), _under(key, lines[at + 1 : end]) if end > at + 1 else ()))
    return tuple(found)


def _names(name: str, deep: int) -> tuple[str, ...]:
    ending = {2: _PROVINCE, 4: _CITY}.get(deep)
    short = ending.sub("", name) if ending else name
    return (name, short) if short != name and len(short) > 1 else (name,)


def region_names(path: str) -> list[str]:
    """The names on the way to a place, as an address says them: 北京市 东城区, not 北京市 北京市 东城区."""
    way = [place.names[0] for place in regions().by_path[path]]
    return [name for at, name in enumerate(way) if not _UNNAMED.search(name) and name not in way[:at]]


@dataclass(frozen=True)
class Address:
    """A place (None: none was named) and what stands behind its name."""

    region: str | None
    detail: str


def read_address(text: str) -> Address:
    """`广东省深圳市南山区科苑路8号`, `深圳 南山区`, `北京市朝阳区…`, `上海/浦东新区/…`."""
    whole = simplified(text).strip(_BETWEEN)
    for province in regions().roots:
        rest = _without(whole, province.names)
        if rest is not None:
            return _inside(province, rest)
    for place, way in _cities():
        rest = _without(whole, place.names)
        if rest is None:
            continue
        county = _county(place, rest)
        if county is not None:
            return Address(f"{way}/{place.key}/{county[0]}", county[1])
        if whole.startswith(place.names[0]):
            return Address(f"{way}/{place.key}", rest)
    return Address(None, text.strip())


def _cities() -> Iterator[tuple[Place, str]]:
    return ((city, province.key) for province in regions().roots for city in province.children)


def _inside(province: Place, rest: str) -> Address:
    """What `rest` says within a province; the city may be left out where the district alone is clear."""
    for city in province.children:
        inner = _without(rest, city.names)
        if inner is not None:
            county = _county(city, inner)
            if county is not None:
                return Address(f"{province.key}/{city.key}/{county[0]}", county[1])
            return Address(f"{province.key}/{city.key}", inner)
    found = [(city, county) for city in province.children if (county := _county(city, rest)) is not None]
    if len(found) == 1:
        city, (key, behind) = found[0]
        return Address(f"{province.key}/{city.key}/{key}", behind)
    return Address(province.key, rest)


def _county(city: Place, rest: str) -> tuple[str, str] | None:
    for county in sorted(city.children, key=lambda each: -len(each.names[0])):
        behind = _without(rest, county.names)
        if behind is not None:
            return county.key, behind
    return None


def _without(text: str, names: Sequence[str]) -> str | None:
    """`text` behind the first of `names` that it begins with, None when it begins with none."""
    for name in names:
        if text.startswith(name):
            return text[len(name) :].lstrip(_BETWEEN)
    return None
