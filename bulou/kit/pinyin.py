"""Pinyin of names: initials for finding, syllables for sorting; one cached character table."""

import os
import re
from collections.abc import Collection
from functools import lru_cache

_NOT_KEY = re.compile("[^a-z0-9]+")
LONGEST_KEY = 40
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


def found_at(text: str, typed: str, limit: int = 40) -> tuple[int, int] | None:
    """From which to before which character of `text` the typed initials stand: `恒味食品`, `sp` → (2, 4)."""
    letters = [(at, letter) for at, letter in enumerate(map(_initial, text[:limit])) if letter]
    start = "".join(letter for _, letter in letters).find(typed)
    if start < 0 or not typed:
        return None
    return letters[start][0], letters[start + len(typed) - 1][0] + 1


@lru_cache(
    maxsize=2_048
)  # an import asks for the names of a chunk twice: to look for them, and to store them
def sort_key(text: str, limit: int = 40) -> str:
    """A key whose byte order is the order people expect: pinyin for Chinese, case folded for Latin."""
    if text.isascii():
        return text[:limit].lower()
    return "".join(map(_sorting, text[:limit]))


def proposed_key(label: str, taken: Collection[str], fallback: str) -> str:
    """A key for something called `label`: `售后工单` → `shou_hou_gong_dan`, `Site visit` → `site_visit`; a number is
    added while it is taken. `fallback` where nothing of the label can stand in a key."""
    words = _NOT_KEY.split(
        "".join(f" {_syllable(each)} " if is_han(each) else each for each in label[:80]).casefold()
    )
    found = ""
    for word in filter(None, words):
        if len(found) + len(word) > LONGEST_KEY - 4:
            break
        found = f"{found}_{word}" if found else word
    found = found if found[:1].isalpha() else f"{fallback}_{found}".rstrip("_")
    key, number = found, 1
    while key in taken:
        number += 1
        key = f"{found}_{number}"
    return key


def spoken(text: str) -> tuple[str, ...]:
    """What each character sounds like, without tones: `腾讯1` → `("teng", "xun", "1")`."""
    return tuple(_syllable(each) if is_han(each) else each for each in text)
