"""A definition that does not make sense is refused, and the refusal names the place."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bulou.forms import catalog, check
from bulou.forms.model import FormDef

LABEL = {"zh-CN": "字"}
NAME = {"key": "name", "kind": "text", "label": LABEL}
STAGES = [{"key": "new", "label": LABEL}, {"key": "won", "label": LABEL, "type": "won"}]


def problems(**more: Any) -> list[tuple[str, str]]:
    given = {"key": "deal", "label": LABEL, "title": "name", "fields": [NAME], **more}
    form = FormDef.model_validate(given)
    found = check.shape_problems(form, {"deal", "user", "department"})
    if not found:
        found = check.condition_problems(catalog.of_definitions([form])["deal"])
    return [(each.field, each.code) for each in found]


def field(**more: Any) -> dict[str, Any]:
    return {"fields": [NAME, {"key": "size", "kind": "number", "label": LABEL, **more}]}


def staged(**more: Any) -> dict[str, Any]:
    return {"pipelines": [{"key": "main", "label": LABEL, "stages": [{**STAGES[0], **more}, STAGES[1]]}]}


def rule(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"rules": [{"key": "r", "actions": actions, **more}]}


def view(**definition: Any) -> dict[str, Any]:
    return {"views": [{"key": "v", "label": LABEL, "definition": definition}]}


CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"key": "Deal"}, [("key", "forms.bad_key")]),
    ({"key": "user"}, [("key", "forms.bad_key")]),
    ({"label": {}}, [("label", "forms.no_label")]),
    ({"title": "nope"}, [("title", "forms.unknown_field")]),
    ({"fields": [NAME, NAME]}, [("fields.name", "forms.twice"), ("fields.name", "forms.column_clash")]),
    (field(key="owner"), [("fields.owner", "forms.bad_key")]),
    (field(key="a__b"), [("fields.a__b", "forms.bad_key")]),
    (field(kind="nope"), [("fields.size.kind", "forms.unknown_kind")]),
    (field(options={"decimals": 99}), [("fields.size.options.decimals", "forms.bad_option")]),
    (field(options={"nope": 1}), [("fields.size.options.nope", "forms.bad_option")]),
    (field(default="x"), [("fields.size.default", "forms.bad_default")]),
    (field(kind="switch", unique=True), [("fields.size.unique", "forms.not_for_kind")]),
    (field(kind="relation", options={"target": "x"}), [("fields.size.options.target", "forms.unknown_form")]),
    (field(kind="relation", options={"target": "deal"}), []),
    (field(kind="detail"), [("fields.size.fields", "forms.no_fields")]),
    (
        field(kind="detail", fields=[{"key": "x", "kind": "detail", "label": LABEL}]),
        [("fields.size.x", "forms.not_in_detail")],
    ),
    (field(kind="text", options={"pattern": "("}), [("fields.size.options.pattern", "forms.bad_option")]),
    (
        {"fields": [NAME, *({"key": k, "kind": "relation", "label": LABEL, "options": {"target": "*"}} for k in ("about",)),
                    {"key": "about_form", "kind": "text", "label": LABEL}]},
        [("fields.about_form", "forms.column_clash")],
    ),
    (staged(enter={"fields": ["nope"]}), [("stages.new.enter", "forms.unknown_field")]),
    (staged(key="won"), [("stages.won", "forms.twice")]),
    (staged(enter={"condition": {"field": "nope", "op": "eq", "value": 1}}), [("stages.new.enter.condition", "forms.condition_field")]),
    (staged(enter={"condition": {"field": "owner.department", "op": "eq", "value": 1}}), []),
    ({"sections": [{"key": "a", "label": LABEL, "fields": ["x"]}]}, [("sections.a", "forms.unknown_field")]),
    ({"traits": {"nope": {}}}, [("traits.nope", "forms.unknown_trait")]),
    ({"traits": {"party": {"x": "name"}}}, [("traits.party", "forms.missing_slot"), ("traits.party", "forms.unknown_slot")]),
    (rule({"do": "set", "field": "name", "value": 1}, entering=["x"]), [("rules.r", "forms.unknown_stage")]),
    (rule({"do": "require", "fields": ["x"]}), [("rules.r", "forms.unknown_field")]),
    (rule({"do": "set"}), [("rules.r", "forms.set_what")]),
    (rule({"do": "refuse"}), [("rules.r", "forms.no_message")]),
    (rule({"do": "narrow", "field": "name", "options": ["a"]}), [("rules.r", "forms.narrow_what")]),
    (rule({"do": "hide", "fields": ["name"]}, formula="nope > 1"), [("rules.r.formula", "formula.unknown_field")]),
    (rule({"do": "hide", "fields": ["name"]}, formula="1 + 1"), [("rules.r.formula", "formula.wrong_type")]),
    (rule({"do": "hide", "fields": ["name"]}, formula='OLD(name) <> name'), []),
    (rule({"do": "hide", "fields": ["name"]}, when={"field": "name", "op": "gt", "value": 1}), [("rules.r.when", "forms.bad_condition")]),
    ({"views": [{"key": "v", "label": LABEL, "definition": {"filter": {"x": 1}}}]}, [("views.v.filter", "forms.bad_condition")]),
    (view(surprise=1), [("views.v.surprise", "fields.unknown")]),
    (view(layout="spiral"), [("views.v.layout", "fields.invalid")]),
    (view(colours=[{"filter": None, "colour": "blue"}]), [("views.v.colours.0.filter", "fields.required")]),
    (view(layout="calendar", calendar={"start": "name"}, colours=[]), []),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), CASES)
def test_it_is_refused_where_it_is_wrong(more: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert sorted(problems(**more)) == sorted(expected)


@pytest.mark.parametrize(("columns", "fits"), [(1, True), (4, True), (0, False), (5, False)])
def test_a_section_has_one_to_four_columns(columns: int, fits: bool) -> None:
    section = {"key": "s", "label": LABEL, "fields": ["name"], "columns": columns}
    if fits:
        assert problems(sections=[section]) == []
    else:
        with pytest.raises(ValidationError):
            problems(sections=[section])


@pytest.mark.parametrize("value", [["new"], {"now": True}, 7, True, "nowhere"])
def test_a_button_that_sets_a_stage_that_is_none_is_told(value: Any) -> None:
    press = {"sets": [{"field": "stage", "value": value}]}
    button = {"key": "onward", "kind": "button", "label": LABEL, "press": press}
    sections = [{"key": "s", "label": LABEL, "fields": ["name", "onward"]}]
    form = FormDef.model_validate(
        {
            "key": "deal",
            "label": LABEL,
            "title": "name",
            "fields": [NAME],
            **staged(),
            "elements": [button],
            "sections": sections,
        }
    )
    found = [
        (each.field, each.code) for each in check.condition_problems(catalog.of_definitions([form])["deal"])
    ]
    assert found == [("elements.onward.press.sets.0", "forms.unknown_stage")]
