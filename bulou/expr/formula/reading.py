"""Numbers and days out of text: full-width digits count, half a number does not."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from bulou.expr.formula.values import EXACT, UNUSABLE, fail, number

_NUMBER = re.compile(r"([+-]?)[¥$€£]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]*)?(%?)")
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?"
)
_LONGEST = 100


def read_number(text: str) -> Decimal:
    """`1,234.5`, `￥50`, `20%`, `１２`; #VALUE for anything else, `12abc` and `5万` too."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip(" ")
    found = _NUMBER.fullmatch(plain) if len(text) <= _LONGEST else None
    if not found or not any(c.isdigit() for c in plain):
        fail(UNUSABLE)
    sign, whole, part, percent = found.groups(default="")
    value = number(Decimal(f"{sign}{whole.replace(',', '') or '0'}{part or ''}"))
    return EXACT.divide(value, Decimal(100)) if percent else value


def read_day(text: str) -> date:
    """`2026-02-09`, `2026/2/9`, `2026.2.9`, `2026年2月9日`; #VALUE for anything else."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip(" ")
    found = _DAY.fullmatch(plain) if len(text) <= _LONGEST else None
    if not found:
        fail(UNUSABLE)
    month = next(each for each in found.groups()[1:5] if each)
    try:
        return date(int(found[1]), int(month), int(found[6]))
    except ValueError:
        fail(UNUSABLE)
