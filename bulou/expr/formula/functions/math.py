"""Numbers: rounding half away from zero, remainders with the sign of the divisor, powers and logarithms."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from bulou.expr.formula import powers
from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.operators import divide
from bulou.expr.formula.values import DIVIDED, EXACT, ONE, OUT_OF_RANGE, ZERO, fail, number, whole

family = Family("math")

MOST_PLACES = 28


def places(value: Decimal, count: Decimal, rounding: str) -> Decimal:
    """`value` with at most `count` decimals (tens, hundreds … when negative)."""
    wanted = max(-LARGEST_PLACES, min(MOST_PLACES, whole(count)))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= wanted:
        return value
    step = Decimal(1).scaleb(-wanted)
    return number(EXACT.multiply(whole_part(EXACT.divide(value, step), rounding), step))


LARGEST_PLACES = 100


def whole_part(value: Decimal, rounding: str) -> Decimal:
    """The whole number next to `value`."""
    return value.to_integral_value(rounding=rounding)


@family("ABS", "number", "number", "绝对值：去掉负号", "Absolute: without its sign", "ABS(amount)")
def _abs(_: Context, value: Decimal) -> Decimal:
    return abs(value)


@family("SIGN", "number", "number", "正负：1、0 或 -1", "Sign: 1, 0 or -1", "SIGN(amount)")
def _sign(_: Context, value: Decimal) -> Decimal:
    return Decimal((value > 0) - (value < 0))


@family(
    *("ROUND", "number number?", "number"),
    *("四舍五入：到几位小数", "Round: to so many decimals, half away from zero", "ROUND(amount, 2)"),
)
def _round(_: Context, value: Decimal, count: Decimal = ZERO) -> Decimal:
    return places(value, count, ROUND_HALF_UP)


@family(
    *("ROUNDUP", "number number?", "number"),
    *("向上舍入：远离零", "Round up: away from zero", "ROUNDUP(amount, 0)"),
)
def _roundup(_: Context, value: Decimal, count: Decimal = ZERO) -> Decimal:
    return places(value, count, ROUND_UP)


@family(
    *("ROUNDDOWN", "number number?", "number"),
    *("向下舍入：趋向零", "Round down: toward zero", "ROUNDDOWN(amount, 0)"),
)
def _rounddown(_: Context, value: Decimal, count: Decimal = ZERO) -> Decimal:
    return places(value, count, ROUND_DOWN)


@family(
    *("TRUNC", "number number?", "number"),
    *("截去小数：不舍入", "Truncate: drop decimals", "TRUNC(amount)"),
)
def _trunc(_: Context, value: Decimal, count: Decimal = ZERO) -> Decimal:
    return places(value, count, ROUND_DOWN)


@family("INT", "number", "number", "取整：不大于它的整数", "Integer: the whole number below", "INT(amount)")
def _int(_: Context, value: Decimal) -> Decimal:
    return whole_part(value, ROUND_FLOOR)


@family(
    *("CEILING", "number number?", "number"),
    *("向上取倍数：不小于它", "Ceiling: the next multiple", "CEILING(amount, 100)"),
)
def _ceiling(_: Context, value: Decimal, step: Decimal = ONE) -> Decimal:
    return number(EXACT.multiply(whole_part(divide(value, abs(step)), ROUND_CEILING), abs(step)))


@family(
    *("FLOOR", "number number?", "number"),
    *("向下取倍数：不大于它", "Floor: the multiple below", "FLOOR(amount, 100)"),
)
def _floor(_: Context, value: Decimal, step: Decimal = ONE) -> Decimal:
    return number(EXACT.multiply(whole_part(divide(value, abs(step)), ROUND_FLOOR), abs(step)))


@family(
    *("QUOTIENT", "number number", "number"),
    *("整除：商的整数部分", "Quotient: whole part of a division", "QUOTIENT(days, 7)"),
)
def _quotient(_: Context, value: Decimal, by: Decimal) -> Decimal:
    _check_division(value, by)
    return whole_part(divide(value, by), ROUND_DOWN)


@family(
    *("MOD", "number number", "number"),
    *("余数：与除数同号", "Remainder: with the divisor's sign", "MOD(days, 7)"),
)
def _mod(_: Context, value: Decimal, by: Decimal) -> Decimal:
    _check_division(value, by)
    rest = EXACT.remainder(value, by)
    return number(EXACT.add(rest, by)) if rest and (rest < 0) != (by < 0) else number(rest)


def _check_division(value: Decimal, by: Decimal) -> None:
    if by == 0:
        fail(DIVIDED)
    if value and value.adjusted() - by.adjusted() > 25:
        fail(OUT_OF_RANGE)


@family("POWER", "number number", "number", "乘方：同 ^", "Power: as ^", "POWER(1.05, years)")
def _power(_: Context, base: Decimal, exponent: Decimal) -> Decimal:
    return powers.power(base, exponent)


@family("SQRT", "number", "number", "平方根：负数报错", "Square root: an error below 0", "SQRT(amount)")
def _sqrt(_: Context, value: Decimal) -> Decimal:
    return powers.root(value)


@family("LN", "number", "number", "自然对数：以 e 为底", "Natural logarithm: base e", "LN(amount)")
def _ln(_: Context, value: Decimal) -> Decimal:
    return powers.natural_log(value)


@family(
    *("LOG", "number number?", "number"),
    *("对数：默认以 10 为底", "Logarithm: base 10 unless given", "LOG(amount)"),
)
def _log(_: Context, value: Decimal, base: Decimal = Decimal(10)) -> Decimal:
    return powers.log(value, base)


@family("EXP", "number", "number", "指数：e 的乘方", "Exponential: e to the power", "EXP(rate)")
def _exp(_: Context, value: Decimal) -> Decimal:
    return powers.exponential(value)
