"""What is wrong with the pushes of a form: where they lead, what fits into what, in which order."""

from collections.abc import Callable, Iterator
from typing import Any

from bulou.expr.formula import BadFormula, check
from bulou.forms.bound import BoundField
from bulou.forms.carry import fits, fits_whole
from bulou.forms.form import Form
from bulou.forms.formulas import rule_scope
from bulou.forms.model import FormDef
from bulou.forms.pushes import ITSELF, MOST_PUSHES, MOST_STEPS, Push, PushStep, Put
from bulou.kit.errors import FieldError, FieldProblem
from bulou.kit.ids import is_key

Judge = Callable[[Form, str, Any], Iterator[FieldProblem]]
TIMES = frozenset({"date", "datetime", "text"})
FILLED_IN = {
    "now": TIMES,
    "today": TIMES,
    "actor": frozenset({"person"}),
}  # constants → operands that take them
BY_VALUE = frozenset({"text", "number", "date", "datetime", "choice"})  # operands by which one can be found


def push_shape_problems(form: FormDef) -> Iterator[FieldProblem]:
    """What can be said of the pushes by the definition alone."""
    if len(form.pushes) > MOST_PUSHES:
        yield _problem("pushes", "too_many", max=MOST_PUSHES)
    yield from _keys("pushes", [push.key for push in form.pushes])
    for push in form.pushes:
        place = f"pushes.{push.key[:60]}"
        if not any(push.label.values()):
            yield _problem(f"{place}.label", "no_label")
        if not push.steps:
            yield _problem(f"{place}.steps", "push_no_steps")
        if len(push.steps) > MOST_STEPS:
            yield _problem(f"{place}.steps", "too_many", max=MOST_STEPS)
        yield from _keys(f"{place}.steps", [step.key for step in push.steps])
        if push.stage is not None and form.stage(push.stage) is None:
            yield _problem(f"{place}.stage", "unknown_stage", stage=push.stage[:60])


def push_problems(form: Form, condition: Judge) -> Iterator[FieldProblem]:
    """What is wrong with them once every form is at hand."""
    for push in form.definition.pushes:
        place = f"pushes.{push.key}"
        yield from condition(form, f"{place}.when", push.when)
        earlier: dict[str, Form] = {}
        for step in push.steps:
            target = form.others.get(step.form)
            at = f"{place}.steps.{step.key}"
            if target is None or target.read_only:
                yield _problem(f"{at}.form", "unknown_form" if step.form else "which_form", form=step.form)
                continue
            yield from condition(form, f"{at}.when", step.when)
            yield from _finding(form, target, step, at)
            yield from _puts(form, target, step, earlier, at)
            earlier[step.key] = target
        yield from _sets(form, push, earlier, place)


def _problem(place: str, code: str, **params: Any) -> FieldProblem:
    return FieldProblem(place, f"forms.{code}", params)


def _keys(place: str, keys: list[str]) -> Iterator[FieldProblem]:
    for key in dict.fromkeys(keys):
        if not is_key(key) or "__" in key:
            yield _problem(f"{place}.{key[:60]}", "bad_key", key=key[:60])
        if keys.count(key) > 1:
            yield _problem(f"{place}.{key[:60]}", "twice", key=key[:60])


def _finding(form: Form, target: Form, step: PushStep, at: str) -> Iterator[FieldProblem]:
    """How one that is there is found: fields that get a value here, and a relation of ours to that form."""
    for key in step.find:
        bound = target.get(key)
        if bound is None or not bound.columns:
            yield _problem(f"{at}.find", "unknown_field", field=key[:60])
        elif bound.operand not in BY_VALUE or not any(put.put == key for put in step.puts):
            yield _problem(f"{at}.find", "push_find", field=key)
    through = form.get(step.through) if step.through else None
    if step.through and (through is None or through.operand != "record" or through.target != target.key):
        yield _problem(f"{at}.through", "lookup_relation", field=step.through[:60])
    for key in step.needs:
        if form.get(key) is None:
            yield _problem(f"{at}.needs", "unknown_field", field=key[:60])


def _puts(
    form: Form, target: Form, step: PushStep, earlier: dict[str, Form], at: str
) -> Iterator[FieldProblem]:
    keys = [put.put for put in step.puts]
    for number, put in enumerate(step.puts):
        place = f"{at}.puts.{number}"
        bound = target.get(put.put)
        if keys.count(put.put) > 1:
            yield _problem(place, "twice", key=put.put[:60])
        if put.put == "stage" and isinstance(put.value, str) and put.value in target.stages:
            continue
        if bound is None or bound.kind.computed:
            yield _problem(f"{place}.put", "unknown_field", field=put.put[:60])
        elif put.take is not None:
            yield from _taken(form, target, put, place)
        elif put.step is not None:
            yield from _from_step(bound, put.step, earlier, place)
        elif put.formula is not None:
            yield from _worked(form, put.formula, place)
        else:
            yield from _constant(bound, put.value, place)


def _taken(form: Form, target: Form, put: Put, place: str) -> Iterator[FieldProblem]:
    bound = target.bound(put.put)
    if put.take == ITSELF:
        if bound.operand not in ("record", "records") or bound.target not in (form.key, "*"):
            yield _problem(f"{place}.take", "unfit", field=ITSELF, put=bound.key)
        return
    source = form.get(put.take or "")
    if source is None:
        yield _problem(f"{place}.take", "unknown_field", field=(put.take or "")[:60])
    elif source.operand == "rows" and bound.operand == "rows":
        yield from _rows(form, target, put, place)
    elif not fits_whole(source, bound):
        yield _problem(f"{place}.take", "unfit", field=source.key, put=bound.key)


def _rows(form: Form, target: Form, put: Put, place: str) -> Iterator[FieldProblem]:
    ours, theirs = form.detail(put.take or ""), target.detail(put.put)
    if not put.columns:
        yield _problem(f"{place}.columns", "push_columns", put=put.put)
    for pair in put.columns:
        source, there = ours.get(pair.take), theirs.get(pair.put)
        if source is None or there is None:
            missing = pair.take if source is None else pair.put
            yield _problem(f"{place}.columns", "unknown_field", field=missing[:60])
        elif not fits_whole(source, there):
            yield _problem(f"{place}.columns", "unfit", field=pair.take, put=pair.put)


def _from_step(bound: BoundField, key: str, earlier: dict[str, Form], place: str) -> Iterator[FieldProblem]:
    there = earlier.get(key)
    if there is None:
        yield _problem(f"{place}.step", "push_step", step=key[:60])
    elif bound.operand not in ("record", "records") or bound.target not in (there.key, "*"):
        yield _problem(f"{place}.step", "unfit", field=key, put=bound.key)


def _worked(form: Form, text: str, place: str) -> Iterator[FieldProblem]:
    try:
        check(text, rule_scope(form), "column")
    except BadFormula as error:
        yield FieldProblem(f"{place}.formula", error.code, error.params)


def _constant(bound: BoundField, value: Any, place: str) -> Iterator[FieldProblem]:
    if value is None:
        return
    if isinstance(value, dict) and value.keys() & FILLED_IN:
        if any(value.get(key) and bound.operand not in meant for key, meant in FILLED_IN.items()):
            yield _problem(f"{place}.value", "bad_default", reason="forms.unfit")
        return
    try:
        bound.kind.check(bound.definition, value)
    except FieldError as error:
        yield _problem(f"{place}.value", "bad_default", reason=error.code)


def _from_field(form: Form, bound: BoundField, key: str, place: str) -> Iterator[FieldProblem]:
    source = form.get(key)
    if source is None:
        yield _problem(place, "unknown_field", field=key[:60])
    elif not fits(source, bound):
        yield _problem(place, "unfit", field=key, put=bound.key)


def _sets(form: Form, push: Push, earlier: dict[str, Form], place: str) -> Iterator[FieldProblem]:
    for at, each in enumerate(push.sets):
        bound = form.get(each.field)
        if bound is None or bound.kind.computed or bound.operand == "rows":
            yield _problem(f"{place}.sets.{at}", "unknown_field", field=each.field[:60])
        elif isinstance(each.value, dict) and isinstance(each.value.get("step"), str):
            yield from _from_step(bound, each.value["step"], earlier, f"{place}.sets.{at}")
        elif isinstance(each.value, dict) and isinstance(each.value.get("field"), str):
            yield from _from_field(form, bound, each.value["field"], f"{place}.sets.{at}")
        else:
            yield from _constant(bound, each.value, f"{place}.sets.{at}")
