"""Numbers as values: exact scaled integers from JSON, and amounts as people write them in workbooks."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from bulou.forms.values.ids import LARGEST
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.money import MAX_DIGITS, as_decimal, digits_of, to_scaled
from bulou.kit.traditional import simplified

_DIGITS = 10**MAX_DIGITS
_LIMIT = Decimal(_DIGITS)
_UNITS = {
    "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "w": 10**4, "千": 10**3,
    "k": 10**3, "百": 100, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PLAIN = r"\d+(?:\.\d+)?|\.\d+"
_PART = re.compile(rf"({_PLAIN})\s*({_UNIT})?")
_WHOLE = re.compile(
    rf"(?:{_PLAIN})(?:(?:{_UNIT})(?:{_PLAIN}))*(?:{_UNIT})?"
)  # units between: no backtracking
_SCIENCE = re.compile(r"\d+(?:\.\d+)?e[+-]?\d{1,2}")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_ABOUT = re.compile(
    r"约为|大约|大概|约|近|预计|预估|估计|不超过|不低于|最多|至少|左右|上下|以上|以下|以内|之内|起步|起|多|余|about|ca\.?|[~≈<>≥≤+]"
)
_MONEY_WORDS = re.compile(
    r"人民币|rmb|cny|usd|eur|hkd|gbp|jpy|us\$|hk\$|[¥$€£]|元整|元|圆|块钱|块|整|/年|/月"
)
_FOREIGN = re.compile(r"usd|eur|hkd|gbp|jpy|us\$|hk\$|[$€£]")
_REMARK = re.compile(r"\([^)]*\)")
_RANGE = re.compile(r"\d\s*(?:万|w|k|千|亿)?\s*(?:-|~|—|–|至|到)\s*\d")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+")


@dataclass(frozen=True)
class Amount:
    """A number found in a cell; `note`: what was dropped or assumed; `unit`: the cell named one."""

    value: Decimal
    note: str | None = None
    unit: bool = False


def checked_number(
    value: Any, decimals: int, least: float | int | None = None, most: float | int | None = None
) -> int | None:
    """A JSON number as scaled integer. FieldError: not_a_number, too_precise, too_large, too_small."""
    if type(value) is int:
        return _checked_whole(value, decimals, least, most)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise FieldError("fields.not_a_number")
    if isinstance(value, int):
        return _checked_whole(int(value), decimals, least, most)
    number = as_decimal(value)
    if number is None:
        raise FieldError("fields.not_a_number")
    if digits_of(number) > MAX_DIGITS or abs(number) >= _LIMIT:
        raise FieldError("fields.too_precise", digits=MAX_DIGITS)
    if number and number != number.quantize(Decimal(1).scaleb(-decimals)):
        raise FieldError("fields.too_many_decimals", decimals=decimals)
    _check_bounds(number, least, most)
    return _fitting(to_scaled(number, decimals))


def _checked_whole(value: int, decimals: int, least: float | int | None, most: float | int | None) -> int:
    if not -_DIGITS < value < _DIGITS:
        raise FieldError("fields.too_precise", digits=MAX_DIGITS)
    if least is not None and value < least:
        raise FieldError("fields.too_small", min=least)
    if most is not None and value > most:
        raise FieldError("fields.too_large", max=most)
    return _fitting(value * 10**decimals)


def _fitting(scaled: int) -> int:
    if not -LARGEST <= scaled <= LARGEST:
        raise FieldError("fields.too_precise", digits=MAX_DIGITS)
    return scaled


def _check_bounds(number: int | Decimal, least: float | int | None, most: float | int | None) -> None:
    if least is not None and number < (least if isinstance(number, int) else Decimal(str(least))):
        raise FieldError("fields.too_small", min=least)
    if most is not None and number > (most if isinstance(number, int) else Decimal(str(most))):
        raise FieldError("fields.too_large", max=most)


def read_amount(cell: Any) -> Amount | None:
    """The number a cell means, None when it says that there is none.

    `5万`, `3w`, `3.5W`, `1.2亿`, `1万5千`, `五万`, `¥50,000`, `￥5万元`, `RMB 3000`, `(500)`, `1.5e5`.
    FieldError: cells.range, fields.not_a_number.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = as_decimal(cell)
        if number is None:
            raise FieldError("fields.not_a_number")
        return Amount(number)
    if cell is not None and not isinstance(cell, str):
        raise FieldError("fields.not_a_number")
    text = cell_text(cell)
    if says_nothing(text):
        return None
    if len(text) > 60:
        raise FieldError("fields.not_a_number")
    return _amount_in(unicodedata.normalize("NFKC", text).casefold())


def _amount_in(text: str) -> Amount | None:
    text = re.sub(r"[−–—]", "-", re.sub(r"\s+", " ", simplified(text))).strip()
    negative = bool(re.fullmatch(r"\([^()]*\d[^()]*\)", text))
    text = text.strip("()") if negative else text
    bare = _REMARK.sub("", text)
    note = "cells.text_dropped" if bare != text else None
    if _RANGE.search(bare):
        raise FieldError("cells.range")
    if _FOREIGN.search(bare):
        note = "cells.other_currency"
    in_full = re.search(r"元|圆|块", bare) is not None
    bare = _MONEY_WORDS.sub("", bare).strip()
    if bare.startswith("-"):
        negative, bare = not negative, bare[1:].strip()
    exact = _ABOUT.sub("", bare)
    note = "cells.approximate" if exact != bare else note
    if says_nothing(exact):
        return None
    value, unit = _parts(exact.replace(" ", "") if not _PART.fullmatch(exact) else exact)
    return Amount(-value if negative else value, note, unit or in_full)


def _parts(text: str) -> tuple[Decimal, bool]:
    text = text.replace(" ", "").rstrip("。.,;")
    if _SCIENCE.fullmatch(text):
        return Decimal(text), False
    if _EUROPEAN.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".")), False
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    if _CHINESE.fullmatch(text) and not text.isdigit():
        return _spelled(text), True
    if not _WHOLE.fullmatch(text):
        raise FieldError("fields.not_a_number")
    parts = [(Decimal(number), _UNITS.get(unit, 0)) for number, unit in _PART.findall(text)]
    return _add_up(parts)


def _add_up(parts: list[tuple[Decimal, int]]) -> tuple[Decimal, bool]:
    """`1万5千` = 15000, `3万5` = 35000, `2百万` = 2000000; units must fall."""
    total, last = Decimal(0), 0
    for index, (number, unit) in enumerate(parts):
        if index and (unit >= last or last == 0):
            raise FieldError("fields.not_a_number")
        if index and unit == 0:
            unit = last // 10 if number < 10 and number == int(number) else 1
        total += number * (unit or 1)
        last = unit
    return total, len(parts) > 1 or parts[0][1] != 0


def _spelled(text: str) -> Decimal:
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except (ValueError, InvalidOperation, KeyError, IndexError, TypeError) as error:
        raise FieldError("fields.not_a_number") from error


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` with at most `decimals` decimals, half away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def factor_of(heading: str) -> int:
    """By how much a heading multiplies bare numbers: `预算（万元）` 10000, `金额(k)` 1000, else 1."""
    found = re.search(
        r"[(\[:/,_ ](?:单位[::]?)?[$¥€£]?(亿|百万|万|千|k|w)\s*(?:元|人民币|rmb)?[)\]]?\s*$",
        simplified(unicodedata.normalize("NFKC", heading)).casefold(),
    )
    return _UNITS[found[1]] if found else 1
