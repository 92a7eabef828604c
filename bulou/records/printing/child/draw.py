"""The built-in layout as a Word document: title, sections, detail tables with totals, signatures, page numbers.

With values it is what is printed where there is no template; with placeholders, a template to begin with.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from bulou.records.printing.child.pictures import readable

Json = Mapping[str, Any]
FONT = "Microsoft YaHei"
QUIET = RGBColor(0x5F, 0x6F, 0x78)
SHADE = "F3F6F7"
WIDTH = 17.4  # centimetres between the margins


def draw(sheet: Json) -> bytes:
    """The document of one record, as `layout.sheet_of` describes it."""
    document = Document()
    _page(document)
    title = document.add_paragraph()
    _write(title, sheet["title"], 18, bold=True)
    title.paragraph_format.space_after = Pt(2)
    if sheet["sub"]:
        _write(document.add_paragraph(), sheet["sub"], 9, quiet=True)
    for section in sheet["sections"]:
        _section(document, section)
    for table in sheet["tables"]:
        _detail(document, table)
    _signatures(document, sheet["sign"])
    _footer(document, sheet["foot"], sheet["page"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _write(paragraph: Any, text: str, size: float = 10, *, bold: bool = False, quiet: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    run.font.name = FONT
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), FONT)
    if quiet:
        run.font.color.rgb = QUIET


def _heading(document: Any, label: str) -> None:
    if label:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, label, 11, bold=True)


def _section(document: Any, section: Json) -> None:
    _heading(document, section["label"])
    pairs = section["columns"]
    table = _grid(document, 2 * pairs)
    row, place = None, pairs  # of the row; full: begin a new one
    for line in section["lines"]:
        if row is None or line["wide"] or place >= pairs:
            row, place = table.add_row(), 0
        cells = row.cells
        at = 2 * place
        _shade(cells[at])
        _write(cells[at].paragraphs[0], line["label"], 9, quiet=True)
        value = cells[at + 1].merge(cells[-1]) if line["wide"] else cells[at + 1]
        _value(value, line["value"])
        place = pairs if line["wide"] else place + 1
    _widths(table, [2.6, WIDTH / pairs - 2.6] * pairs)


def _value(cell: Any, value: Json) -> None:
    paragraph = cell.paragraphs[0]
    for picture in value.get("p", ())[:4]:
        try:
            paragraph.add_run().add_picture(readable(picture), width=Cm(3.5))
        except (OSError, ValueError):
            continue
    if not value.get("p"):
        _write(paragraph, value["t"])


def _detail(document: Any, detail: Json) -> None:
    _heading(document, detail["label"])
    table = _grid(document, len(detail["heads"]))
    head = table.add_row()
    properties = head._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for cell, label, right in zip(head.cells, detail["heads"], detail["right"], strict=True):
        _shade(cell)
        _cell(cell, label, right, 9, quiet=True)
    for row in detail["rows"]:
        for cell, text, right in zip(table.add_row().cells, row, detail["right"], strict=True):
            _cell(cell, text, right)
    if any(detail["totals"]):
        for cell, text, right in zip(table.add_row().cells, detail["totals"], detail["right"], strict=True):
            _cell(cell, text, right, bold=True)
    _widths(table, [WIDTH / len(detail["heads"])] * len(detail["heads"]))


def _cell(cell: Any, text: str, right: bool, size: float = 9.5, **looks: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else None
    _write(paragraph, text, size, **looks)


def _grid(document: Any, columns: int) -> Any:
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    return table


def _widths(table: Any, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        at = 0
        for cell in row._tr.tc_lst:
            cell.width = Cm(sum(widths[at : at + cell.grid_span]))
            at += cell.grid_span


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _signatures(document: Any, labels: Sequence[str]) -> None:
    document.add_paragraph().paragraph_format.space_before = Pt(14)
    table = document.add_table(rows=1, cols=len(labels))
    table.autofit = False
    for cell, label in zip(table.rows[0].cells, labels, strict=True):
        _write(cell.paragraphs[0], label, 10)
    _widths(table, [WIDTH / len(labels)] * len(labels))


def _footer(document: Any, text: str, page: Sequence[str]) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = page
    _write(paragraph, f"{text}    {before}", 8, quiet=True)
    _number(paragraph, "PAGE")
    _write(paragraph, between, 8, quiet=True)
    _number(paragraph, "NUMPAGES")
    _write(paragraph, after, 8, quiet=True)


def _number(paragraph: Any, name: str) -> None:
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), QUIET
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        elif kind == "":
            mark = OxmlElement("w:instrText")
            mark.text = name
        else:
            mark = OxmlElement("w:t")
            mark.text = kind
        run._r.append(mark)
