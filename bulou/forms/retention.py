"""What publishing refuses of a form's retention: names that are none, moments that are none."""

from collections.abc import Iterator

from bulou.forms.model import FormDef, Retention
from bulou.forms.traits import TRAITS
from bulou.kit.errors import FieldProblem

MOMENTS = frozenset({"date", "datetime"})
SYSTEM = frozenset({"created_at", "updated_at", "stage_since", "last_activity_at"})
SLOTS = TRAITS["party"].required | TRAITS["party"].optional


def retention_problems(form: FormDef) -> Iterator[FieldProblem]:
    """One problem for each name that means nothing."""
    known = {field.key: field.kind for field in form.fields if not field.hidden}
    seen: set[str] = set()
    for kept in form.retention:
        place = f"retention.{kept.key}"
        if kept.key in seen:
            yield FieldProblem(place, "forms.twice", {"key": kept.key})
        seen.add(kept.key)
        yield from _names(place, kept, known)


def _names(place: str, kept: Retention, known: dict[str, str]) -> Iterator[FieldProblem]:
    for key in kept.keeps:
        if key not in known:
            yield FieldProblem(f"{place}.keeps", "forms.unknown_field", {"field": key})
    for slot in kept.parties:
        if slot not in SLOTS:
            yield FieldProblem(f"{place}.parties", "forms.unknown_slot", {"trait": "party", "slot": slot})
    if kept.since is not None and kept.since not in SYSTEM and known.get(kept.since) not in MOMENTS:
        yield FieldProblem(f"{place}.since", "forms.unknown_field", {"field": kept.since})
