"""Which fields a push takes from its form, and which it fills in others."""

from collections.abc import Callable, Iterator
from typing import Any

from bulou.forms.fields.formula import names_in
from bulou.forms.pushes import ITSELF, Push, PushStep, Put

Asks = Callable[[Any], set[str]]  # a condition → the fields that it asks for


def taken(push: Push, asks: Asks) -> set[str]:
    """The fields of the source that a push asks for, takes or sets."""
    named = {*asks(push.when), *(each.field for each in push.sets)}
    for each in push.sets:
        if isinstance(each.value, dict) and isinstance(each.value.get("field"), str):
            named.add(each.value["field"])
    for step in push.steps:
        named |= {*asks(step.when), *step.needs, *([step.through] if step.through else [])}
        for put in step.puts:
            named |= _asked(put)
    return named - {ITSELF}


def filled(step: PushStep) -> Iterator[str]:
    """The fields of its form that a step looks at or fills."""
    yield from step.find
    for put in step.puts:
        yield put.put
        yield from (f"{put.put}.{pair.put}" for pair in put.columns)


def _asked(put: Put) -> set[str]:
    if put.take is None:
        return {name.split(".")[0] for name in names_in(put.formula or "")}
    return {put.take, *(f"{put.take}.{pair.take}" for pair in put.columns)}
