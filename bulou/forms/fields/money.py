"""Money: exact to the fen, in the workspace's currency or each record in its own."""

from typing import Any, Literal

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.number import NUMBER_OPERATORS, read_number
from bulou.forms.model import FieldDef
from bulou.forms.values.dates import checked_day
from bulou.forms.values.numbers import checked_number, rounded
from bulou.kit.errors import FieldError
from bulou.kit.money import as_decimal, from_scaled

DECIMALS = 2
# Two orders below what 15 digits allow, so that sums over many thousand records stay 64-bit.
LARGEST = 9_999_999_999_999.99


class MoneyOptions(Options):
    """`currency`: fixed (every amount in `code`) or record (each names its own, with the rate used)."""

    decimals: Literal[2] = 2
    currency: Literal["fixed", "record"] = "fixed"
    code: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")
    min: float | None = None
    max: float | None = LARGEST


class Money(FieldKind):
    """An amount of money.

    With `currency: record` the JSON value is `{amount, currency, rate?, rate_on?}`, answered with `base`; the
    columns are `<key>`, `<key>_currency`, `<key>_base` (in `code`: what sums and conditions use) and
    `<key>_rate_on`.
    """

    key = "money"
    label = words("金额", "Money")
    operand = "number"
    operators = NUMBER_OPERATORS
    options_model = MoneyOptions
    summable = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        amount = Col(field.key, "integer", field.indexed)
        if self.options(field).currency == "fixed":
            return (amount,)
        key = field.key
        base = Col(f"{key}_base", "integer", field.indexed)
        return (amount, Col(f"{key}_currency", "text"), base, Col(f"{key}_rate_on", "text"))

    def operand_column(self, field: FieldDef) -> str:
        return field.key if self.options(field).currency == "fixed" else f"{field.key}_base"

    def check(self, field: FieldDef, value: Any) -> Any:
        options: MoneyOptions = self.options(field)
        if options.currency == "fixed":
            return checked_number(value, DECIMALS, options.min, options.max)
        return None if value is None or value == "" else _in_own_currency(value, options)

    def dump(self, field: FieldDef, stored: Any) -> Any:
        if stored is None:
            return None
        if isinstance(stored, int):
            return from_scaled(stored, DECIMALS)
        amount, currency, base, rate_on = stored
        if amount is None:
            return None
        shown = {"amount": from_scaled(amount, DECIMALS), "currency": currency}
        return {**shown, "base": from_scaled(base, DECIMALS), "rate_on": rate_on}

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        options: MoneyOptions = self.options(field)
        if options.currency == "fixed":
            return read_number(self, field, cell, context.factor)
        plain = field.model_copy(update={"options": {**field.options, "currency": "fixed"}})
        read = read_number(self, plain, cell, context.factor)
        if read.value is None:
            return read
        return Reading({"amount": read.value, "currency": options.code}, note=read.note)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return value.get("amount") if isinstance(value, dict) else value

    def sample(self, field: FieldDef) -> Any:
        options: MoneyOptions = self.options(field)
        amount = options.min if options.min is not None else 50_000.5
        if options.currency == "fixed":
            return amount
        return {"amount": amount, "currency": options.code, "base": amount, "rate_on": None}


def _in_own_currency(value: Any, options: MoneyOptions) -> tuple[int, str, int, str | None]:
    if not isinstance(value, dict) or not value.keys() <= {"amount", "currency", "rate", "rate_on", "base"}:
        raise FieldError("fields.not_money")
    amount = checked_number(value.get("amount"), DECIMALS, options.min, options.max)
    currency = value.get("currency", options.code)
    if amount is None or not isinstance(currency, str) or not (len(currency) == 3 and currency.isascii()):
        raise FieldError("fields.not_money")
    if currency.upper() == options.code:
        return amount, options.code, amount, None
    rate = as_decimal(value.get("rate")) if isinstance(value.get("rate"), int | float) else None
    if rate is None or not 0 < rate < 1_000_000_000:
        raise FieldError("fields.needs_rate", currency=currency.upper(), base=options.code)
    exact = rate * to_decimal(amount)
    base = checked_number(rounded(exact, DECIMALS), DECIMALS, None, LARGEST) if exact < 10**14 else None
    if base is None:
        raise FieldError("fields.too_large", max=LARGEST)
    return amount, currency.upper(), base, checked_day(value.get("rate_on"))


def to_decimal(scaled: int) -> Any:
    """A stored amount as Decimal."""
    return as_decimal(scaled).scaleb(-DECIMALS)  # type: ignore[union-attr]


kinds.register(Money())
