"""Decimals as scaled integers: exact sums on every database."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

MAX_DIGITS = 15
SIGNS = {"CNY": "¥", "JPY": "¥", "USD": "$", "HKD": "HK$", "EUR": "€", "GBP": "£"}


def to_scaled(value: Decimal, decimals: int) -> int:
    """`value` × 10^decimals, rounded half away from zero."""
    return int(value.scaleb(decimals).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_scaled(stored: int, decimals: int) -> int | float:
    """The JSON number of a scaled integer: an int when whole, else the nearest float (15 digits are exact)."""
    if decimals == 0:
        return stored
    unit: int = 10**decimals
    whole, rest = divmod(stored, unit)
    return whole if rest == 0 else stored / unit  # correctly rounded


def as_decimal(value: object) -> Decimal | None:
    """A JSON number (int, float or numeric text) as a finite Decimal, None when it is none."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def digits_of(value: Decimal) -> int:
    """How many digits the number is written with, leading zeros and sign aside."""
    return len(value.normalize().as_tuple().digits) if value else 1


def told(value: float, currency: str) -> str:
    """An amount as people write it: 80000 in CNY → ¥80,000, fen only where there are any."""
    fen = to_scaled(Decimal(repr(value)), 2)
    text = f"{abs(fen) // 100:,}" if fen % 100 == 0 else f"{abs(fen) / 100:,.2f}"
    return f"{'−' if fen < 0 else ''}{SIGNS.get(currency, f'{currency} ')}{text}"
