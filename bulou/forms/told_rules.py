"""The browser's copy of a form's rules: those that it can judge and whose grounds the reader may read."""

from collections.abc import Iterator
from typing import Any

from bulou.expr.conditions import parse, paths
from bulou.expr.formula import Node, fields_of, to_json
from bulou.forms.form import Form
from bulou.forms.formulas import ruled_of
from bulou.forms.model import Action, FormRule

Json = dict[str, Any]
OF_OTHERS = frozenset({"lookup", "rollup"})  # kinds whose values a page cannot work out while somebody types


def told_rules(form: Form, readable: frozenset[str]) -> list[Json]:
    """The rules in force, in their order. The server judges all of them; this copy is for comfort."""
    of_others = {key for key, bound in form.by_key.items() if bound.kind.key in OF_OTHERS}
    known = readable & (form.by_key.keys() - of_others | form.system.keys())
    found = (_rule(form, rule, known) for rule in form.definition.rules if rule.enabled)
    return [rule for rule in found if rule is not None]


def _rule(form: Form, rule: FormRule, known: frozenset[str]) -> Json | None:
    tree: Node | None = ruled_of(form).get(rule.key)
    if (rule.formula is not None and tree is None) or not grounds(form, rule, tree) <= known:
        return None
    actions = [view for action in rule.actions if (view := told_action(action, known)) is not None]
    return told(rule, tree, actions) if actions else None


def told(rule: FormRule, tree: Node | None, actions: list[Json]) -> Json:
    """A rule as browsers judge it: `tree` of its formula, and what is told of its actions."""
    return {
        "key": rule.key,
        "when": rule.when,
        "formula": None if tree is None else to_json(tree),
        "entering": list(rule.entering),
        "leaving": list(rule.leaving),
        "changed": list(rule.changed),
        "on": list(rule.on),
        "actions": actions,
    }


def grounds(form: Form, rule: FormRule, tree: Node | None) -> frozenset[str]:
    """What the rule asks for; columns of the form's own detail tables by their table's key."""
    asked = {*paths(parse(rule.when)), *rule.changed, *(fields_of(tree) if tree is not None else ())}
    if rule.entering or rule.leaving:
        asked.add("stage")
    return frozenset(_own(form, path) for path in asked)


def _own(form: Form, path: str) -> str:
    head = path.partition(".")[0]
    return head if head in form.details else path


def told_action(action: Action, known: frozenset[str]) -> Json | None:
    """An action as far as it is about what the reader may read; None when nothing is left."""
    return {"do": action.do, **part} if (part := dict(_parts(action, known))) else None


def _parts(action: Action, known: frozenset[str]) -> Iterator[tuple[str, Any]]:
    named = [key for key in (*action.fields, action.field) if key in known]
    if action.do in ("warn", "refuse"):
        yield from (("message", action.message), ("fields", named))
    elif action.do in ("set", "narrow"):
        other = action.value.get("field") if isinstance(action.value, dict) else None
        if action.field in known and (other is None or other in known):
            yield "field", action.field
            yield ("options", list(action.options)) if action.do == "narrow" else ("value", action.value)
    elif named:
        yield "fields", named
