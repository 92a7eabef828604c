"""What a single cell looks like before anybody knows its field: number, day, phone, company, person."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from bulou.kit.phone import parse_phone, split_phones
from bulou.kit.traditional import simplified
from bulou.records.exchange.files.cells import Cell
from bulou.records.exchange.meaning import lexicon
from bulou.records.exchange.meaning.wording import plain

_NUMBER = re.compile(r"[¥￥$€£]?\s*[-+]?\d[\d,，.\s]*(?:万|w|k|千|亿|%|元|万元)*", re.IGNORECASE)
_DAY = re.compile(
    r"\d{1,4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*(?:\d{1,4}\s*日?)?)?(?:[\sT]\d{1,2}:\d{2}.*)?"
    r"|(?:19|20)\d{6}|\d{1,2}月\d{1,2}日?"
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|io|co)(?:\.\w{2})?(?:/\S*)?", re.I
)
_COMPANY = re.compile(
    r"公司|集团|有限|合伙|厂$|店$|院$|中心$|事务所$|工作室$|商行$|\b(?:ltd|inc|llc|corp|corporation|company|co|gmbh|group|plc)\.?$",
    re.IGNORECASE,
)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][a-z'’-]+(?:[-\s][A-Z][a-z'’-]+|\s[A-Z]\.){1,3}")
_TITLED = re.compile(r"([\u4e00-\u9fff])(?:总|经理|先生|女士|小姐|主任|老师|工|部长|主管|总监|老板)")
_ASIDE = re.compile(r"(?<=.)\([^()]*\)$")  # 合计(元)
_EXAMPLE = re.compile(
    r"(?:(?:例|例如|示例|样例|举例|示范)\s*[::(（]|(?:示例|样例)$|e\.g\.|(?:example|sample)\s*:)",
    re.IGNORECASE,
)
HEADING_LENGTH = 40


def number(cell: Cell) -> bool:
    """A number, or text that is one amount."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and _NUMBER.fullmatch(_narrow(cell)) is not None


def day(cell: Cell) -> bool:
    """A day, or text that is one."""
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and _DAY.fullmatch(_narrow(cell)) is not None


def phone(cell: Cell) -> bool:
    """A telephone number of at least seven digits that is no amount."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return False
    text = _narrow(str(cell))
    if "." in text and isinstance(cell, float):
        return False
    found = parse_phone(text)
    if found is None and len(parts := split_phones(text)) > 1:  # the first of several
        text = parts[0]
        found = parse_phone(text)
    return found is not None and (found.mobile or "-" in text or text.startswith(("0", "+", "400", "800")))


def email(cell: Cell) -> bool:
    """An e-mail address."""
    return isinstance(cell, str) and _EMAIL.fullmatch(cell.strip()) is not None


def link(cell: Cell) -> bool:
    """A web address."""
    return isinstance(cell, str) and _LINK.fullmatch(cell.strip()) is not None


def company(cell: Cell) -> bool:
    """The name of an organisation, by its legal form."""
    return isinstance(cell, str) and _COMPANY.search(simplified(cell).strip()) is not None


def person(cell: Cell) -> bool:
    """The name of a person: a Chinese surname and one to three characters, or capitalised Latin words."""
    return isinstance(cell, str) and _person(simplified(cell).strip())


@lru_cache(maxsize=16384)
def _person(text: str) -> bool:
    if plain(text) in lexicon.plain_words("not_a_person") or _COMPANY.search(text):
        return False
    nickname = len(text) == 2 and text[0] in "小老阿" and text[1] in lexicon.letters("surnames")
    if nickname or _TITLED.fullmatch(text):
        return True
    if _CHINESE_NAME.fullmatch(text):
        if text[:2] in lexicon.words("compound_surnames") and len(text) > 2:
            return True
        return text[0] in lexicon.letters("surnames") and (len(text) <= 3 or "·" in text)
    return _LATIN_NAME.fullmatch(text) is not None


def heading(cell: Cell) -> bool:
    """Short text that is no value by itself."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    if not text or len(text) > HEADING_LENGTH or text.endswith(("。", "！", "!")):
        return False
    return not (number(text) or day(text) or phone(text) or email(text) or (company(text) and len(text) > 6))


def total(cell: Cell) -> bool:
    """`合计`, `小计：`, `华东合计`, `Total` …"""
    if not isinstance(cell, str) or len(cell) > 20:
        return False
    text = _ASIDE.sub("", re.sub(r"[\s:]", "", _narrow(cell)).casefold())
    if text in lexicon.plain_words("total"):
        return True
    return len(text) <= 10 and text.endswith(lexicon.words("total_ending")) and not text.startswith("总计划")


def example(cell: Cell) -> bool:
    """The beginning of a row that only shows how to fill in the table: `例：上海某某公司`, `e.g. Acme`."""
    return isinstance(cell, str) and _EXAMPLE.match(_narrow(cell)) is not None


def note(cell: Cell) -> bool:
    """A remark to the reader: `注：…`, `填表人：张三`, `Note: …`."""
    if not isinstance(cell, str):
        return False
    head, colon, _rest = re.sub(r"[：:]", ":", cell.strip(" 　*※★【】[]")).partition(":")
    text = plain(re.sub(r"\d+$", "", head))
    return (bool(colon) and text in lexicon.plain_words("note")) or cell.strip().startswith(
        ("※", "★", "注意")
    )


def _narrow(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text)).strip()
