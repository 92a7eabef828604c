"""A cell as read from a file, and how it travels through the spool."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bulou.kit.text import unstorable

LONGEST = 100_000  # characters; Excel itself stops at 32,767
SHOWN = 200  # of a refused text


@dataclass(frozen=True)
class BadCell:
    """A cell that no field can read. `code`: cell.too_long (`length`), cell.unstorable, cell.broken_text.

    As the last cell of a row it may speak of the row: row.columns_changed (`length` cells were found).
    """

    code: str
    raw: str
    length: int = 0


Cell = str | int | float | bool | date | datetime | BadCell | None


def tidy(value: Any) -> Cell:
    """What a reader returned → a cell; blank text is None, numbers without a fraction are whole."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, fold=0)
    if isinstance(value, int) and abs(value) >= 2**63:
        return str(value)
    return value if isinstance(value, bool | int | date) else None


def _text(text: str) -> Cell:
    if not text or text.isspace():
        return None
    if len(text) > LONGEST:
        return BadCell("cell.too_long", shown(text), len(text))
    if unstorable(text):
        return BadCell("cell.unstorable", shown(text), len(text))
    if "\ufffd" in text:
        return BadCell("cell.broken_text", shown(text), len(text))
    return text


def shown(text: str) -> str:
    """The beginning of `text` with what cannot be stored made visible."""
    head = text[:SHOWN].replace("\x00", "␀")
    return head.encode("utf-8", "replace").decode("utf-8") + ("…" if len(text) > SHOWN else "")


def raw_text(cell: Cell) -> str:
    """The cell as the person who typed it would recognise it."""
    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return cell.raw
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell) if isinstance(cell, float) else str(cell)


def pack(cell: Cell) -> Any:
    """A cell as JSON: text, numbers and truth as they are, the rest as a tagged object."""
    if isinstance(cell, datetime):
        return {"t": cell.replace(tzinfo=None).isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, BadCell):
        return {"x": cell.code, "r": cell.raw, "n": cell.length}
    return cell


def unpack(packed: Any) -> Cell:
    """The inverse of `pack`."""
    if not isinstance(packed, dict):
        return packed  # type: ignore[no-any-return]
    if "d" in packed:
        return date.fromisoformat(packed["d"])
    if "t" in packed:
        return datetime.fromisoformat(packed["t"])
    return BadCell(packed["x"], packed["r"], packed["n"])


def mark_of(cells: list[Cell]) -> BadCell | None:
    """What is wrong with the row as a whole, or None."""
    last = cells[-1] if cells else None
    return last if isinstance(last, BadCell) and last.code.startswith("row.") else None


def letter(index: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
