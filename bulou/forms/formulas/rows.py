"""Formulas in the rows of detail tables: they ask for columns of their own row and nothing else.

One that asks for a lookup is read with it each time; the others are stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bulou.expr.formula import cycle, in_order
from bulou.forms.form import DetailForm, Form
from bulou.forms.formulas.scope import seen_of
from bulou.forms.formulas.worked import Worked, in_force, problems_of, worked
from bulou.kit.errors import FieldProblem
from bulou.kit.remembered import remembered
from bulou.kit.words import Words


@dataclass(frozen=True, eq=False)
class RowScope:
    """The names that a formula in a row may use (expr.formula.Scope): keys, and labels where somebody types."""

    detail: DetailForm
    labels: bool = False
    locale: str | None = None

    def find(self, name: str) -> tuple[str, str] | None:
        """(key, type) of a column."""
        for bound in self.detail.fields:
            named = name == bound.key or (self.labels and name in bound.definition.label.values())
            type_ = seen_of(bound).type
            if named and type_ is not None:
                return bound.key, type_
        return None

    def say(self, path: str) -> str:
        """The key, or its label where that leads back to it."""
        label = self.detail.bound(path).definition.label.get(self.locale or "")
        if not label or set("{}.\n") & set(label):
            return path
        found = self.find(label)
        return label if found is not None and found[0] == path else path

    def names(self) -> list[str]:
        """The keys."""
        return [bound.key for bound in self.detail.fields]

    def offered(self) -> Iterator[tuple[str, str, list[Words]]]:
        """(key, type, label) of every column that formulas can use."""
        for bound in self.detail.fields:
            type_ = seen_of(bound).type
            if type_ is not None:
                yield bound.key, type_, [bound.definition.label]


@remembered
def rows_worked_of(form: Form) -> Mapping[str, tuple[Worked, ...]]:
    """Detail table → the stored formulas of its rows, each after those it asks for; forms are immutable."""
    found = {key: _of(detail, live=False) for key, detail in form.details.items()}
    return {key: each for key, each in found.items() if each}


@remembered
def live_of(detail: DetailForm) -> tuple[Worked, ...]:
    """The formulas of its rows that follow from lookups, each after those it asks for."""
    return _of(detail, live=True)


def _of(detail: DetailForm, *, live: bool) -> tuple[Worked, ...]:
    scope = RowScope(detail)
    formulas = (bound for bound in detail.fields if bound.kind.key == "formula")
    found = {bound.key: in_force(bound, scope) for bound in formulas if (bound.key in detail.live) is live}
    return tuple(found[key] for key in in_order({key: each.heads for key, each in found.items()}))


def row_problems(form: Form) -> Iterator[FieldProblem]:
    """What is wrong with the formulas of a form's detail rows."""
    for key, detail in form.details.items():
        scope, asks = RowScope(detail), {}
        for bound in detail.fields:
            if bound.kind.key != "formula":
                continue
            place = f"fields.{key}.{bound.key}"
            found = list(problems_of(bound, scope, place))
            yield from found
            if not found:
                asks[bound.key] = worked(bound, scope).heads
        circle = cycle(asks)
        if circle is not None:
            path = " → ".join(f"{key}.{each}" for each in circle)
            yield FieldProblem(f"fields.{key}.{circle[0]}.options.formula", "formula.cycle", {"path": path})
