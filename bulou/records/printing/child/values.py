"""Values as templates meet them: they print as people read them, and compare and add up as what they are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


class Value:
    """A field's value. Nothing can be reached through it but the fields of the record it points at."""

    __slots__ = ("_parts", "_pictures", "_raw", "_text")

    def __init__(
        self,
        text: str = "",
        raw: Any = None,
        pictures: Sequence[str] = (),
        parts: "Mapping[str, Value] | None" = None,
    ) -> None:
        self._text, self._raw, self._pictures, self._parts = text, raw, pictures, parts or {}

    def __str__(self) -> str:
        return self._text

    def __html__(self) -> str:
        return (
            self._text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        )

    def __bool__(self) -> bool:
        return bool(self._raw)

    def __len__(self) -> int:
        return len(self._text)

    def __iter__(self) -> Iterator[Any]:
        return iter(())  # a detail table that may not be read has no rows

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        return bare(other) in (self._raw, self._text)

    def __lt__(self, other: Any) -> bool:
        return bool(bare(self) < bare(other))

    def __le__(self, other: Any) -> bool:
        return bool(bare(self) <= bare(other))

    def __gt__(self, other: Any) -> bool:
        return bool(bare(self) > bare(other))

    def __ge__(self, other: Any) -> bool:
        return bool(bare(self) >= bare(other))

    def __contains__(self, other: object) -> bool:
        return str(other) in self._text

    def __add__(self, other: Any) -> Any:
        return number(self) + number(other)

    def __radd__(self, other: Any) -> Any:
        return number(other) + number(self)

    def __sub__(self, other: Any) -> Any:
        return number(self) - number(other)

    def __rsub__(self, other: Any) -> Any:
        return number(other) - number(self)

    def __mul__(self, other: Any) -> Any:
        return number(self) * number(other)

    def __rmul__(self, other: Any) -> Any:
        return number(other) * number(self)

    def __truediv__(self, other: Any) -> Any:
        return number(self) / number(other)

    def __rtruediv__(self, other: Any) -> Any:
        return number(other) / number(self)


class Row:
    """A row of a detail table."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, Value]) -> None:
        self._cells = cells

    def __str__(self) -> str:
        return ""


class Rows:
    """A detail table."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __str__(self) -> str:
        return ""


EMPTY = Value()


def bare(value: Any) -> Any:
    """What a value is, whoever wraps it."""
    return value._raw if isinstance(value, Value) else value


def number(value: Any) -> int | float:
    """A value as a number: nothing is 0. TypeError for text."""
    found = bare(value)
    if found is None or found == "":
        return 0
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError("not a number")
    return found


def pictures_of(value: Any) -> Sequence[str]:
    """The files of an image field."""
    return value._pictures if isinstance(value, Value) else ()


def part_of(value: Any, name: str) -> Any:
    """`row.price`, `account.industry`: blank where it may not be read or there is nothing."""
    if isinstance(value, Row):
        return value._cells.get(name, EMPTY)
    return value._parts.get(name, EMPTY) if isinstance(value, Value) else EMPTY


def cells_of(rows: Rows, name: str) -> list[Value]:
    """A column of a detail table."""
    return [row._cells.get(name, EMPTY) for row in rows._rows]


def context_of(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """What a template may name: `{values: {path: {t, r, p}}, rows: {key: [{column: {t, r, p}}]}}` as values."""
    made: dict[str, Any] = dict.fromkeys(names, EMPTY)
    flat = {path: _value(each) for path, each in record["values"].items()}
    for path in sorted(
        flat, key=lambda each: -each.count(".")
    ):  # what is far first, so that nearer values hold it
        parts = {
            other[len(path) + 1 :]: flat[other]
            for other in flat
            if other.startswith(f"{path}.") and "." not in other[len(path) + 1 :]
        }
        each = flat[path]
        flat[path] = Value(each._text, each._raw, each._pictures, parts)
    made.update({path: each for path, each in flat.items() if "." not in path})
    for key, rows in record["rows"].items():
        made[key] = Rows([Row({name: _value(cell) for name, cell in row.items()}) for row in rows])
    return made


def _value(each: Mapping[str, Any]) -> Value:
    return Value(each["t"], each["r"], each.get("p", ()))
