"""A column seen as a whole: which values, how often, where first; what they look like."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from bulou.forms.values.strings import cell_text, says_nothing
from bulou.records.exchange.files.cells import BadCell, Cell, raw_text
from bulou.records.exchange.files.sheets import Row
from bulou.records.exchange.meaning import looks

_REMEMBERED = 120_000  # distinct values of one column
_LOOKED_AT = 300

Test = Callable[[Cell], bool]


@dataclass(eq=False)
class Distinct:
    """One value of a column: how often it occurs and in which row first."""

    cell: Cell
    count: int
    row: int

    @property
    def raw(self) -> str:
        """As written."""
        return raw_text(self.cell).strip()


@dataclass(eq=False)
class Profile:
    """All values of one column. `filled` counts cells that hold anything; `overflow` those beyond memory."""

    filled: int = 0
    overflow: int = 0
    values: dict[object, Distinct] = field(default_factory=dict)

    def add(self, row: int, cell: Cell) -> None:
        """Take in one cell."""
        self.filled += 1
        key = cell if type(cell) is str else (type(cell), cell)
        found = self.values.get(key)
        if found is not None:
            found.count += 1
        elif len(self.values) < _REMEMBERED:
            self.values[key] = Distinct(cell, 1, row)
        else:
            self.overflow += 1

    @property
    def distinct(self) -> Iterator[Distinct]:
        """The values in the order of their first rows."""
        return iter(self.values.values())

    @cached_property
    def some(self) -> list[Distinct]:
        """The values that evidence is drawn from; `无`, `待定` and the like are none."""
        return [each for each in islice(self.values.values(), _LOOKED_AT) if _says_something(each.cell)]

    def share(self, test: Test) -> float:
        """The share of the looked-at cells for which `test` holds, each value by how often it occurs."""
        total = sum(each.count for each in self.some)
        return sum(each.count for each in self.some if test(each.cell)) / total if total else 0.0

    @cached_property
    def looks(self) -> dict[str, float]:
        """Shares by look: number, day, phone, email, link, company, person."""
        tests: dict[str, Test] = {
            "number": looks.number,
            "day": looks.day,
            "phone": looks.phone,
            "email": looks.email,
            "link": looks.link,
            "company": looks.company,
            "person": looks.person,
        }
        return {name: self.share(test) for name, test in tests.items()}

    @property
    def variety(self) -> float:
        """Distinct values per filled cell: 1 when none occurs twice."""
        return len(self.values) / self.filled if self.filled else 0.0

    @cached_property
    def length(self) -> float:
        """Mean length of the looked-at texts."""
        return sum(len(each.raw) for each in self.some) / len(self.some) if self.some else 0.0

    def samples(self, most: int = 5) -> list[str]:
        """The first values, as written."""
        return [each.raw for each in islice(self.values.values(), most)]


def _says_something(cell: Cell) -> bool:
    return not isinstance(cell, BadCell) and not (isinstance(cell, str) and says_nothing(cell_text(cell)))


def profiles(rows: Iterable[Row], width: int) -> list[Profile]:
    """The profile of each column of `rows`."""
    found = [Profile() for _ in range(width)]
    for number, cells in rows:
        for profile, cell in zip(found, cells, strict=False):
            if cell is not None:
                profile.add(number, cell)
    return found
