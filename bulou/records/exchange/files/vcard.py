"""vCard files (2.1, 3.0, 4.0) as a table: one card a row, one property a column."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulou.records.exchange.files.cells import tidy
from bulou.records.exchange.files.delimited import encoding_of
from bulou.records.exchange.files.limits import Limits
from bulou.records.exchange.files.sheets import Opened, Row, SheetHead, trimmed

COLUMNS = ("FN", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "URL", "BDAY", "NOTE")
HEADINGS = ("Name", "Company", "Job title", "Phone", "E-mail", "Address", "Website", "Birthday", "Note")
_ESCAPED = re.compile(r"\\([nN,;:\\])")


@dataclass(frozen=True)
class CardSheet:
    """All cards of a file under one row of headings."""

    path: Path
    head: SheetHead
    encoding: str

    def open(self) -> Opened:
        """The headings, then one row a card; a property given several times is joined by `; `."""
        return (), self._rows()

    def _rows(self) -> Iterator[Row]:
        yield 1, list(HEADINGS)
        number = 1
        card: dict[str, list[str]] = {}
        for name, parameters, value in self._properties():
            if name == "BEGIN":
                card = {}
            elif name == "END":
                number += 1
                yield number, trimmed([tidy("; ".join(_of(card, column))) for column in COLUMNS])
            elif text := _value(name, parameters, value, self.encoding):
                card.setdefault(name, []).append(text)

    def _properties(self) -> Iterator[tuple[str, str, str]]:
        for line in self._lines():
            head, colon, value = line.partition(":")
            name, _, parameters = head.partition(";")
            if colon:
                yield name.rpartition(".")[2].strip().upper(), parameters.upper(), value

    def _lines(self) -> Iterator[str]:
        """Logical lines: folded ones joined, quoted-printable soft breaks as well."""
        held = ""
        with self.path.open(encoding=self.encoding, errors="replace", newline=None) as file:
            for line in file:
                line = line.rstrip("\n")
                if held and line[:1] in (" ", "\t"):
                    held += line[1:]
                elif held.endswith("=") and "QUOTED-PRINTABLE" in held.upper():
                    held = held[:-1] + line
                else:
                    if held:
                        yield held
                    held = line
        if held:
            yield held


def _of(card: dict[str, list[str]], column: str) -> list[str]:
    if column == "FN" and "FN" not in card:
        return card.get("N", [])
    return card.get(column, [])


def _value(name: str, parameters: str, value: str, encoding: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        charset = re.search(r"CHARSET=([\w-]+)", parameters)
        data = quopri.decodestring(value.encode(encoding, "replace"))
        try:
            value = data.decode(charset[1] if charset else encoding, "replace")
        except LookupError:
            value = data.decode(encoding, "replace")
    elif "BASE64" in parameters or "ENCODING=B" in parameters:
        return ""  # pictures and keys
    return _plain(name, value)


def _plain(name: str, value: str) -> str:
    if name in ("N", "ADR", "ORG"):
        parts = [_unescaped(part).strip() for part in re.split(r"(?<!\\);", value)]
        if name == "N" and len(parts) > 1:
            return _person(parts)
        return " ".join(part for part in parts if part) if name == "ADR" else parts[0]
    if name == "TEL" or name == "EMAIL":
        value = re.sub(r"^(?:tel|mailto):", "", value, flags=re.IGNORECASE)
    return _unescaped(value).strip()


def _person(parts: list[str]) -> str:
    family, given = parts[0], parts[1]
    chinese = any("\u4e00" <= character <= "\u9fff" for character in family + given)
    return f"{family}{given}" if chinese else f"{given} {family}".strip()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def sheets(path: Path, name: str, limits: Limits) -> list[CardSheet]:
    """The cards at `path` as one sheet."""
    return [CardSheet(path, SheetHead(Path(name).stem or name), encoding_of(path))]
