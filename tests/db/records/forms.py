"""The forms these tests write to: a firm, its people, deals with stages and gates, notes, to-dos, bills."""

from __future__ import annotations

from typing import Any

from bulou.forms.model import FormDef


def _words(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en-US": text}


def _field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": _words(key), **more}


def _choices(*keys: str) -> dict[str, Any]:
    return {"choices": [{"key": key, "label": _words(key)} for key in keys]}


FIRM = {
    "key": "firm",
    "label": _words("客户"),
    "title": "name",
    "subtitle": ["industry"],
    "traits": {"party": {"name": "name", "phone": "phone"}},
    "fields": [
        _field("name", "text", required=True, options={"name": "company"}),
        _field("code", "text", unique=True),
        _field("industry", "choice", options=_choices("food", "chemistry", "retail")),
        _field("phone", "phone"),
        _field("note", "long_text"),
        _field("tags", "choices", options=_choices("a", "b", "c")),
        _field("employees", "number"),
        _field("parent", "relation", options={"target": "firm"}),
        _field("papers", "file"),
    ],
}
MEMBER = {
    "key": "member",
    "label": _words("联系人"),
    "title": "name",
    "traits": {"party": {"name": "name", "phone": "phone", "company": "firm"}},
    "fields": [
        _field("name", "text", required=True, options={"name": "person"}),
        _field("phone", "phone", unique=True),
        _field("firm", "relation", options={"target": "firm", "on_delete": "cascade"}),
    ],
}
DEAL = {
    "key": "deal",
    "label": _words("商机"),
    "title": "name",
    "figures": ["amount"],
    "child_of": "firm",
    "traits": {
        "pipeline": {
            "amount": "amount",
            "probability": "chance",
            "forecast_category": "category",
            "expected_close": "close_on",
            "opened_on": "opened_on",
            "closed_on": "closed_on",
            "next_on": "next_on",
        }
    },
    "fields": [
        _field("name", "text", required=True),
        _field(
            "number",
            "serial",
            options={
                "parts": [
                    {"part": "fixed", "text": "D-"},
                    {"part": "date", "format": "YYYYMM"},
                    {"part": "fixed", "text": "-"},
                    {"part": "counter", "digits": 4, "reset": "month"},
                ]
            },
        ),
        _field("firm", "relation", options={"target": "firm"}),
        _field("amount", "money", indexed=True, options={"min": 0}),
        _field("chance", "percent"),
        _field("category", "choice", options=_choices("pipeline", "commit", "closed", "omitted")),
        _field("close_on", "date"),
        _field("opened_on", "date"),
        _field("closed_on", "date"),
        _field("next_on", "date"),
        _field("reason", "choice", options=_choices("price", "product")),
        _field("members", "relations", options={"target": "member"}),
        _field("budget_known", "switch", default=False),
        _field("started_at", "datetime", default={"now": True}),
        _field(
            "lines",
            "detail",
            fields=[
                _field("item", "text", required=True),
                _field("count", "number", default=1),
                _field("price", "money"),
                _field("firm", "relation", options={"target": "firm"}),
            ],
        ),
        _field("secret", "text"),
    ],
    "pipelines": [
        {
            "key": "sales",
            "label": _words("销售"),
            "stages": [
                {
                    "key": "need",
                    "label": _words("需求"),
                    "probability": 20,
                    "forecast_category": "pipeline",
                    "expected_days": 14,
                },
                {
                    "key": "offer",
                    "label": _words("报价"),
                    "probability": 40,
                    "forecast_category": "pipeline",
                    "expected_days": 10,
                    "enter": {"fields": ["amount"]},
                },
                {
                    "key": "sign",
                    "label": _words("签约"),
                    "probability": 80,
                    "forecast_category": "commit",
                    "expected_days": 7,
                    "enter": {
                        "fields": ["members"],
                        "condition": {"field": "firm.industry", "op": "not_empty"},
                        "message": _words("客户行业未知"),
                    },
                    "leave": {"fields": ["close_on"]},
                },
                {
                    "key": "won",
                    "label": _words("赢单"),
                    "type": "won",
                    "probability": 100,
                    "forecast_category": "closed",
                },
                {
                    "key": "lost",
                    "label": _words("输单"),
                    "type": "lost",
                    "probability": 0,
                    "forecast_category": "omitted",
                    "enter": {"fields": ["reason"]},
                },
            ],
        }
    ],
    "rules": [
        {
            "key": "close",
            "entering": ["won", "lost"],
            "actions": [{"do": "set", "field": "closed_on", "value": {"today": True}}],
        },
        {
            "key": "reopen",
            "leaving": ["won", "lost"],
            "entering": ["need", "offer", "sign"],
            "actions": [{"do": "set", "field": "closed_on", "value": None}],
        },
        {
            "key": "category",
            "entering": ["need", "offer", "sign", "won", "lost"],
            "actions": [{"do": "set", "field": "category", "value": {"stage": "forecast_category"}}],
        },
        {
            "key": "big",
            "when": {"field": "amount", "op": "gt", "value": 1000000},
            "actions": [{"do": "require", "fields": ["close_on"]}],
        },
        {
            "key": "huge",
            "when": {"field": "amount", "op": "gt", "value": 90000000},
            "actions": [{"do": "refuse", "fields": ["amount"], "message": _words("金额太大")}],
        },
        {
            "key": "small",
            "when": {"field": "amount", "op": "lt", "value": 100},
            "actions": [{"do": "warn", "fields": ["amount"], "message": _words("金额很小")}],
        },
        {
            "key": "retail",
            "when": {"field": "firm.industry", "op": "eq", "value": "retail"},
            "actions": [{"do": "hide", "fields": ["secret"]}],
        },
        {
            "key": "frozen",
            "when": {"field": "stage", "op": "in", "value": ["won"]},
            "on": ["change"],
            "actions": [{"do": "lock", "fields": ["amount"]}],
        },
    ],
}
NOTE = {
    "key": "note",
    "label": _words("跟进"),
    "title": "kind",
    "child_of": "about",
    "traits": {
        "activity": {
            "about": "about",
            "happened_at": "happened_at",
            "next_at": "next_at",
            "kind": "kind",
            "content": "content",
            "next_step": "next_step",
            "step_done": "done",
        }
    },
    "fields": [
        _field("about", "relation", options={"target": "*"}),
        _field("kind", "choice", options=_choices("call", "visit"), default="call"),
        _field("happened_at", "datetime", default={"now": True}),
        _field("content", "long_text"),
        _field("next_at", "datetime"),
        _field("next_step", "text"),
        _field("done", "switch"),
    ],
}
CHAT = {
    "key": "chat",
    "label": _words("闲聊"),
    "title": "text",
    "child_of": "about",
    "traits": {"activity": {"about": "about", "happened_at": "at", "next_at": "next_at"}},
    "fields": [
        _field("about", "relation", options={"target": "*"}),
        _field("at", "datetime"),
        _field("text", "text"),
        _field("next_at", "datetime"),
    ],
}
TODO = {
    "key": "todo",
    "label": _words("待办"),
    "title": "title",
    "traits": {"task": {"assignee": "assignee", "due_at": "due_at", "done_at": "done_at", "about": "about"}},
    "fields": [
        _field("title", "text", required=True),
        _field("about", "relation", options={"target": "*"}),
        _field("due_at", "datetime"),
        _field("assignee", "person", default={"actor": True}),
        _field("done_at", "datetime"),
    ],
}
BILL = {
    "key": "bill",
    "label": _words("账单"),
    "title": "text",
    "owned": False,
    "fields": [
        _field("text", "text"),
        _field("deal", "relation", options={"target": "deal", "on_delete": "refuse"}),
    ],
}

ALL = [FormDef.model_validate(each) for each in (FIRM, MEMBER, DEAL, NOTE, CHAT, TODO, BILL)]
