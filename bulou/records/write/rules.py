"""Steps 4, 5 and 8: form rules set, hide, lock, require, narrow, warn and refuse — on the server, for every door."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bulou.forms.form import BoundField, Form
from bulou.forms.model import Action, FormRule
from bulou.forms.values.choices import keys_of
from bulou.kit.money import to_scaled
from bulou.kit.remembered import remembered
from bulou.kit.words import say
from bulou.records.write.defaults import constant
from bulou.records.write.formula_rules import formula_held, formula_holds
from bulou.records.write.judging import Judge
from bulou.records.write.model import Chunk, Row, Warning
from bulou.records.write.plan import is_empty


def set_rules(chunk: Chunk) -> None:
    """Rules that set fields, in their order; each sees what the earlier ones set.

    A value that the caller gave in the same write stands, unless a rule locks that field.
    """
    plan = _plan(chunk.form, chunk.rows[0].action)
    if not plan.setting:
        return
    judge = chunk.judge
    for row in chunk.alive:
        active = [keys for rule, keys in plan.locking if _applies(chunk, judge, rule, row)]
        locked = set[str]().union(*active)
        for rule, actions in plan.setting:
            if _applies(chunk, judge, rule, row):
                for action in actions:
                    _set(chunk, row, action, locked)


def _set(chunk: Chunk, row: Row, action: Action, locked: set[str]) -> None:
    bound = chunk.form.by_key.get(action.field or "")
    if bound is None:
        return
    if bound.key in row.given and bound.key not in locked and not is_empty(row.get(bound.key)):
        return
    if row.creating and chunk.who.existing_history and _of_this_moment(action.value):
        return  # what a file tells of did not happen today
    row.after[bound.key] = _value(chunk, row, bound, action.value)
    if bound.key in locked:
        row.given.discard(bound.key)


def _of_this_moment(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("now") or value.get("today"))


def _value(chunk: Chunk, row: Row, bound: BoundField, value: Any) -> Any:
    if isinstance(value, dict) and "stage" in value:
        return _of_stage(chunk, row, bound, value["stage"])
    if isinstance(value, dict) and "field" in value:
        source = chunk.form.by_key.get(value["field"])
        stored = row.get(value["field"])
        if source is None:
            return constant(chunk, bound, stored)
        value = source.kind.dump(source.definition, stored)
    return None if value is None else constant(chunk, bound, value)


def _of_stage(chunk: Chunk, row: Row, bound: BoundField, what: str) -> Any:
    stage = chunk.form.stages.get(row.get("stage") or "")
    if stage is None:
        return None
    if what == "probability":
        return None if stage.probability is None else to_scaled(Decimal(stage.probability), bound.scale)
    return constant(chunk, bound, getattr(stage, what, None))


@dataclass(frozen=True)
class Showing:
    """A rule with the fields it hides, shows, locks and requires, and the options it leaves of fields."""

    rule: FormRule
    narrow: Sequence[Action]
    hide: set[str]
    show: set[str]
    lock: set[str]
    require: set[str]


@dataclass(frozen=True)
class RulePlan:
    """The rules of a form by what they do: set with their actions, lock with their fields, show and the like, and
    warn or refuse with their actions."""

    setting: Sequence[tuple[FormRule, Sequence[Action]]]
    locking: Sequence[tuple[FormRule, set[str]]]
    showing: Sequence[Showing]
    saying: Sequence[tuple[FormRule, Sequence[Action]]]


@remembered
def _plan(form: Form, action: str) -> RulePlan:
    """The rules of a published form for an action; forms are immutable, so it never goes stale."""
    rules = [rule for rule in form.definition.rules if rule.enabled and action in rule.on]
    kinds = ("hide", "show", "lock", "require")
    return RulePlan(
        [(rule, actions) for rule in rules if (actions := _actions(rule, "set"))],
        [(rule, _fields(rule, "lock")) for rule in rules if _actions(rule, "lock")],
        [
            Showing(rule, _actions(rule, "narrow"), *(_fields(rule, kind) for kind in kinds))
            for rule in rules
            if _actions(rule, "narrow", *kinds)
        ],
        [(rule, actions) for rule in rules if (actions := _actions(rule, "warn", "refuse"))],
    )


def show_rules(chunk: Chunk) -> None:
    """Which fields are hidden, locked and required on these rows; hidden and locked ones keep their value."""
    rules = _plan(chunk.form, chunk.rows[0].action).showing
    if not rules:
        return
    for row in chunk.alive:
        for showing in rules:
            if _applies(chunk, chunk.judge, showing.rule, row):
                _show(chunk, row, showing)
        for key in row.hidden & row.given:
            row.after.pop(key, None)
            row.given.discard(key)
            row.stripped.append(key)


def _show(chunk: Chunk, row: Row, showing: Showing) -> None:
    rule = showing.rule
    row.hidden |= showing.hide
    row.hidden -= showing.show
    newly = row.creating or _transition(rule) or not _held_before(chunk, rule, row)
    if newly:
        row.required |= showing.require
    for action in showing.narrow:
        key = action.field or ""
        if newly or (key in row.after and row.after[key] != row.before.get(key)):
            row.narrowed[key] = row.narrowed.get(key, set(action.options)) & set(action.options)
    for key in showing.lock & row.given:
        if not row.creating and not chunk.who.free and row.after.get(key) != row.before.get(key):
            row.refuse(key, "fields.locked", rule=rule.key)


def narrow_rules(chunk: Chunk) -> None:
    """Refuse options that rules took away; a change is only blamed for what it chose or newly calls for."""
    for row in chunk.alive if not chunk.who.existing_history else ():
        for key in sorted(row.narrowed.keys() - row.hidden):
            gone = keys_of(row.get(key)) - row.narrowed[key]
            if gone and not any(each.field == key for each in row.problems):
                options = chunk.form.by_key[key].options
                named = [say(each.label, chunk.who.locale) for each in options.choices if each.key in gone]
                row.refuse(key, "fields.not_offered", options=", ".join(named))


def check_rules(chunk: Chunk) -> None:
    """Rules that warn or refuse, judged on the values as they will be."""
    rules = _plan(chunk.form, chunk.rows[0].action).saying
    for row in chunk.alive if rules else ():
        for rule, actions in rules:
            if _applies(chunk, chunk.judge, rule, row):
                _say(chunk, row, rule, actions)


def _say(chunk: Chunk, row: Row, rule: FormRule, actions: Sequence[Action]) -> None:
    for action in actions:
        text = say(action.message, chunk.who.locale)
        if action.do == "warn":
            row.warnings.append(Warning(rule.key, text, action.fields))
        elif not chunk.who.existing_history:
            row.refusals.append(text)
            for key in action.fields:
                row.refuse(key, "rules.refused_field", rule=rule.key, message=text)


def _actions(rule: FormRule, *kinds: str) -> Sequence[Action]:
    return [action for action in rule.actions if action.do in kinds]


def _fields(rule: FormRule, kind: str) -> set[str]:
    return {key for action in _actions(rule, kind) for key in (*action.fields, *_one(action.field))}


def _one(key: str | None) -> tuple[str, ...]:
    return (key,) if key else ()


def _transition(rule: FormRule) -> bool:
    return bool(rule.entering or rule.leaving or rule.changed)


def _applies(chunk: Chunk, judge: Judge, rule: FormRule, row: Row) -> bool:
    if rule.entering or rule.leaving:
        before, after = row.before.get("stage"), row.get("stage")
        if before == after:
            return False
        if rule.entering and after not in rule.entering:
            return False
        if rule.leaving and before not in rule.leaving:
            return False
    if rule.changed and not any(
        key in row.after and row.after[key] != row.before.get(key) for key in rule.changed
    ):
        return False
    holds = rule.when is None or judge.holds(row, judge.ready(rule.when)) is True
    return holds and formula_holds(chunk, rule, row)


def _held_before(chunk: Chunk, rule: FormRule, row: Row) -> bool:
    held = rule.when is None or chunk.judge.held(row, chunk.judge.ready(rule.when)) is True
    return held and formula_held(chunk, rule, row)
