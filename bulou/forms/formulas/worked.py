"""The computed fields of a form: their trees, in the order to work them out; what publishing refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bulou.expr.formula import (
    BadFormula,
    Failed,
    Node,
    Setting,
    Source,
    check,
    cycle,
    evaluate,
    fields_of,
    in_order,
    volatile,
)
from bulou.expr.formula.scope import Scope
from bulou.expr.formula.tree import Name
from bulou.expr.formula.values import OUT_OF_RANGE
from bulou.forms.fields.formula import FormulaOptions, paths_in
from bulou.forms.form import BoundField, Form
from bulou.forms.formulas.scope import FormScope
from bulou.forms.values.ids import LARGEST
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem
from bulou.kit.money import to_scaled
from bulou.kit.remembered import remembered

GIVES = {"money": "number", "percent": "number", "switch": "boolean"}  # the rest give what they are called

Stored = tuple[Any, str | None]  # what the two columns hold


@dataclass(frozen=True, eq=False)
class Worked:
    """One computed field: its tree, the paths it asks for and their first keys; `daily`: TODAY stands in it."""

    bound: BoundField
    tree: Node
    paths: frozenset[str]
    heads: frozenset[str]
    daily: bool

    @property
    def key(self) -> str:
        """The field's key."""
        return self.bound.key

    def result(self, source: Source, setting: Setting) -> Stored | None:
        """What the columns hold for a record whose values `source` gives."""
        return self.stored(evaluate(self.tree, source, setting))

    def stored(self, value: Any) -> Stored | None:
        """A value of the tree as the columns hold it; a number beyond what they hold is #NUM."""
        if isinstance(value, Failed):
            return None, value.code
        if value is None:
            return None
        if not isinstance(value, Decimal):
            return _plain(value), None
        options: FormulaOptions = self.bound.options
        try:
            scaled = to_scaled(value, options.decimals + (2 if options.result == "percent" else 0))
        except InvalidOperation:
            return None, OUT_OF_RANGE
        return (scaled, None) if abs(scaled) <= LARGEST else (None, OUT_OF_RANGE)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


@remembered
def worked_of(form: Form) -> tuple[Worked, ...]:
    """The formulas of a published form, each after those it asks for; forms are immutable."""
    scope = _Keys(FormScope(form, near=True))
    found = {bound.key: in_force(bound, scope) for bound in _computed(form)}
    return tuple(found[key] for key in in_order({key: each.heads for key, each in found.items()}))


def in_force(bound: BoundField, scope: Scope) -> Worked:
    """A field of a published form. One that this version of the product cannot read gives #REF, and stops nobody."""
    try:
        return worked(bound, scope)
    except BadFormula:
        return Worked(bound, Name("?", "text"), frozenset(), frozenset(), True)


def worked(bound: BoundField, scope: Scope) -> Worked:
    """A formula made ready; BadFormula."""
    tree = check(bound.options.formula, scope)
    paths = fields_of(tree)
    heads = frozenset(path.partition(".")[0] for path in paths)
    return Worked(bound, tree, paths, heads, volatile(tree) == "day")


def _computed(form: Form) -> list[BoundField]:
    return [bound for bound in form.fields if bound.kind.key == "formula"]


@dataclass(frozen=True)
class _Keys:
    """A scope without labels: what is stored does not change its meaning when somebody renames a field."""

    inner: FormScope

    def find(self, name: str) -> tuple[str, str] | None:
        """The path of keys."""
        found = self.inner.find(name)
        return found if found is not None and found[0] == name else None

    def say(self, path: str) -> str:
        """The path itself."""
        return path

    def names(self) -> Any:
        """The paths."""
        return self.inner.names()


def formula_problems(form: Form) -> Iterator[FieldProblem]:
    """What is wrong with the computed fields of a form: texts, results of another type, circles."""
    scope = _Keys(FormScope(form, near=True))
    asks: dict[str, frozenset[str]] = {}
    for bound in _computed(form):
        place = f"fields.{bound.key}.options.formula"
        live = sorted({*form.lookups, *_live_columns(form)} & paths_in(bound.options.formula))
        if live:
            yield FieldProblem(place, "formula.lookup", {"field": live[0]})
            continue
        problems = list(problems_of(bound, scope, f"fields.{bound.key}"))
        yield from problems
        if not [each for each in problems if each.field == place]:
            asks[bound.key] = worked(bound, scope).heads
    circle = cycle(asks)
    if circle is not None:
        path = " → ".join(circle)
        yield FieldProblem(f"fields.{circle[0]}.options.formula", "formula.cycle", {"path": path})


def _live_columns(form: Form) -> Iterator[str]:
    """Columns of detail rows that are read from other records each time."""
    return (f"{key}.{column}" for key, detail in form.details.items() for column in detail.live)


def problems_of(bound: BoundField, scope: Scope, place: str) -> Iterator[FieldProblem]:
    """What is wrong with one formula by itself."""
    try:
        found = worked(bound, scope)
    except BadFormula as error:
        yield FieldProblem(f"{place}.options.formula", error.code, error.params)
        return
    result = bound.options.result
    if found.tree.type != GIVES.get(result, result):
        params = {"expected": GIVES.get(result, result), "found": found.tree.type}
        yield FieldProblem(f"{place}.options.result", "formula.wrong_result", params)
