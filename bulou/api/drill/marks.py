"""Marks: what was planted where, and finding them in whatever a door hands out."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader

WORDS = re.compile(r"zq\d{6}qz", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\d.])\d{7,}")
DAYS = re.compile(r"2[2-9]\d\d-\d\d-\d\d")
GROUPED = re.compile(r"(?<=\d)[, \u00a0](?=\d{3})|(?<=\d)[ \u00a0-](?=\d{4})")
COVERED = re.compile(r"[\w@.+:/-]*\*{2,}[\w@.+:/-]*")
OTHER_DAYS = re.compile(r"(2[2-9]\d\d)(?:/|年)(\d{1,2})(?:/|月)(\d{1,2})")
DEEPEST = 3  # packed in packed files


@dataclass(frozen=True)
class Mark:
    """A value that only those may know who see its record and, where it has one, its field.

    `part` says where it was planted, `value` is what a question puts in; `mask`: it is only the value's mask.
    """

    form: str
    record: int
    part: str
    field: str | None
    token: str
    value: Any = None
    mask: bool = False

    @property
    def said(self) -> str:
        """The mark in a report."""
        return f"{self.form}/{self.record} {self.part}{' (mask)' if self.mask else ''}"


@dataclass(eq=False)
class Marks:
    """All marks by their token; several may share one (a looked-up value, a copied one)."""

    by_token: dict[str, list[Mark]] = field(default_factory=dict)
    count: int = 0

    def number(self) -> int:
        """A number that no mark has yet."""
        self.count += 1
        return self.count

    def add(self, mark: Mark) -> None:
        """Keep a mark that was planted."""
        self.by_token.setdefault(mark.token, []).append(mark)

    def all(self) -> Iterator[Mark]:
        """Every mark."""
        for found in self.by_token.values():
            yield from found

    def found_in(self, data: bytes) -> set[str]:
        """The tokens of marks in a body, a file, a packed file."""
        return {token for text in texts_of(data) for token in tokens_in(text) if token in self.by_token}


def tokens_in(text: str) -> Iterator[str]:
    """Whatever in a text looks like a mark."""
    yield from (each.lower() for each in WORDS.findall(text))
    yield from DAYS.findall(text)
    yield from (f"{y}-{int(m):02d}-{int(d):02d}" for y, m, d in OTHER_DAYS.findall(text))
    yield from DIGITS.findall(text)
    if "*" in text:
        yield from COVERED.findall(text)
    joined = GROUPED.sub("", text)
    if joined != text:
        yield from DIGITS.findall(joined)


def texts_of(data: bytes, depth: int = 0) -> Iterator[str]:
    """The texts of a body; workbooks, Word files, packages and PDFs are opened."""
    if data[:4] == b"PK\x03\x04" and depth < DEEPEST:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for entry in packed.infolist():
                yield entry.filename
                yield from texts_of(packed.read(entry), depth + 1)
        return
    if data[:5] == b"%PDF-":
        read = PdfReader(io.BytesIO(data))
        yield str(read.metadata or "")
        # Lines are broken anywhere: a long word goes on in the next one.
        for page in read.pages:
            text = page.extract_text()
            yield text
            yield text.replace("\n", "")
        return
    yield data.decode("utf-8", "replace")
