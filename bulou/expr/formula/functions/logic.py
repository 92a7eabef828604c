"""Decisions: what is unknown counts as no; parts that do not matter are not worked out."""

from collections.abc import Callable

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.operators import holds
from bulou.expr.formula.values import NOT_FOUND, Failure, Value, fail, is_empty, ranks

family = Family("logic")

Later = Callable[[], Value]


@family(
    *("IF", "boolean T T?", "T"),
    *("如果：成立取前者，否则取后者", "If: one value or the other", 'IF(amount > 100, "大", "小")'),
    lazy=True,
)
def _if(_: Context, test: Later, then: Later, other: Later | None = None) -> Value:
    if test():
        return then()
    return other() if other else None


@family(
    *("IFS", "(boolean T)+", "T"),
    *("多重如果：第一个成立的", "Ifs: the first that holds", 'IFS(amount > 100, "大", TRUE, "小")'),
    lazy=True,
)
def _ifs(_: Context, *args: Later) -> Value:
    for test, then in zip(args[::2], args[1::2], strict=True):
        if test():
            return then()
    return fail(NOT_FOUND)


@family(
    *("SWITCH", "U (U T)+ T?", "T"),
    *("按值选择：相等的那一项", "Switch: the one that equals", 'SWITCH(level, "A", 1, "B", 2, 0)'),
    lazy=True,
)
def _switch(context: Context, value: Later, *args: Later) -> Value:
    wanted = value()
    for case, then in zip(args[: len(args) // 2 * 2 : 2], args[1::2], strict=True):
        if _same(wanted, case(), context):
            return then()
    return args[-1]() if len(args) % 2 else fail(NOT_FOUND)


def _same(left: Value, right: Value, context: Context) -> bool:
    if is_empty(left) or is_empty(right):
        return is_empty(left) and is_empty(right)
    one, other = ranks([left, right], context.zone)
    return bool(one == other)


@family("AND", "boolean+", "boolean", "并且：都成立", "And: all hold", "AND(won, amount > 0)", lazy=True)
def _and(_: Context, *args: Later) -> bool | None:
    return _joined(args, False)


@family("OR", "boolean+", "boolean", "或者：有一个成立", "Or: any holds", "OR(won, lost)", lazy=True)
def _or(_: Context, *args: Later) -> bool | None:
    return _joined(args, True)


def _joined(args: tuple[Later, ...], decisive: bool) -> bool | None:
    """The first decisive answer, else unknown if any is, else the other one."""
    unknown = False
    for arg in args:
        found: bool | None = arg()
        if found is decisive:
            return decisive
        unknown = unknown or found is None
    return None if unknown else not decisive


@family("NOT", "boolean", "boolean", "不是：反过来", "Not: the opposite", "NOT(won)", keeps_empty=True)
def _not(_: Context, value: bool | None) -> bool | None:
    return None if value is None else not value


@family(
    "XOR", "boolean+", "boolean", "异或：奇数个成立", "Xor: an odd number hold", "XOR(a, b)", keeps_empty=True
)
def _xor(_: Context, *values: bool | None) -> bool | None:
    return None if None in values else sum(map(bool, values)) % 2 == 1


@family(
    *("ISBLANK", "any|any[]", "boolean"),
    *("为空：没有值", "Is empty: no value", "ISBLANK(phone)"),
    aliases=("ISEMPTY",),
    keeps_empty=True,
)
def _isblank(_: Context, value: Value) -> bool:
    return is_empty(value)


@family(
    "ISERROR",
    "any|any[]",
    "boolean",
    "是错误：算不出来",
    "Is an error: no value",
    "ISERROR(a / b)",
    lazy=True,
)
def _iserror(_: Context, value: Later) -> bool:
    try:
        value()
    except (Failure, ArithmeticError):
        return True
    return False


@family(
    *("IFERROR", "T T", "T"),
    *("出错时：改用后者", "If error: the other value", "IFERROR(won / total, 0)"),
    lazy=True,
)
def _iferror(_: Context, value: Later, other: Later) -> Value:
    try:
        return value()
    except (Failure, ArithmeticError):
        return other()


@family(
    *("COALESCE", "T+", "T"),
    *("第一个非空：依次看", "First filled: in order", "COALESCE(mobile, phone)"),
    aliases=("IFBLANK",),
    lazy=True,
)
def _coalesce(_: Context, *args: Later) -> Value:
    return next((value for value in (arg() for arg in args) if not is_empty(value)), None)


@family(
    *("BETWEEN", "T T T", "boolean"),
    *("介于：两端都算", "Between: both ends count", "BETWEEN(amount, 10, 20)"),
    keeps_empty=True,
)
def _between(context: Context, value: Value, low: Value, high: Value) -> bool | None:
    if value is None or low is None or high is None:
        return None
    at, least, most = ranks([value, low, high], context.zone)
    return holds("<=", least, at) and holds("<=", at, most)


@family(
    *("OLD", "T", "T"),
    *("原值：这次修改之前的值", "Old: the value before the change", "amount > OLD(amount)"),
    lazy=True,
    only="condition",
)
def _old(_: Context, value: Later) -> Value:
    raise AssertionError("evaluate answers OLD itself")
