"""The XML inside a print template, read as a parser reads it: no spelling hides what reaches out of the document."""

import re
from typing import Any
from xml.parsers import expat

from bulou.records.printing.errors import unusable
from bulou.records.printing.limits import ELEMENTS

_ENCODINGS = (None, "utf-8", "us-ascii", "ascii")
_HYPERLINK = "/hyperlink"  # a link that somebody must click
_RUNS = ("/vbaproject", "/wordvbadata")
_CARRIES = ("/oleobject", "/package", "/control", "/activexcontrolbinary", "/afchunk")
_ANYWHERE = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b", re.I)
_FIRST = re.compile(
    r"\s*((INCLUDE|IMPORT|LINK|DATABASE|RD)\b|[^\s{]*\{)", re.I
)  # or not known before it is filled


class _Enough(Exception):
    """The root element has come: there is no DOCTYPE, and nothing else is looked for."""


def judge_xml(content: bytes, *, relations: bool = False) -> None:
    """NotATemplate for a DOCTYPE, another encoding than UTF-8, parts outside or embedded (`relations`), and fields
    that fetch or run something."""
    fields = b"instr" in content
    reader = _Reader(relations, fields)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = reader.declared
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.began if relations or fields else _enough
    if fields:
        parser.EndElementHandler, parser.CharacterDataHandler = reader.ended, reader.text
    try:
        parser.Parse(content, True)
    except _Enough:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unusable("broken") from error
    reader.field_over()


def _enough(_name: str, _attributes: Any) -> None:
    raise _Enough


class _Reader:
    """Follows the elements of one part."""

    def __init__(self, relations: bool, fields: bool) -> None:
        self.relations, self.fields = relations, fields
        self.elements = 0
        self.inside = False  # of an instruction
        self.said: list[str] = []  # of the instruction that is being read; Word splits them as it likes

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """`<?xml …?>`"""
        if (encoding.lower() if encoding else None) not in _ENCODINGS:
            raise unusable("broken")

    def doctype(self, *_: Any) -> None:
        """`<!DOCTYPE …`"""
        raise unusable("doctype")

    def began(self, name: str, attributes: dict[str, str]) -> None:
        """An element, whatever its prefix."""
        self.elements += 1
        if self.elements > ELEMENTS:
            raise unusable("too_large")
        name = name.rpartition(":")[2]
        if self.relations and name == "Relationship":
            _judge_relation({key.rpartition(":")[2]: value for key, value in attributes.items()})
        if not self.fields:
            return
        if name == "fldChar":
            self.field_over()
        for key, value in attributes.items():
            if key.rpartition(":")[2] == "instr":
                _judge_field(value)
        self.inside = name == "instrText"

    def ended(self, name: str) -> None:
        """The end of one."""
        if name.rpartition(":")[2] == "instrText":
            self.inside = False

    def text(self, text: str) -> None:
        """Text between elements."""
        if self.inside:
            self.said.append(text)

    def field_over(self) -> None:
        """An instruction is complete."""
        _judge_field("".join(self.said))
        self.said = []


def _judge_relation(attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").lower()
    if kind.endswith(_RUNS):
        raise unusable("macros")
    if kind.endswith(_CARRIES):
        raise unusable("embedded")
    if attributes.get("TargetMode", "").strip().lower() == "external" and not kind.endswith(_HYPERLINK):
        raise unusable("outside")


def _judge_field(said: str) -> None:
    if _ANYWHERE.search(said) or _FIRST.match(said):
        raise unusable("outside")
