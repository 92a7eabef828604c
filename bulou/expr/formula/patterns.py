"""The patterns of TEXT: `0.00`, `#,##0`, `0%`, `yyyy-mm-dd hh:mm`; what is no pattern stands as it is."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from bulou.expr.formula.values import EXACT, UNUSABLE, fail, number

_DIGITS = re.compile(r"[#0][#0,]*(\.[#0]*)?|\.[#0]+")
_MOMENT = re.compile(r"yyyy|yy|mm?|dd?|hh?|ss?|a{3,4}", re.IGNORECASE)
_WEEKDAYS = "一二三四五六日"
_LONG = Context(prec=200)
MOST_PLACES = 20


def number_text(value: Decimal, pattern: str) -> str:
    """The number by the pattern, rounded half away from zero; #VALUE for a pattern without digits."""
    found = _DIGITS.search(pattern)
    if not found:
        fail(UNUSABLE)
    before, after = pattern[: found.start()], pattern[found.end() :]
    whole, _, part = found[0].partition(".")
    if "%" in after or "%" in before:
        value = number(EXACT.multiply(value, Decimal(100)))
    text = digits(abs(value), whole.count("0"), part.count("0"), len(part), "," in whole)
    sign = "-" if value < 0 and re.search("[1-9]", text) else ""
    return f"{sign}{before}{text}{after}"


def digits(value: Decimal, whole: int, least: int, most: int, grouped: bool) -> str:
    """A number that is not negative, with `whole` digits at least and `least` to `most` decimals."""
    if most > MOST_PLACES or whole > MOST_PLACES:
        fail(UNUSABLE)
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP, context=_LONG)
    front, _, back = format(rounded, "f").partition(".")
    front = front.lstrip("0").rjust(whole, "0")
    if grouped:
        front = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", front)
    while len(back) > least and back.endswith("0"):
        back = back[:-1]
    return f"{front}.{back}" if back else front or "0"


def moment_text(value: date, pattern: str, zone: ZoneInfo) -> str:
    """A day or moment by the pattern, in the zone. `m` is minutes after `h` and before `s`, else the month."""
    local = value.astimezone(zone) if isinstance(value, datetime) else _at_midnight(value)
    parts = list(_MOMENT.finditer(pattern))
    if not parts:
        fail(UNUSABLE)
    written, at = [], 0
    for index, part in enumerate(parts):
        before = parts[index - 1][0][0].lower() if index else ""
        after = parts[index + 1][0][0].lower() if index + 1 < len(parts) else ""
        written += [pattern[at : part.start()], _part(part[0].lower(), local, before == "h" or after == "s")]
        at = part.end()
    return "".join(written) + pattern[at:]


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _part(token: str, local: datetime, is_minute: bool) -> str:
    if token[0] == "y":
        return f"{local.year:04d}"[-len(token) :]
    if token[0] == "a":
        return ("星期" if len(token) == 4 else "") + _WEEKDAYS[local.weekday()]
    value = {
        "m": local.minute if is_minute else local.month,
        "d": local.day,
        "h": local.hour,
        "s": local.second,
    }[token[0]]
    return str(value).rjust(len(token), "0")
