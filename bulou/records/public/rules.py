"""The rules that a visitor's page judges by itself: those about nothing but what the visitor sees and fills in.

Never told: names of other fields, keys of rules, formulas over other fields, and what a condition compares writing with
(a list of unwanted numbers). The server judges every rule, told or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bulou.expr.conditions import leaves, parse
from bulou.expr.formula import Node, fields_of
from bulou.expr.formula.function import functions
from bulou.expr.formula.tree import Call, Text, nodes
from bulou.forms.form import Form
from bulou.forms.formulas import ruled_of
from bulou.forms.model import Action, FormRule
from bulou.forms.told_rules import grounds, told, told_action
from bulou.kit.words import Words

Json = dict[str, Any]
WRITTEN = frozenset(
    ("text", "long_text", "email", "phone", "link")
)  # kinds of fields that are written freely
WITHOUT_VALUE = ("empty", "not_empty")
CALENDAR = "workday"  # the functions that need the workspace's calendar
MOMENTS = ({"now": True}, {"today": True})


@dataclass(frozen=True)
class Copy:
    """`rules` in their order; `begins`: what the fields that they ask for are when the visitor leaves them empty."""

    rules: list[Json]
    begins: Json


def copy_of(form: Form, chosen: Iterable[str], languages: Sequence[str]) -> Copy:
    """The visitor's copy of the rules in force. `chosen`: the fields on the page."""
    seen = frozenset(key for key in chosen if key in form.by_key)
    rules = [rule for rule in form.definition.rules if rule.enabled and "create" in rule.on]
    judged, silent = _apart(form, rules, seen, frozenset(key for key in seen if _begins_openly(form, key)))
    shown = _touched(silent, "show")  # what another rule may show again is not hidden here
    views: list[Json] = []
    asked = set[str]()
    for rule in judged:
        actions = [view for each in rule.actions if (view := _action(each, seen, shown, languages))]
        if actions:
            view = told(rule, ruled_of(form).get(rule.key), actions)
            views.append({**view, "key": str(len(views)), "when": _nameless(rule.when)})
            asked |= grounds(form, rule, ruled_of(form).get(rule.key))
    begins = {key: form.by_key[key].definition.default for key in sorted(asked)}
    return Copy(views, {key: value for key, value in begins.items() if value is not None})


def _begins_openly(form: Form, key: str) -> bool:
    """Whether a visitor may know what an empty field becomes."""
    definition = form.by_key[key].definition
    if definition.default is None:
        return True
    constant = not isinstance(definition.default, dict) or definition.default in MOMENTS
    return constant and definition.kind not in WRITTEN


def _apart(
    form: Form, rules: Sequence[FormRule], seen: frozenset[str], known: frozenset[str]
) -> tuple[list[FormRule], list[FormRule]]:
    """Those the page may judge, and the others. What the others set is not what the visitor has written, so rules
    that ask for it are of the others, too."""
    while True:
        judged = [
            rule for rule in rules if _may_be_judged(form, rule, known) and _sets_openly(rule, seen, known)
        ]
        silent = [rule for rule in rules if rule not in judged]
        if not (lost := known & _touched(silent, "set")):
            return judged, silent
        known -= lost


def _touched(rules: Iterable[FormRule], what: str) -> frozenset[str]:
    actions = [action for rule in rules for action in rule.actions if action.do == what]
    return frozenset(key for action in actions for key in (*action.fields, action.field) if key)


def _may_be_judged(form: Form, rule: FormRule, known: frozenset[str]) -> bool:
    tree = ruled_of(form).get(rule.key)
    if (rule.formula is not None and tree is None) or not grounds(form, rule, tree) <= known:
        return False
    if any(
        leaf.field in _written(form) and leaf.op not in WITHOUT_VALUE for leaf in leaves(parse(rule.when))
    ):
        return False
    return tree is None or _is_open(form, tree)


def _sets_openly(rule: FormRule, seen: frozenset[str], known: frozenset[str]) -> bool:
    """Whether the page knows what the rule puts into the visitor's fields."""
    values = [each.value for each in rule.actions if each.do == "set" and each.field in seen]
    return all(
        not isinstance(value, dict) or value in MOMENTS or value.get("field") in known for value in values
    )


def _is_open(form: Form, tree: Node) -> bool:
    """Whether a visitor's page can work the formula out, and may read the texts in it."""
    every = list(nodes(tree))
    if any(isinstance(node, Call) and functions[node.function].family == CALENDAR for node in every):
        return False
    return not (fields_of(tree) & _written(form) and any(isinstance(node, Text) for node in every))


def _written(form: Form) -> frozenset[str]:
    return frozenset(key for key, bound in form.by_key.items() if bound.definition.kind in WRITTEN)


def _action(
    action: Action, seen: frozenset[str], shown: frozenset[str], languages: Sequence[str]
) -> Json | None:
    """An action as far as it is about the visitor's own fields; one that speaks of others says nothing."""
    if action.do in ("warn", "refuse"):
        message = _said(action.message, languages)
        return (
            {"do": action.do, "message": message, "fields": list(action.fields)}
            if seen >= {*action.fields}
            else None
        )
    return told_action(action, seen - shown if action.do == "hide" else seen)


def _said(words: Words, languages: Sequence[str]) -> dict[str, str]:
    return {locale: text for locale, text in words.items() if locale in languages} or dict(words)


def _nameless(when: Any) -> Any:
    """The condition without the names that people gave to its groups."""
    if isinstance(when, list):
        return [_nameless(each) for each in when]
    if not isinstance(when, dict) or "field" in when:
        return when
    return {key: _nameless(part) for key, part in when.items() if key != "named"}
