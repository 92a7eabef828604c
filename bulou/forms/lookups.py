"""Lookups on forms: the field that each shows, the path to it, what publishing refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bulou.forms.bound import BoundField
from bulou.forms.fields.kind import FieldKind, kinds
from bulou.forms.system_fields import SHOWN, system_field
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import MANY

if TYPE_CHECKING:
    from bulou.forms.detail_form import DetailForm
    from bulou.forms.form import Form

DEEPEST = 5  # lookups of lookups
TO_ONE = frozenset({"record", "person", "department"})


@dataclass(frozen=True, eq=False)
class BoundLookup(BoundField):
    """A lookup of form `home` (of the rows of its table `within`) among all forms, which behaves as the field that it
    shows; as a text where it leads nowhere."""

    home: str = ""
    within: str = ""
    others: "Mapping[str, Form]" = field(default_factory=dict, repr=False)

    @cached_property
    def shows(self) -> BoundField | None:
        """The field at the end, which is no lookup itself; None when it leads nowhere."""
        home = self.others.get(self.home)
        return shown_by(home.details.get(self.within) if home is not None and self.within else home, self)

    @cached_property
    def behaves(self) -> FieldKind:
        """The kind of the field that it shows."""
        return self.shows.behaves if self.shows is not None else kinds["text"]

    @cached_property
    def scale(self) -> int:
        """The decimals of the field that it shows."""
        return self.shows.scale if self.shows is not None else 0

    @cached_property
    def target(self) -> str | None:
        """What the values of the field that it shows point at."""
        return self.shows.target if self.shows is not None else None


def shown_by(form: "Form | DetailForm | None", bound: BoundField, depth: int = DEEPEST) -> BoundField | None:
    """The field that a lookup of `form`, or of rows, shows, through lookups of lookups."""
    if form is None or depth == 0:
        return None
    relation = form.get(bound.options.relation)
    if relation is None or not relation.kind.stored or relation.operand not in TO_ONE:
        return None
    there = form.relation(relation.key)
    if there is None:
        return None
    found = there.get(bound.options.field) or system_field(there, bound.options.field)
    if found is None or found.kind.stored:
        return found
    return shown_by(there, found, depth - 1)


def shown_as(bound: BoundField) -> BoundField:
    """The field that writes the values of `bound`: what a lookup shows, any other field itself."""
    return (bound.shows or bound) if isinstance(bound, BoundLookup) else bound


def paths_of(fields: tuple[BoundField, ...]) -> dict[str, str]:
    """Lookup → the path of two steps that it stands for."""
    return {
        each.key: f"{each.options.relation}.{each.options.field}" for each in fields if not each.kind.stored
    }


def lookups_of(form: "Form") -> Iterator[tuple[str, BoundField, "Form | DetailForm"]]:
    """(place, lookup, whose fields it goes by) of the form and of the rows of its detail tables."""
    yield from ((f"fields.{each.key}", each, form) for each in form.fields if not each.kind.stored)
    for key, detail in form.details.items():
        for each in detail.fields:
            if not each.kind.stored:
                yield f"fields.{key}.{each.key}", each, detail


def lookup_problems(form: "Form") -> Iterator[FieldProblem]:
    """What is wrong with the lookups of a form."""
    for place, bound, home in lookups_of(form):
        yield from _problems(f"{place}.options", bound, home)


def _problems(place: str, bound: BoundField, home: "Form | DetailForm") -> Iterator[FieldProblem]:
    relation = home.get(bound.options.relation)
    target = home.relation(bound.options.relation) if relation is not None else None
    if relation is None or target is None or relation.operand not in TO_ONE or not relation.kind.stored:
        params: dict[str, Any] = {"field": bound.options.relation}
        yield FieldProblem(f"{place}.relation", "forms.lookup_relation", params)
        return
    shows = shown_by(home, bound)
    if shows is None or shows.operand in (*MANY, "rows"):
        yield FieldProblem(f"{place}.field", "forms.lookup_field", {"field": bound.options.field})


def lookups_needed(form: "Form") -> Iterator[FieldProblem]:
    """Lookups of other forms that could not go on with this definition."""
    for other in form.others.values():
        if other.read_only or other.key == form.key:
            continue
        for place, bound, home in lookups_of(other):
            there = home.relation(bound.options.relation)
            if there is form and next(_problems(place, bound, home), None) is not None:
                known = form.get(bound.options.field) is not None or bound.options.field in SHOWN
                place = "fields" if known else f"fields.{bound.options.field}"
                params = {"form": other.key, "field": bound.key}
                yield FieldProblem(place, "forms.needed_elsewhere", params)
