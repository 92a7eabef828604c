"""Headings as people write them, made comparable: marks and units taken off, likeness measured."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bulou.kit.traditional import simplified
from bulou.records.exchange.meaning import alike

_BRACKETS = re.compile(r"[(\[{（【][^()\[\]{}（）【】]*[)\]}）】]")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[.、)）]\s*")
_UNIT_TAIL = re.compile(r"[/,，:：_\-\s](?:亿|百万|万|千|k|w)?(?:元|人民币|rmb|cny|usd|美元)$")
_MARKS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FILLER = frozenset({"the", "of", "s", "no"})


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """`* 预算 金额（万元）` → `预算金额`: folded, without marks, numbering, brackets and units."""
    text = simplified(unicodedata.normalize("NFKC", heading)).strip()
    text = _NUMBERING.sub("", text)
    bare = _BRACKETS.sub("", text)
    text = bare if _MARKS.sub("", bare) else text
    text = _UNIT_TAIL.sub("", text.casefold().strip())
    return _MARKS.sub("", text)


@lru_cache(maxsize=8192)
def tokens(heading: str) -> frozenset[str]:
    """The words of a Latin heading: `CloseDate`, `close_date` and `Close date` → {close, date}."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", _BRACKETS.sub("", heading)))
    words = (word for word in _MARKS.split(text.casefold().replace("_", " ")) if word)
    return frozenset(_singular(word) for word in words if word not in _FILLER)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def latin(text: str) -> bool:
    """True when `text` has letters and all of them are Latin."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(ord(character) < 0x250 for character in letters)


def likeness(heading: str, names: Iterable[str]) -> float:
    """How sure one can be that `heading` means one of `names`: 1 the same words, 0 nothing in common."""
    return max((_alike(heading, name) for name in names), default=0.0)


@lru_cache(maxsize=65536)
def _alike(heading: str, name: str) -> float:
    left, right = plain(heading), plain(name)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if latin(left) and latin(right):
        return _alike_latin(heading, name, left, right)
    return _alike_chinese(left, right)


def _alike_latin(heading: str, name: str, left: str, right: str) -> float:
    ours, theirs = tokens(heading), tokens(name)
    if ours == theirs:
        return 0.98
    common = ours & theirs
    if common and (ours <= theirs or theirs <= ours):
        return 0.6 + 0.3 * len(common) / max(len(ours), len(theirs))
    ratio = alike.ratio(left, right) / 100
    if ratio >= 0.85 and min(len(left), len(right)) >= 4:
        return 0.5 + 0.4 * ratio
    return 0.5 * len(common) / max(len(ours | theirs), 1)


def _alike_chinese(left: str, right: str) -> float:
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= 2 and shorter in longer:
        at_edge = longer.startswith(shorter) or longer.endswith(shorter)
        return (0.65 if at_edge else 0.55) + 0.3 * len(shorter) / len(longer)
    ratio = alike.ratio(left, right) / 100
    if ratio >= 0.6:
        return 0.25 + 0.5 * ratio
    return 0.3 * ratio
