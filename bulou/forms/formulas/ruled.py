"""Formulas that decide whether a rule applies: their trees, and what publishing refuses about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bulou.expr.formula import BadFormula, Node, check
from bulou.expr.formula.scope import Scope
from bulou.forms.form import Form
from bulou.forms.formulas.scope import FormScope
from bulou.kit.errors import FieldProblem
from bulou.kit.remembered import remembered


@dataclass(frozen=True)
class _Reach:
    """What a rule may ask for, by keys alone: the record, its detail rows, single records that it points at."""

    form: Form

    def find(self, name: str) -> tuple[str, str] | None:
        """(path, type) of a path of keys."""
        found = FormScope(self.form).find(name)
        to_many = name.partition(".")[0] in self.form.links
        titled = found is not None and found[0].startswith(f"{name}.")
        return found if found is not None and not to_many and (found[0] == name or titled) else None

    def say(self, path: str) -> str:
        """The path itself."""
        return path

    def names(self) -> Any:
        """The paths."""
        return FormScope(self.form).names()


def rule_scope(form: Form) -> Scope:
    """The names that the formula of a rule may use."""
    return _Reach(form)


@remembered
def ruled_of(form: Form) -> Mapping[str, Node | None]:
    """Rule → its formula's tree; None for one that this version of the product cannot read: it never holds."""
    found: dict[str, Node | None] = {}
    for rule in form.definition.rules:
        if rule.formula is not None:
            try:
                found[rule.key] = check(rule.formula, rule_scope(form), "condition")
            except BadFormula:
                found[rule.key] = None
    return found


def ruled_problems(form: Form) -> Iterator[FieldProblem]:
    """What is wrong with the formulas of a form's rules."""
    for rule in form.definition.rules:
        if rule.formula is not None:
            try:
                check(rule.formula, rule_scope(form), "condition")
            except BadFormula as error:
                yield FieldProblem(f"rules.{rule.key}.formula", error.code, error.params)
