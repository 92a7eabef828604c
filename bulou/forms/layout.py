"""Whether the layout of a form makes sense: sections, sheets, and what stands between fields."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bulou.forms.columns import RESERVED
from bulou.forms.model import FormDef
from bulou.kit.errors import FieldProblem
from bulou.kit.ids import is_key
from bulou.kit.text import unstorable

MOST_ELEMENTS, MOST_TABS = 200, 20


def layout_problems(form: FormDef) -> Iterator[FieldProblem]:
    """What is wrong with tabs and elements; the fields that sections name are judged elsewhere."""
    if len(form.elements) > MOST_ELEMENTS or len(form.tabs) > MOST_TABS:
        yield FieldProblem("elements", "forms.too_many", {"max": MOST_ELEMENTS})
    taken = {field.key for field in form.fields} | RESERVED
    for element in form.elements:
        place = f"elements.{element.key[:60]}"
        if not is_key(element.key):
            yield FieldProblem(place, "forms.bad_key", {"key": element.key[:60]})
        if element.key in taken:
            yield FieldProblem(place, "forms.twice", {"key": element.key[:60]})
        taken.add(element.key)
        if element.kind == "embed" and not is_safe(element.url):
            yield FieldProblem(f"{place}.url", "forms.not_https", {"url": element.url[:60]})
        if element.kind == "description" and not any(element.text.values()):
            yield FieldProblem(f"{place}.text", "forms.no_label")
    yield from _tabs(form)


def _tabs(form: FormDef) -> Iterator[FieldProblem]:
    keys = [tab.key for tab in form.tabs]
    for tab in form.tabs:
        if not is_key(tab.key) or keys.count(tab.key) > 1:
            yield FieldProblem(f"tabs.{tab.key[:60]}", "forms.bad_key", {"key": tab.key[:60]})
        if not any(tab.label.values()):
            yield FieldProblem(f"tabs.{tab.key[:60]}.label", "forms.no_label")
    for section in form.sections:
        if section.tab is not None and section.tab not in keys:
            yield FieldProblem(f"sections.{section.key}.tab", "forms.unknown_tab", {"tab": section.tab[:60]})


def is_safe(url: str) -> bool:
    """True for an address of another site that may be shown in a frame: https, a host, no name and password."""
    if unstorable(url) or any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
