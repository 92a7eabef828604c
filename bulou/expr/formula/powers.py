"""Powers, roots and logarithms: worked out at 60 digits and rounded to 28, so that every evaluator agrees."""

from decimal import Decimal

from bulou.expr.formula.values import DIVIDED, LARGEST, ONE, OUT_OF_RANGE, WIDE, ZERO, fail, number


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """`base ^ exponent`. 0 to the 0 is 1; #DIV/0 for 0 to a negative, #NUM for roots of negatives."""
    if exponent == 0:
        return ONE
    if base == 0:
        return ZERO if exponent > 0 else fail(DIVIDED)
    if base == 1:
        return ONE
    is_whole = exponent == exponent.to_integral_value()
    if base < 0 and not is_whole:
        fail(OUT_OF_RANGE)
    size = _size(base, exponent)
    if size < -LARGEST - 1:
        return ZERO
    if size > LARGEST + 1:
        fail(OUT_OF_RANGE)
    return number(WIDE.power(base, exponent))


def _size(base: Decimal, exponent: Decimal) -> Decimal:
    """About how many digits the power has before its point."""
    return WIDE.multiply(WIDE.log10(abs(base)), exponent)


def root(value: Decimal) -> Decimal:
    """The square root; #NUM of a negative."""
    return number(WIDE.sqrt(value)) if value >= 0 else fail(OUT_OF_RANGE)


def natural_log(value: Decimal) -> Decimal:
    """The natural logarithm; #NUM of 0 and below."""
    return number(WIDE.ln(value)) if value > 0 else fail(OUT_OF_RANGE)


def log(value: Decimal, base: Decimal) -> Decimal:
    """The logarithm to `base`; #NUM of 0 and below, #DIV/0 for base 1."""
    if value <= 0 or base <= 0:
        fail(OUT_OF_RANGE)
    if base == 1:
        fail(DIVIDED)
    return number(WIDE.divide(WIDE.ln(value), WIDE.ln(base)))


def exponential(value: Decimal) -> Decimal:
    """e to the `value`."""
    if value > 300:
        fail(OUT_OF_RANGE)
    return ZERO if value < -300 else number(WIDE.exp(value))
