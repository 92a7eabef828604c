"""How text of a Word document looks: what is said at the run, else its styles, else the document's defaults."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

Json = dict[str, Any]
PLAIN: Json = {
    "size": 10.5,
    "bold": False,
    "italic": False,
    "under": False,
    "strike": False,
    "colour": None,
    "serif": None,
}
_SERIF = (
    "宋",
    "仿",
    "楷",
    "song",
    "sun",
    "kai",
    "ming",
    "serif",
    "times",
    "georgia",
    "cambria",
    "mincho",
    "garamond",
)
_SANS = (
    "黑",
    "雅黑",
    "hei",
    "sans",
    "arial",
    "calibri",
    "helvetica",
    "segoe",
    "gothic",
    "等线",
    "dengxian",
    "deng",
)
_EMU = 12_700


class Looks:
    """Looks of a document; styles are worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        styles = document.styles.element
        self.by_id = {each.get(qn("w:styleId")): each for each in styles.iter(qn("w:style"))}
        defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self.plain = _with(PLAIN, defaults)
        self.known: dict[str | None, Json] = {}
        normal = [
            key
            for key, each in self.by_id.items()
            if each.get(qn("w:default")) == "1" and _kind(each) == "paragraph"
        ]
        self.normal = normal[0] if normal else None

    def of_style(self, key: str | None, depth: int = 0) -> Json:
        """The looks of a paragraph style with all it is based on."""
        if key not in self.known:
            style = self.by_id.get(key)
            based = style.find(qn("w:basedOn")) if style is not None else None
            under = (
                self.of_style(based.get(qn("w:val")), depth + 1)
                if based is not None and depth < 20
                else self.plain
            )
            self.known[key] = _with(under, style.find(qn("w:rPr")) if style is not None else None)
        return self.known[key]

    def of_paragraph(self, paragraph: Paragraph) -> Json:
        """What holds for the runs of a paragraph."""
        style = paragraph._p.pPr.pStyle if paragraph._p.pPr is not None else None
        return self.of_style(style.val if style is not None else self.normal)

    def of_run(self, run: Any, base: Json) -> Json:
        """What holds for a run."""
        properties = run.rPr
        if properties is None:
            return base
        named = properties.find(qn("w:rStyle"))
        style = self.by_id.get(named.get(qn("w:val"))) if named is not None else None
        return _with(_with(base, style.find(qn("w:rPr")) if style is not None else None), properties)

    def has_lines(self, table: Table) -> bool:
        """Whether lines are drawn between the cells."""
        own = table._tbl.tblPr.find(qn("w:tblBorders"))
        if own is not None:
            return _draws(own)
        named = table._tbl.tblPr.find(qn("w:tblStyle"))
        for _ in range(20):
            style = self.by_id.get(named.get(qn("w:val"))) if named is not None else None
            if style is None:
                return False
            borders = style.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
            if borders is not None:
                return _draws(borders)
            named = style.find(qn("w:basedOn"))
        return False

    def cell_lines(self, cell: Any) -> Json | None:
        """The sides of a cell that have a line of their own, or expressly none."""
        borders = cell.tcPr.find(qn("w:tcBorders")) if cell.tcPr is not None else None
        if borders is None:
            return None
        sides = {
            "top": "top",
            "bottom": "bottom",
            "left": "left",
            "start": "left",
            "right": "right",
            "end": "right",
        }
        return {
            sides[name]: each.get(qn("w:val")) not in ("nil", "none")
            for name in sides
            if (each := borders.find(qn(f"w:{name}"))) is not None
        }


def _kind(style: Any) -> str:
    return str(style.get(qn("w:type")))


def _draws(borders: Any) -> bool:
    return any(each.get(qn("w:val")) not in (None, "nil", "none") for each in borders)


def _with(looks: Json, properties: Any) -> Json:
    """`looks` changed by run properties."""
    if properties is None:
        return looks
    made = dict(looks)
    for name, tag in (("bold", "w:b"), ("italic", "w:i"), ("strike", "w:strike")):
        found = properties.find(qn(tag))
        if found is not None:
            made[name] = found.get(qn("w:val")) not in ("0", "false", "none")
    under = properties.find(qn("w:u"))
    if under is not None:
        made["under"] = under.get(qn("w:val")) not in ("none", None)
    size = properties.find(qn("w:sz"))
    if size is not None and (size.get(qn("w:val")) or "").isdigit():
        made["size"] = max(2.0, min(400.0, int(size.get(qn("w:val"))) / 2))
    colour = properties.find(qn("w:color"))
    if colour is not None:
        text = colour.get(qn("w:val")) or ""
        made["colour"] = f"#{text}" if len(text) == 6 and text.isalnum() and text != "000000" else None
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        named = fonts.get(qn("w:eastAsia")) or fonts.get(qn("w:ascii")) or ""
        made["serif"] = _is_serif(named, made["serif"])
    return made


def _is_serif(name: str, before: bool | None) -> bool | None:
    low = name.lower()
    if any(each in low for each in _SANS):
        return False
    return True if any(each in low for each in _SERIF) else before


def alignment(paragraph: Paragraph) -> str:
    """left, center, right or justify, from the paragraph or its styles."""
    found = paragraph.alignment
    style = paragraph.style
    for _ in range(20):
        if found is not None or style is None:
            break
        found = style.paragraph_format.alignment
        style = style.base_style
    names = {
        WD_ALIGN_PARAGRAPH.CENTER: "center",
        WD_ALIGN_PARAGRAPH.RIGHT: "right",
        WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
    }
    return names.get(found, "left") if found is not None else "left"


def spacing(paragraph: Paragraph) -> Json:
    """Room before and after, indents and the height of lines, in points (`line`: times the height of the text)."""
    found: dict[str, Any] = {}
    names = (
        "space_before",
        "space_after",
        "left_indent",
        "right_indent",
        "first_line_indent",
        "line_spacing",
    )
    formats = [paragraph.paragraph_format]
    style = paragraph.style
    while style is not None and len(formats) < 20:
        formats.append(style.paragraph_format)
        style = style.base_style
    for name in names:
        found[name] = next((value for each in formats if (value := getattr(each, name)) is not None), None)
    line = found["line_spacing"]
    return {
        "before": _points(found["space_before"]),
        "after": _points(found["space_after"]),
        "indent": _points(found["left_indent"]),
        "indent_right": _points(found["right_indent"]),
        "first": _points(found["first_line_indent"]),
        "line": line if isinstance(line, float) else 1.0,
    }


def _points(length: Any) -> float:
    return float(length) / _EMU if length is not None else 0.0
