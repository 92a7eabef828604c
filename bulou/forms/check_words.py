"""Labels and hints of a definition must fit on a page."""

from collections.abc import Iterable, Iterator

from bulou.forms.model import FieldDef, FormDef, FormRule, Section, Stage, Tab
from bulou.kit.errors import FieldProblem
from bulou.kit.words import Words

LONGEST_LABEL, LONGEST_TEXT = 200, 4_000


def word_problems(form: FormDef) -> Iterator[FieldProblem]:
    """One problem for each text that is too long."""
    for place, words, most in _texts(form):
        if any(len(text) > most for text in words.values()):
            yield FieldProblem(place, "forms.too_long", {"max": most})


Text = tuple[str, Words, int]


def _texts(form: FormDef) -> Iterator[Text]:
    yield from (("label", form.label, LONGEST_LABEL), ("plural", form.plural, LONGEST_LABEL))
    yield from _of_fields("fields", form.fields)
    named: dict[str, Iterable[Section | Tab | Stage | FormRule]] = {
        "sections": form.sections,
        "tabs": form.tabs,
        "stages": form.stages,
        "rules": form.rules,
    }
    for area, things in named.items():
        yield from ((f"{area}.{each.key[:60]}.label", each.label, LONGEST_LABEL) for each in things)
    for twin in form.duplicates:
        yield f"duplicates.{twin.key[:60]}.label", twin.label, LONGEST_LABEL
    for push in form.pushes:
        place = f"pushes.{push.key[:60]}"
        yield f"{place}.label", push.label, LONGEST_LABEL
        yield f"{place}.hint", push.hint, LONGEST_TEXT
        yield from (
            (f"{place}.steps.{each.key[:60]}.label", each.label, LONGEST_LABEL) for each in push.steps
        )
    for element in form.elements:
        yield f"elements.{element.key[:60]}.label", element.label, LONGEST_LABEL
        yield f"elements.{element.key[:60]}.text", element.text, LONGEST_TEXT


def _of_fields(place: str, fields: Iterable[FieldDef]) -> Iterator[Text]:
    for field in fields:
        own = f"{place}.{field.key[:60]}"
        yield f"{own}.label", field.label, LONGEST_LABEL
        yield f"{own}.hint", field.hint, LONGEST_TEXT
        yield from _of_fields(own, field.fields)
