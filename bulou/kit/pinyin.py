"""Pinyin of names: initials for finding, syllables for sorting; one cached character table."""

import os
import re
from functools import lru_cache

_ANY_HAN = re.compile("[\u3400-\u9fff]")
_HAN = ("\u3400", "\u9fff")


@lru_cache(maxsize=32_768)
def _syllable(character: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters need no phrases: 40 MB less
    from pypinyin import Style, lazy_pinyin  # only when a name is written

    found = lazy_pinyin(character, style=Style.NORMAL)
    return found[0] if found else character


def is_han(character: str) -> bool:
    """True for a Chinese character of the common planes."""
    return _HAN[0] <= character <= _HAN[1]


@lru_cache(maxsize=32_768)
def _initial(character: str) -> str:
    if is_han(character):
        return _syllable(character)[:1]
    return character.lower() if character.isascii() and character.isalnum() else ""


@lru_cache(maxsize=32_768)
def _sorting(character: str) -> str:
    return _syllable(character) + " " if is_han(character) else character.casefold()


def has_han(text: str) -> bool:
    """True when there is a Chinese character of the common planes in `text`."""
    return _ANY_HAN.search(text) is not None


def initials(text: str, limit: int = 40) -> str:
    """`苏州恒味` → `szhw`; Latin letters and digits stay, the rest is dropped."""
    if text.isascii():
        return "".join(filter(str.isalnum, text[:limit])).lower()
    return "".join(map(_initial, text[:limit]))


def sort_key(text: str, limit: int = 40) -> str:
    """A key whose byte order is the order people expect: pinyin for Chinese, case folded for Latin."""
    if text.isascii():
        return text[:limit].lower()
    return "".join(map(_sorting, text[:limit]))
