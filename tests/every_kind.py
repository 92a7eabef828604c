"""A form that holds every control there is, for tests of what must hold whatever the kind."""

from __future__ import annotations

from typing import Any

from bulou.forms.fields.kind import FieldKind, kinds
from bulou.forms.model import Element, FieldDef, FormDef, Section, Tab

CHOICES = [
    {"key": "cold", "label": {"zh-CN": "冷", "en-US": "Cold"}, "aliases": ["Ｃ 级"]},
    {"key": "hot", "label": {"zh-CN": "热", "en-US": "Hot"}},
    {"key": "old", "label": {"zh-CN": "旧", "en-US": "Old"}, "archived": True},
]
NODES = [
    {
        "key": "east",
        "label": {"zh-CN": "华东", "en-US": "East"},
        "children": [
            {"key": "sh", "label": {"zh-CN": "上海"}, "aliases": ["沪"]},
            {"key": "hz", "label": {"zh-CN": "杭州"}, "archived": True},
        ],
    },
    {"key": "north", "label": {"zh-CN": "华北"}, "children": [{"key": "bj", "label": {"zh-CN": "北京"}}]},
]
# kind → the settings worth trying; the first are those of the form
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "choice": [{"choices": CHOICES}, {"choices": CHOICES, "other": True}],
    "choices": [{"choices": CHOICES}, {"choices": CHOICES, "other": True}],
    "relation": [{"target": "account"}, {"target": "*"}],
    "relations": [{"target": "product"}],
    "text": [{}, {"name": "company"}, {"max_length": 5}],
    "number": [{}, {"decimals": 6}, {"min": 5, "max": 9}],
    "money": [{}, {"currency": "record"}],
    "cascade": [{"nodes": NODES}, {"nodes": NODES, "any_level": True}],
    "address": [{}, {"level": "city", "detail": False}],
    "rmb_capitals": [{"of": "a_money"}],
    "lookup": [{"relation": "a_relation", "field": "a_choice"}],
    "rollup": [
        {"detail": "a_detail", "function": "sum", "of": "price", "result": "money"},
        {"detail": "a_detail", "function": "count"},
    ],
    "time": [{}, {"seconds": True, "min": "08:00"}],
    "rating": [{}, {"max": 10}],
    "slider": [{}, {"min": -1, "max": 1, "step": 0.25, "decimals": 2}],
}
COLUMNS = (
    FieldDef(key="item", kind="text", label={"zh-CN": "项目"}, required=True),
    FieldDef(key="price", kind="money", label={"zh-CN": "价格"}),
    FieldDef(key="about", kind="relation", label={"zh-CN": "关于"}, options={"target": "*"}),
)
ELSEWHERE = frozenset(
    {"relation", "relations", "file", "image", "signature", "serial"}
)  # what a sample alone cannot fill


def every_field() -> list[tuple[FieldKind, FieldDef]]:
    """A field named `field` of every kind with each of its `OPTIONS`."""
    found = []
    for kind in kinds:
        for options in OPTIONS.get(kind.key, [{}]):
            children = COLUMNS if kind.key == "detail" else ()
            label = {"zh-CN": "字段"}
            field = FieldDef(key="field", kind=kind.key, label=label, options=options, fields=children)
            found.append((kind, field))
    return found


def every_kind(key: str = "everything", *, target: str | None = None, label: str = "") -> FormDef:
    """A form with a field `a_<kind>` of every kind, titled by `a_text`. `target`: what relations point at."""
    fields = []
    for kind in kinds:
        options = dict(OPTIONS.get(kind.key, [{}])[0])
        if "target" in options:
            options["target"] = target or key
        if kind.key == "lookup" and target is not None:
            options["field"] = "name"
        if kind.key == "lookup" and target:
            options["field"] = "name"  # which every form of the template has
        name = {locale: f"{label}{words}" for locale, words in kind.label.items()}
        children = COLUMNS if kind.key == "detail" else ()
        fields.append(
            FieldDef(key=f"a_{kind.key}", kind=kind.key, label=name, options=options, fields=children)
        )
    words = {"zh-CN": "全部控件", "en-US": "Every control"}
    return FormDef(
        key=key,
        label=words,
        title="a_text",
        owned=False,
        fields=tuple(fields),
        **_layout([f.key for f in fields]),
    )


def _layout(keys: list[str]) -> dict[str, Any]:
    """Two sheets of sections, with a line, a text and another page between the fields."""
    half = 1 + keys.index("a_location")
    sections = [
        Section(key="top", label={"zh-CN": "名称"}, fields=("a_text", "note")),
        Section(key="first", label={"zh-CN": "前一半"}, fields=("line", *keys[:half]), columns=2, tab="main"),
        Section(
            key="second", label={"zh-CN": "后一半"}, fields=(*keys[half:], "page", "created_at"), tab="more"
        ),
    ]
    elements = [
        Element(key="line", kind="divider", label={"zh-CN": "分割线"}),
        Element(
            key="note", kind="description", text={"zh-CN": "这里写填写说明。", "en-US": "What to fill in."}
        ),
        Element(key="page", kind="embed", label={"zh-CN": "网页"}, url="https://example.com/", height=120),
    ]
    tabs = [Tab(key="main", label={"zh-CN": "主要"}), Tab(key="more", label={"zh-CN": "更多"})]
    sections = [
        each.model_copy(
            update={"fields": tuple(k for k in each.fields if k != "a_text" or each.key == "top")}
        )
        for each in sections
    ]
    return {"sections": tuple(sections), "elements": tuple(elements), "tabs": tuple(tabs)}


def samples(form: FormDef) -> dict[str, Any]:
    """A JSON value for every field that needs nothing else to be there first."""
    return {
        field.key: kinds[field.kind].sample(field)
        for field in form.fields
        if field.kind not in ELSEWHERE and not kinds[field.kind].computed
    }
