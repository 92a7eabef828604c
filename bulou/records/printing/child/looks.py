"""How text of a Word document looks: what is said at the run, else its styles, else the document's defaults."""

from typing import Any

from docx.document import Document
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
SHAPELESS: Json = {
    "align": "left",
    "before": 0.0,
    "after": 0.0,
    "indent": 0.0,
    "indent_right": 0.0,
    "first": 0.0,
    "line": 1.0,
}
_SIDES = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}


class Looks:
    """Looks of a document; styles are worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        styles = document.styles.element
        self.by_id = {each.get(qn("w:styleId")): each for each in styles.iter(qn("w:style"))}
        defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self.plain = _with(PLAIN, defaults)
        self.shapeless = _shaped(
            SHAPELESS, styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
        )
        self.known: dict[str | None, Json] = {}
        self.shapes: dict[str | None, Json] = {}
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
        return self.of_style(self.style_of(paragraph))

    def shape(self, paragraph: Paragraph) -> Json:
        """Where the lines of a paragraph stand: its own properties, else those of its styles."""
        own = paragraph._p.pPr
        return _shaped(self._shape_of(self.style_of(paragraph)), own)

    def style_of(self, paragraph: Paragraph) -> str | None:
        """The key of its style."""
        own = paragraph._p.pPr
        style = own.pStyle if own is not None else None
        return style.val if style is not None else self.normal

    def _shape_of(self, key: str | None, depth: int = 0) -> Json:
        if key not in self.shapes:
            style = self.by_id.get(key)
            based = style.find(qn("w:basedOn")) if style is not None else None
            under = (
                self._shape_of(based.get(qn("w:val")), depth + 1)
                if based is not None and depth < 20
                else self.shapeless
            )
            self.shapes[key] = _shaped(under, style.find(qn("w:pPr")) if style is not None else None)
        return self.shapes[key]

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


def _shaped(shape: Json, properties: Any) -> Json:
    """`shape` changed by paragraph properties: side, room around, indents and height of lines, in points."""
    if properties is None:
        return shape
    made = dict(shape)
    side = properties.find(qn("w:jc"))
    if side is not None:
        made["align"] = _SIDES.get(side.get(qn("w:val")), "left")
    room, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    made["before"] = _twips(room, "before", otherwise=made["before"])
    made["after"] = _twips(room, "after", otherwise=made["after"])
    if room is not None and room.get(qn("w:line")) and room.get(qn("w:lineRule")) in (None, "auto"):
        made["line"] = max(0.5, min(5.0, _twips(room, "line", otherwise=12.0) / 12))
    made["indent"] = _twips(indent, "left", "start", otherwise=made["indent"])
    made["indent_right"] = _twips(indent, "right", "end", otherwise=made["indent_right"])
    made["first"] = _twips(indent, "firstLine", otherwise=made["first"])
    return made


def _twips(element: Any, *names: str, otherwise: float) -> float:
    """A length of twentieths of a point as points."""
    for name in names if element is not None else ():
        text = element.get(qn(f"w:{name}"))
        if text and text.lstrip("-").isdigit():
            return int(text) / 20
    return otherwise
