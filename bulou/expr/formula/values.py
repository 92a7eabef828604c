"""The values of formulas: Decimal, str, date, datetime (UTC), bool, tuples of them, None; and errors as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

# Codes of errors. They are stored beside a computed column, and filters can ask for them.
DIVIDED = "#DIV/0"  # divided by zero, or the average of nothing
UNUSABLE = "#VALUE"  # a value that cannot be used here: text that is no number, an id-card number with a typo
OUT_OF_RANGE = "#NUM"  # a number or a day beyond what there is
NOT_FOUND = "#N/A"  # nothing matches
LOST = "#REF"  # a field that is not there any more
TOO_MUCH = "#LIMIT"  # a text or a list longer than is allowed, or too much work
ERRORS = (DIVIDED, UNUSABLE, OUT_OF_RANGE, NOT_FOUND, LOST, TOO_MUCH)

MAX_TEXT = 32_767  # code points of a result
MAX_ITEMS = 10_000  # of a list that a function makes
LARGEST = 100  # numbers stay below 10^100; nearer to zero than 10^-100 is zero

EXACT = Context(prec=28, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
WIDE = Context(prec=60, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
ZERO, ONE = Decimal(0), Decimal(1)
DAY_MS = 86_400_000

Value = Any  # Decimal | str | date | datetime | bool | tuple | None


@dataclass(frozen=True)
class Failed:
    """An error as a value; `code` is one of `ERRORS`."""

    code: str


class Failure(Exception):
    """An error on its way to whoever catches it (IFERROR), else to the result. Never leaves `evaluate`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fail(code: str) -> NoReturn:
    """Give up with `code`."""
    raise Failure(code)


def number(value: Decimal) -> Decimal:
    """`value` at 28 digits and within bounds, else #NUM."""
    value = EXACT.plus(value)
    if not value.is_finite() or (value and value.adjusted() >= LARGEST):
        fail(OUT_OF_RANGE)
    return value if value and value.adjusted() >= -LARGEST else ZERO


def whole(value: Decimal) -> int:
    """The number without its decimals; #NUM for what no count or position can be."""
    if value.adjusted() > 15:
        fail(OUT_OF_RANGE)
    return int(value)


def as_text(value: Value, zone: ZoneInfo) -> str:
    """A value inside a text: no exponents, ISO days, moments to the minute in the workspace's zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M").rjust(16, "0")
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(value: Decimal) -> str:
    """`1200`, `0.05`: every digit, no exponent, no zeros at the end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def short(text: str) -> str:
    """The text, or #LIMIT when it is too long to be a result."""
    return text if len(text) <= MAX_TEXT else fail(TOO_MUCH)


def is_empty(value: Value) -> bool:
    """None, a text or a list with nothing in it."""
    return value is None or value == "" or value == ()


def as_moment(value: date, zone: ZoneInfo) -> datetime:
    """A day as the moment it begins in the zone; a moment as it is."""
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=zone).astimezone(UTC)


def as_day(value: date, zone: ZoneInfo) -> date:
    """The day of a moment in the zone; a day as it is."""
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def rank(value: Value, zone: ZoneInfo) -> Any:
    """What values of one type are compared and matched by; texts by code point."""
    return as_moment(value, zone) if isinstance(value, date) else value


def ranks(values: Sequence[Value], zone: ZoneInfo) -> list[Any]:
    """The ranks of several values; days among moments count as moments."""
    mixed = any(isinstance(value, datetime) for value in values)
    return [rank(value, zone) if mixed else value for value in values]
