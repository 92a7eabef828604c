"""What is wrong with the keys by which records are the same."""

from collections.abc import Callable, Iterator
from typing import Any

from bulou.forms.bound import BoundField
from bulou.forms.form import Form
from bulou.forms.model import FormDef
from bulou.forms.twin_key import MOST_KEYS, MOST_PARTS, AlsoIn, TwinKey
from bulou.forms.twins import way
from bulou.kit.errors import FieldProblem
from bulou.kit.ids import is_key

Judge = Callable[[Form, str, Any], Iterator[FieldProblem]]


def key_problems(form: FormDef, not_unique: frozenset[str]) -> Iterator[FieldProblem]:
    """What can be said of the keys by the definition alone."""
    if len(form.duplicates) > MOST_KEYS:
        yield _problem("duplicates", "too_many", max=MOST_KEYS)
    seen: set[str] = set()
    for key in form.duplicates:
        place = f"duplicates.{key.key[:60]}"
        if not is_key(key.key) or "__" in key.key:
            yield _problem(place, "bad_key", key=key.key[:60])
        if key.key in seen:
            yield _problem(place, "twice", key=key.key[:60])
        seen.add(key.key)
        yield from _parts(form, key, place, not_unique)


def twin_problems(form: Form, condition: Judge) -> Iterator[FieldProblem]:
    """What is wrong with conditions and with other forms, once every form is at hand."""
    for key in form.definition.duplicates:
        place = f"duplicates.{key.key}"
        yield from condition(form, f"{place}.when", key.when)
        for at, also in enumerate(key.also_in):
            yield from _also(form, key, also, f"{place}.also_in.{at}")


def _problem(place: str, code: str, **params: Any) -> FieldProblem:
    return FieldProblem(place, f"forms.{code}", params)


def _parts(form: FormDef, key: TwinKey, place: str, not_unique: frozenset[str]) -> Iterator[FieldProblem]:
    if not key.fields:
        yield _problem(f"{place}.fields", "twin_no_fields")
    if len(key.fields) > MOST_PARTS:
        yield _problem(f"{place}.fields", "too_many", max=MOST_PARTS)
    if len(set(key.fields)) < len(key.fields):
        yield _problem(f"{place}.fields", "twice", key=key.key[:60])
    for name in key.fields:
        field = form.field(name)
        if field is None or field.hidden:
            yield _problem(f"{place}.fields", "unknown_field", field=name[:60])
        elif field.kind in not_unique:
            yield _problem(f"{place}.fields", "not_for_kind", kind=field.kind)
    if key.kind == "block" and key.when is not None:
        yield _problem(f"{place}.when", "twin_when_blocks")


def _also(form: Form, key: TwinKey, also: AlsoIn, place: str) -> Iterator[FieldProblem]:
    there = form.others.get(also.form)
    if there is None or there.read_only or there.key == form.key:
        yield _problem(f"{place}.form", "unknown_form", form=also.form[:60])
        return
    for name in key.fields:
        other = there.get(also.fields.get(name, ""))
        own = form.get(name)
        if other is None or not other.columns:
            yield _problem(f"{place}.fields", "unknown_field", field=also.fields.get(name, name)[:60])
        elif own is not None and way(own, True) != way(other, True):
            yield _problem(f"{place}.fields", "twin_unlike", field=name, other=other.key)
        elif not _found_quickly(other):
            yield _problem(f"{place}.fields", "twin_not_indexed", field=other.key)


def _found_quickly(other: BoundField) -> bool:
    definition = other.definition
    pointing = other.operand in {"record", "person", "department", "date", "datetime"}
    return bool(other.derived) or definition.indexed or definition.unique or pointing
