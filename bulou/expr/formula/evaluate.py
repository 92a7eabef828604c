"""From a checked tree to a value: Decimal arithmetic of 28 digits, errors as values, nothing raised."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from bulou.expr.formula.context import Context, Setting, Source
from bulou.expr.formula.function import Function, functions
from bulou.expr.formula.operators import operate
from bulou.expr.formula.tree import Boolean, Call, Empty, Name, Node, Number, Operation, Text
from bulou.expr.formula.values import (
    LOST,
    OUT_OF_RANGE,
    ZERO,
    Failed,
    Failure,
    Value,
    as_day,
    as_moment,
    fail,
)

NOTHING = {"number": ZERO, "text": "", "boolean": False}


def evaluate(tree: Node, source: Source, setting: Setting) -> Value:
    """The value of a checked tree for one record; a `Failed` when it has none. Never raises."""
    try:
        value = _value(tree, Context(source, setting))
    except Failure as failure:
        return Failed(failure.code)
    return None if value == "" else value


def _value(node: Node, context: Context) -> Value:
    match node:
        case Number(value):
            return Decimal(value)
        case Text(value) | Boolean(value):
            return value
        case Empty():
            return None
        case Name(path):
            return _held(context.source.value, path)
        case Operation(op, args, type_):
            values = [_value(arg, context) for arg in args]
            return _guarded(partial(operate, op, type_, [arg.type for arg in args], values, context.zone))
        case Call("OLD", (Name(path),)):
            return _held(context.source.old, path)
        case Call():
            return _call(node, context)


def _held(read: Callable[[str], Value], path: str) -> Value:
    try:
        value = read(path)
    except KeyError:
        fail(LOST)
    failed = [each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Failed)]
    return fail(failed[0].code) if failed else value


def _call(node: Call, context: Context) -> Value:
    function = functions[node.function]
    takes = function.signature.laid_out(len(node.args)) or ()
    if function.lazy:
        thunks = [partial(_value, arg, context) for arg in node.args]
        value = _guarded(partial(function.work, context, *thunks))
    else:
        values = [_value(arg, context) for arg in node.args]
        given = [
            _fitted(function, each.types, value, context) for each, value in zip(takes, values, strict=True)
        ]
        if not function.keeps_empty and any(
            value is None and _is_moment(each.types) for each, value in zip(takes, given, strict=True)
        ):
            return None
        value = _guarded(partial(function.work, context, *given))
    if node.type == "datetime" and isinstance(value, date):
        return _guarded(partial(as_moment, value, context.zone))
    return value


def _fitted(function: Function, types: tuple[str, ...], value: Value, context: Context) -> Value:
    """An argument as the work of a function expects it."""
    if value is None:
        if types[0].endswith("[]") and len(types) == 1:
            return ()
        return None if function.keeps_empty or len(types) > 1 else NOTHING.get(types[0])
    if isinstance(value, datetime) and types == ("date",):
        return as_day(value, context.zone)
    if types == ("datetime",) and isinstance(value, date):
        return as_moment(value, context.zone)
    return value


def _is_moment(types: tuple[str, ...]) -> bool:
    return set(types) <= {"date", "datetime"}


def _guarded(work: Callable[[], Value]) -> Value:
    """The value of `work`; days and numbers beyond what there is become #NUM."""
    try:
        return work()
    except (OverflowError, ArithmeticError):
        fail(OUT_OF_RANGE)
