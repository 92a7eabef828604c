"""What a bare number of a column is worth: 5 in `金额（万元）` is 50,000, 0.2 in a column of percents is 20 %."""

import re

from bulou.forms.values.numbers import factor_of
from bulou.records.exchange.meaning.plan import ColumnPlan
from bulou.records.exchange.meaning.profile import Profile

_UNIT = re.compile(r"单位\s*[:：为是]?\s*(?:人民币)?\s*((?:亿|百万|万|千)元?)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_OF_SHARES = re.compile(r"率|可能性|占比|比例|percent|probab|likel|chance|rate|share", re.IGNORECASE)
WHOLE = 100  # a 1 is 100 %


def judged(
    kind: str, column: ColumnPlan, profile: Profile | None, shown: bool | None, notes: str
) -> tuple[int, bool]:
    """By how much bare numbers of a column are to be multiplied, and whether that is only assumed.

    `shown`: whether the file shows the column in percent, None where it does not say (xlsx alone does).
    """
    if kind == "percent":
        if shown:
            return WHOLE, False
        shares = profile is not None and _shares(profile, sure=shown is None and _speaks(column.heading))
        return (WHOLE, True) if shares else (1, False)
    unit = factor_of(column.heading) if kind in ("money", "number") else 1
    if unit == 1 and kind == "money" and (said := _said(notes)):
        unit = factor_of(f"({said})")
    return unit, False


def _shares(profile: Profile, sure: bool) -> bool:
    """Whether a column holds nothing but shares of one; with a heading that is `sure` to speak of shares, ones and
    zeros are enough."""
    texts = [each.raw for each in profile.distinct]
    numbers = [float(text) for text in texts if _NUMBER.fullmatch(text)]
    if not all(0 <= each <= 1 for each in numbers):
        return False
    return any(0 < each < 1 for each in numbers) or (sure and len(numbers) == len(texts) and any(numbers))


def _speaks(heading: str) -> bool:
    """`成功率` speaks of shares; `成功率(%)` of percents."""
    return bool(_OF_SHARES.search(heading)) and "%" not in heading and "％" not in heading


def _said(notes: str) -> str | None:
    """`单位：万元` above the table holds for every amount in it."""
    found = _UNIT.search(notes)
    return found[1] if found else None
