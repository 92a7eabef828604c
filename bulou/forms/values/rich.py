"""Formatted text: cleaned by a list of what is allowed, read as plain text, made from plain text."""

import html
import re
from html.parser import HTMLParser

import nh3

_BLOCKS = frozenset({"p", "br", "hr", "h1", "h2", "h3", "ul", "ol", "li", "blockquote", "pre"})
TAGS = _BLOCKS.union({"code", "strong", "b", "em", "i", "u", "s", "a"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*")


def cleaned(text: str) -> str:
    """HTML with nothing in it that runs, loads or styles: only `TAGS`, only links of `SCHEMES`."""
    return nh3.clean(
        text,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )


def plain(text: str) -> str:
    """What cleaned HTML says, a line for each block."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _LINES.sub("\n", _BLANKS.sub(" ", "".join(reader.parts))).strip()


def formatted(text: str) -> str:
    """HTML of what somebody typed or pasted as plain text; text that is HTML already stays so."""
    if _TAG.search(text):
        return text
    paragraphs = (html.escape(line.strip(), quote=False) for line in text.split("\n"))
    return "".join(f"<p>{each}</p>" for each in paragraphs if each)


class _Reader(HTMLParser):
    """Collects text; blocks begin and end lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
