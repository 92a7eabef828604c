"""The layout of a form: what stands between fields, sheets, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from bulou.forms.check import shape_problems
from bulou.forms.layout import is_safe
from bulou.forms.model import FormDef
from tests.every_kind import every_kind


def problems(**more: Any) -> list[tuple[str, str]]:
    """What is wrong with a form of one field with this layout."""
    form = {"key": "x", "label": {"zh-CN": "X"}, "title": "name", "fields": [_field("name")], **more}
    return [(each.field, each.code) for each in shape_problems(FormDef.model_validate(form), {"x"})]


def _field(key: str) -> dict[str, Any]:
    return {"key": key, "kind": "text", "label": {"zh-CN": key}}


def _embed(url: str) -> dict[str, Any]:
    return {"elements": [{"key": "page", "kind": "embed", "url": url}]}


TAB = {"key": "a", "label": {"zh-CN": "A"}}
SECTION = {"key": "s", "label": {"zh-CN": "S"}}
LAYOUTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"tabs": [TAB], "sections": [{**SECTION, "fields": ["name", "created_at"], "tab": "a"}]}, []),
    ({"sections": [{**SECTION, "fields": ["name"], "tab": "b"}]}, [("sections.s.tab", "forms.unknown_tab")]),
    ({"sections": [{**SECTION, "fields": ["nope"]}]}, [("sections.s", "forms.unknown_field")]),
    ({"tabs": [TAB, TAB]}, [("tabs.a", "forms.bad_key"), ("tabs.a", "forms.bad_key")]),
    ({"elements": [{"key": "name", "kind": "divider"}]}, [("elements.name", "forms.twice")]),
    ({"elements": [{"key": "note", "kind": "description"}]}, [("elements.note.text", "forms.no_label")]),
    (_embed("https://example.com/a?b=1"), []),
    (_embed("http://example.com"), [("elements.page.url", "forms.not_https")]),
    (_embed("javascript:alert(1)"), [("elements.page.url", "forms.not_https")]),
]


@pytest.mark.parametrize(("layout", "wrong"), LAYOUTS)
def test_what_is_refused(layout: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert problems(**layout) == wrong


@pytest.mark.parametrize(
    "url", ["", "https://", "https://a b.cn", "https://u:p@a.cn", "//a.cn", "https://[", "\ud800"]
)
def test_what_is_no_page_to_embed(url: str) -> None:
    assert not is_safe(url)


def test_every_control_is_arranged() -> None:
    assert shape_problems(every_kind(), {"everything"}) == []
