"""Marks of lists: bullets and numbers as Word counts them."""

from collections import defaultdict
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bulou.records.printing.child.looks import Looks

_HAN = "零一二三四五六七八九十"


class Numbering:
    """Counts the paragraphs of every list."""

    def __init__(self, document: Document, looks: Looks) -> None:
        self.looks = looks
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next(
            (each for each in document.part.package.parts if str(each.partname) == "/word/numbering.xml"),
            None,
        )
        element = getattr(part, "element", None)
        if element is None:
            return
        abstract = {each.get(qn("w:abstractNumId")): each for each in element.iter(qn("w:abstractNum"))}
        for each in element.iter(qn("w:num")):
            named = each.find(qn("w:abstractNumId"))
            found = abstract.get(named.get(qn("w:val"))) if named is not None else None
            if found is not None:
                self.levels[each.get(qn("w:numId"))] = {
                    int(level.get(qn("w:ilvl"))): _level(level) for level in found.iter(qn("w:lvl"))
                }

    def mark(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """What stands before the paragraph, and how deep it lies; None where it is in no list."""
        properties = paragraph._p.pPr
        numbered: Any = properties.numPr if properties is not None else None
        if numbered is None:
            style = self.looks.by_id.get(self.looks.style_of(paragraph))
            numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if style is not None else None
        if numbered is None or numbered.numId is None:
            return None
        key = str(numbered.numId.val)
        depth = numbered.ilvl.val if numbered.ilvl is not None else 0
        level = self.levels.get(key, {}).get(depth)
        if level is None:
            return None
        kind, text, start = level
        counts = self.counts[key]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if kind == "bullet":
            return "•", depth
        for each in range(9):
            text = text.replace(f"%{each + 1}", _said(self._kind(key, each), counts.get(each, 1)))
        return text, depth

    def _kind(self, key: str, depth: int) -> str:
        level = self.levels[key].get(depth)
        return level[0] if level else "decimal"


def _level(level: Any) -> tuple[str, str, int]:
    def value(tag: str, otherwise: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"))) if found is not None else otherwise

    start = value("w:start", "1")
    return value("w:numFmt", "decimal"), value("w:lvlText", "%1."), int(start) if start.isdigit() else 1


def _said(kind: str, number: int) -> str:
    if kind == "lowerLetter":
        return chr(97 + (number - 1) % 26)
    if kind == "upperLetter":
        return chr(65 + (number - 1) % 26)
    if kind.startswith(("chinese", "japanese", "ideograph", "taiwanese")) and 0 < number < 100:
        ten, one = divmod(number, 10)
        return ("" if ten == 0 else ("" if ten == 1 else _HAN[ten]) + "十") + (
            _HAN[one] if one or not ten else ""
        )
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if kind == "lowerRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    made = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        made += sign * (number // value)
        number %= value
    return made
