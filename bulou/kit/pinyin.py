"""Pinyin of names: initials for finding, syllables for sorting; one cached character table."""

from functools import lru_cache

_HAN = ("\u3400", "\u9fff")


@lru_cache(maxsize=32_768)
def _syllable(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # 55 MB: only when a name is written

    found = lazy_pinyin(character, style=Style.NORMAL)
    return found[0] if found else character


def is_han(character: str) -> bool:
    """True for a Chinese character of the common planes."""
    return _HAN[0] <= character <= _HAN[1]


def initials(text: str, limit: int = 40) -> str:
    """`苏州恒味` → `szhw`; Latin letters and digits stay, the rest is dropped."""
    if text.isascii():
        return "".join(filter(str.isalnum, text[:limit])).lower()
    out: list[str] = []
    for character in text[:limit]:
        if is_han(character):
            out.append(_syllable(character)[:1])
        elif character.isascii() and character.isalnum():
            out.append(character.lower())
    return "".join(out)


def sort_key(text: str, limit: int = 40) -> str:
    """A key whose byte order is the order people expect: pinyin for Chinese, case folded for Latin."""
    if text.isascii():
        return text[:limit].lower()
    out: list[str] = []
    for character in text[:limit]:
        out.append(_syllable(character) + " " if is_han(character) else character.casefold())
    return "".join(out)
