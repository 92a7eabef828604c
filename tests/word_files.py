"""Word files out of paragraphs and rows, and what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx


def word(*lines: str, rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A document of paragraphs, then one table."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with these parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def text_of(data: bytes) -> list[str]:
    """Every paragraph of a document: header, body, tables, footer."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    found: list[str] = []
    for part in (section.header, document, section.footer):
        for each in part.iter_inner_content():
            if hasattr(each, "rows"):
                found += [cell.text for row in each.rows for cell in row.cells]
            else:
                found.append(each.text)
    return [text for text in found if text]
