"""Values that steps write: filled, in the shape the field takes, and checked against the form before."""

from collections.abc import Iterator, Mapping
from typing import Any

from bulou.access.visible import may, visible
from bulou.forms.carry import TEXTS
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.records.actions import Checking, Filling
from bulou.records.write.plan import plan_of
from bulou.rules.templates import PIECE

Values = dict[str, Any]


def values_for(fill: Filling, form: Form, given: Mapping[str, Any]) -> Values:
    """`given` with its placeholders filled; what goes into a field of text is text."""
    found = {}
    for key, value in given.items():
        bound = form.by_key.get(key)
        plain = bound is not None and bound.kind.key in TEXTS and isinstance(value, str)
        found[key] = fill.text(value) if plain else fill.value(value)
    return found


def check_values(
    checking: Checking, form: Form, action: str, values: Mapping[str, Any], at: str = "values"
) -> Iterator[FieldProblem]:
    """Fields that are not there, not to be written, or closed to whoever acts; plain values that do not suit them."""
    if not may(checking.actor, form.key, action):
        yield FieldProblem("", "rules.may_not", {"form": form.key, "action": action})
        return
    plan = plan_of(form)
    writable = plan.typed[False] | plan.writable_system
    seen = visible(checking.actor, form, action)
    for key, value in values.items():
        if key not in writable or key not in seen.fields:
            yield FieldProblem(f"{at}.{key}", "rules.no_such_field", {"field": key[:60]})
        elif isinstance(value, str) and not PIECE.search(value):
            yield from _choice(form, key, value, f"{at}.{key}")


def _choice(form: Form, key: str, value: str, at: str) -> Iterator[FieldProblem]:
    """A plain text in a choice is one of its options; in a stage one of its stages."""
    bound = form.by_key.get(key)
    options = (
        getattr(bound.options, "choices", None) if bound is not None and bound.kind.key == "choice" else None
    )
    known = {each.key for each in options} if options else set(form.stages) if key == "stage" else None
    if known is not None and value not in known:
        yield FieldProblem(at, "fields.not_a_choice", {"value": value[:60]})
