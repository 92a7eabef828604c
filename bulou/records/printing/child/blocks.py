"""A Word document as blocks that the setter of pages understands: page, paragraphs, tables, pictures.

What is drawn: text with its looks, lists, tables with merged cells, pictures in the text, headers, footers,
page numbers and breaks. Text boxes, shapes and charts are not; `left_out` counts them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table
from docx.text.paragraph import Paragraph

from bulou.records.printing.child.looks import Looks
from bulou.records.printing.child.numbering import Numbering
from bulou.records.printing.child.pictures import fits

Json = dict[str, Any]
EMU = 12_700  # of a point
TWIP = 20
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DRAWN_ELSEWHERE = (qn("w:pict"), qn("w:object"), _CHOICE)
_FIELDS = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}


@dataclass(eq=False)
class Pages:
    """One document as JSON, and the pictures that belong to it by file name."""

    pictures: dict[str, bytes]
    prefix: str
    left_out: int = 0
    looks: Looks = field(init=False)
    numbering: Numbering = field(init=False)

    def of(self, document: Document) -> Json:
        """`{page, header, footer, body}`."""
        self.looks = Looks(document)
        self.numbering = Numbering(document, self.looks)
        section = document.sections[0]
        return {
            "page": _page(section),
            "header": [] if section.header.is_linked_to_previous else self.blocks(section.header),
            "footer": [] if section.footer.is_linked_to_previous else self.blocks(section.footer),
            "body": self.blocks(document),
        }

    def blocks(self, container: Any) -> list[Json]:
        """Paragraphs and tables in order."""
        return [block for each in container.iter_inner_content() for block in self._block(each)]

    def _block(self, each: Paragraph | Table) -> Iterator[Json]:
        if isinstance(each, Table):
            yield self._table(each)
            return
        runs = list(self._runs(each))
        piece: list[Json] = []
        for run in runs:
            if run.get("break") == "page":
                yield self._paragraph(each, piece)
                yield {"kind": "pagebreak"}
                piece = []
            else:
                piece.append(run)
        yield self._paragraph(each, piece)

    def _paragraph(self, paragraph: Paragraph, runs: list[Json]) -> Json:
        made: Json = {"kind": "p", "runs": runs, **self.looks.shape(paragraph)}
        if not runs:
            made["size"] = self.looks.of_paragraph(paragraph)["size"]
        mark = self.numbering.mark(paragraph)
        return {**made, "mark": mark[0], "level": mark[1]} if mark else made

    def _runs(self, paragraph: Paragraph) -> Iterator[Json]:
        base = self.looks.of_paragraph(paragraph)
        inside, said = 0, ""  # of a field: 1 while its instruction is told, 2 while its last result is
        for element in paragraph._p.iter(qn("w:r"), qn("w:fldSimple")):
            if element.tag == qn("w:fldSimple"):
                if name := _field(element.get(qn("w:instr"))):
                    yield {"field": name, **base}
                    inside = 3
                continue
            if inside == 3 and element.getparent().tag == qn("w:fldSimple"):
                continue
            looks = self.looks.of_run(element, base)
            for child in element:
                if child.tag == qn("w:fldChar"):
                    kind = child.get(qn("w:fldCharType"))
                    if kind == "begin":
                        inside, said = 1, ""
                    elif kind == "separate":
                        inside = 2
                    elif inside in (1, 2):
                        if name := _field(said):
                            yield {"field": name, **looks}
                        inside = 0
                elif child.tag == qn("w:instrText"):
                    said += child.text or ""
                elif not (inside == 1 or (inside == 2 and _field(said))):
                    yield from self._inline(child, looks, paragraph)

    def _inline(self, child: Any, looks: Json, paragraph: Paragraph) -> Iterator[Json]:
        if child.tag == qn("w:t"):
            yield {"text": child.text or "", **looks}
        elif child.tag == qn("w:tab"):
            yield {"text": "\t", **looks}
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield {"break": "page" if child.get(qn("w:type")) == "page" else "line"}
        elif child.tag == qn("w:noBreakHyphen"):
            yield {"text": "-", **looks}
        elif child.tag == qn("w:drawing"):
            yield from self._picture(child, paragraph)
        elif child.tag in _DRAWN_ELSEWHERE:
            self.left_out += 1

    def _picture(self, drawing: Any, paragraph: Paragraph) -> Iterator[Json]:
        blip = next(drawing.iter(qn("a:blip")), None)
        extent = next(drawing.iter(qn("wp:extent")), None)
        part = paragraph.part.related_parts.get(blip.get(qn("r:embed"))) if blip is not None else None
        ending = fits(part.blob) if part is not None else None
        if part is None or ending is None or extent is None:
            self.left_out += 1
            return
        name = f"{self.prefix}{len(self.pictures)}.{ending}"
        self.pictures[name] = part.blob
        yield {"image": name, "width": int(extent.get("cx")) / EMU, "height": int(extent.get("cy")) / EMU}

    def _table(self, table: Table) -> Json:
        grid = [int(column.get(qn("w:w")) or 0) / TWIP for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        rows = [self._row(table, row) for row in table._tbl.tr_lst]
        width = max([len(grid), *(sum(cell["span"] for cell in row["cells"]) for row in rows)])
        grid = [*grid, *([0.0] * (width - len(grid)))]
        align = next((each.get(qn("w:val")) for each in table._tbl.tblPr.iter(qn("w:jc"))), "left")
        heads = 0
        while heads < len(rows) and rows[heads]["head"]:
            heads += 1
        return {
            "kind": "table",
            "columns": grid,
            "rows": rows,
            "heads": heads,
            "lines": self.looks.has_lines(table),
            "align": align,
        }

    def _row(self, table: Table, row: Any) -> Json:
        head = row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None
        before = row.trPr.find(qn("w:gridBefore")) if row.trPr is not None else None
        skip = int(before.get(qn("w:val"))) if before is not None else 0
        cells = [_blank()] * skip
        return {"head": head, "cells": [*cells, *(self._cell(table, cell) for cell in row.tc_lst)]}

    def _cell(self, table: Table, cell: Any) -> Json:
        from docx.table import _Cell

        properties = cell.tcPr
        shade = properties.find(qn("w:shd")) if properties is not None else None
        merge = properties.find(qn("w:vMerge")) if properties is not None else None
        place = properties.find(qn("w:vAlign")) if properties is not None else None
        goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
        return {
            "span": cell.grid_span,
            "merge": "on" if goes_on else "from" if merge is not None else None,
            "fill": _colour(shade.get(qn("w:fill"))) if shade is not None else None,
            "valign": {"center": "horizon", "bottom": "bottom"}.get(
                place.get(qn("w:val")) if place is not None else "", "top"
            ),
            "lines": self.looks.cell_lines(cell),
            "blocks": [] if goes_on else self.blocks(_Cell(cell, table)),
        }


def _blank() -> Json:
    return {"span": 1, "merge": None, "fill": None, "valign": "top", "lines": None, "blocks": []}


def _colour(text: str | None) -> str | None:
    good = text and len(text) == 6 and all(each in "0123456789abcdefABCDEF" for each in text)
    return f"#{text}" if good else None


def _field(instruction: str | None) -> str | None:
    words = (instruction or "").split()
    return _FIELDS.get(words[0].upper()) if words else None


def _page(section: Section) -> Json:
    def points(length: Any, otherwise: float) -> float:
        return float(length) / EMU if length is not None else otherwise

    return {
        "width": points(section.page_width, 595.3),
        "height": points(section.page_height, 841.9),
        "left": points(section.left_margin, 72),
        "right": points(section.right_margin, 72),
        "top": points(section.top_margin, 72),
        "bottom": points(section.bottom_margin, 72),
        "head": points(section.header_distance, 36),
        "foot": points(section.footer_distance, 36),
    }
