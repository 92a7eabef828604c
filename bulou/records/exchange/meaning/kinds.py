"""Which kind of field a column of a file would be, judged by its heading and its cells, while there is no form yet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from bulou.forms.fields.kind import CellContext, kinds
from bulou.forms.fields.switch import NO, YES
from bulou.forms.model import FieldDef
from bulou.kit.text import fold
from bulou.records.exchange.files.cells import Cell
from bulou.records.exchange.meaning import lexicon, looks
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.wording import plain

SURE = 0.9  # of the cells must be readable as what the column is taken for
MOST_OPTIONS, LONGEST_OPTION = 20, 20
LONG = 40  # characters on average: more than a line
MOST_DECIMALS = 6
MONEY = (
    "金额",
    "单价",
    "价格",
    "报价",
    "费用",
    "预算",
    "货款",
    "回款",
    "销售额",
    "营业额",
    "成本",
    "工资",
    "原值",
    "总价",
)
MONEY_WORDS = ("amount", "price", "cost", "revenue", "budget", "fee", "salary", "turnover", "value")
IN_MONEY = re.compile(
    r"[（(]\s*[万千]?\s*元|[/,，]\s*[万千]?元$|[¥￥$€£]|\b(?:cny|rmb|usd|eur|hkd)\b", re.IGNORECASE
)
NUMBERED = ("编号", "编码", "单号", "工号", "代码", "号码", "证号", "条码", "邮编", "税号")
NUMBERED_WORDS = ("no", "no.", "code", "sku", "number", "zip", "id")


@dataclass(frozen=True)
class Guess:
    """A kind and its settings as a definition has them."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


def guess(heading: str, profile: Profile, percent: bool | None, context: CellContext) -> Guess:
    """The first kind that fits the heading and reads nearly every cell; text reads all."""
    for candidate in _candidates(heading, profile, percent):
        if profile.some and _readable(candidate, profile, context) >= SURE:
            return candidate
    return _text(profile)


def _candidates(heading: str, profile: Profile, percent: bool | None) -> Iterator[Guess]:
    if not profile.some or (_numbered(heading) and not profile.looks["phone"] >= SURE):
        return
    if _yes_or_no(profile):
        yield Guess("switch")
    for kind in ("email", "phone", "link"):
        days = (
            kind == "phone" and profile.looks["day"] >= SURE
        )  # 2026-11-01 has as many digits as a telephone
        if profile.looks[kind] >= SURE and not days:
            yield Guess(kind)
    if profile.share(_moment) >= SURE:
        yield Guess("datetime")
    if profile.looks["day"] >= SURE:
        yield Guess("date")
    if profile.looks["number"] >= SURE:
        yield _number(heading, profile, percent)
    if _few(profile):
        yield Guess("choice", {"choices": [{"label": text} for text in _texts(profile)]})


def _readable(candidate: Guess, profile: Profile, context: CellContext) -> float:
    """The share of cells that the kind reads without a problem."""
    if candidate.kind == "choice":
        return 1.0
    kind = kinds[candidate.kind]
    definition = FieldDef(
        key="guess", kind=candidate.kind, label={"en-US": "?"}, options=dict(candidate.options)
    )
    return profile.share(lambda cell: kind.read_cell(definition, cell, context).problem is None)


def _numbered(heading: str) -> bool:
    """Numbers that name something are texts: nobody adds them up, and leading zeros count."""
    words = plain(heading)
    return words.endswith(NUMBERED) or (bool(words) and words.split()[-1] in NUMBERED_WORDS)


def _yes_or_no(profile: Profile) -> bool:
    texts = {fold(each.raw) for each in profile.some}
    return len(texts) <= 4 and bool(texts & YES) and texts <= YES | NO and texts != {"1"}


def _moment(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return (cell.hour, cell.minute) != (0, 0)
    return isinstance(cell, str) and ":" in cell and looks.day(cell)


def _number(heading: str, profile: Profile, percent: bool | None) -> Guess:
    texts = [each.raw for each in profile.some]
    if percent or all(text.endswith("%") for text in texts):
        return Guess("percent", {"max": None, "min": None})
    signs = any(text[:1] in "¥￥$€£" for text in texts)
    if signs or _of_money(heading):
        return Guess("money", {"min": None} if any(text.startswith("-") for text in texts) else {})
    return Guess("number", {"decimals": max((_decimals(each.cell) for each in profile.some), default=0)})


def _of_money(heading: str) -> bool:
    words = plain(heading)
    named = any(each in words for each in MONEY) or any(each in words.split() for each in MONEY_WORDS)
    return named or IN_MONEY.search(heading) is not None


def _decimals(cell: Cell) -> int:
    if isinstance(cell, bool | int | date) or cell is None:
        return 0
    try:
        exponent = Decimal(str(cell).replace(",", "").strip()).normalize().as_tuple().exponent
    except InvalidOperation:
        return 2
    return min(-exponent, MOST_DECIMALS) if isinstance(exponent, int) and exponent < 0 else 0


def _few(profile: Profile) -> bool:
    """A handful of short texts that come again and again."""
    texts = _texts(profile)
    if profile.overflow or not 1 < len(texts) <= MOST_OPTIONS or len(profile.values) > len(texts) + 3:
        return False
    return profile.filled >= 3 * len(texts) and all(len(text) <= LONGEST_OPTION for text in texts)


def _texts(profile: Profile) -> Sequence[str]:
    return list(dict.fromkeys(each.raw for each in profile.some if isinstance(each.cell, str)))


def _text(profile: Profile) -> Guess:
    lines = any("\n" in each.raw for each in profile.some)
    return Guess("long_text" if lines or profile.length > LONG else "text")


def counts_up(heading: str, profile: Profile) -> bool:
    """A column that only numbers the rows: 1, 2, 3 …"""
    cells = [each.cell for each in profile.some]
    whole = [cell for cell in cells if isinstance(cell, int) and not isinstance(cell, bool)]
    named = plain(heading) in ("", "序号", "no", "no.", "#", "编号", "行号")
    return named and len(whole) == len(cells) > 0 and all(b - a == 1 for a, b in pairwise(whole))


def is_owner(heading: str) -> bool:
    """Whose the records are: every form has that without a field of its own."""
    return plain(heading) in lexicon.plain_words("owner")
