"""Rules on the page of a public form: visitors get those about their own fields, and the server judges them all."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from tests.api.conftest import Office
from tests.api.public_forms import made, opened, sent
from tests.api.test_parity import choices, field, rule, words

SEEN = ("name", "kind", "source", "amount", "reason", "budget", "phone", "sort")
UNWANTED = "13900000000"


def is_(key: str, value: Any, op: str = "eq") -> dict[str, Any]:
    return {"field": key, "op": op, "value": value}


def refuse(*fields: str) -> dict[str, Any]:
    return {"do": "refuse", "message": words("Too much"), "fields": list(fields)}


TOLD = [
    rule(
        "told-complaint",
        {"do": "require", "fields": ["reason"]},
        {"do": "hide", "fields": ["budget", "sort", "secret"]},
        {"do": "narrow", "field": "source", "options": ["mail"]},
        {"do": "set", "field": "score", "value": 7},
        when={"and": [is_("kind", "complaint")], "named": "unsatisfied"},
    ),
    rule("told-much", refuse("amount"), formula="{amount} > 100"),
    rule("told-silent", {"do": "set", "field": "reason", "value": "?"}, when=is_("phone", None, "empty")),
]
KEPT_BACK = [
    rule("by-secret", {"do": "show", "fields": ["sort"]}, when=is_("secret", "x")),
    rule("by-formula", {"do": "require", "fields": ["budget"]}, formula="{score} + {amount} > 1000"),
    rule("by-writing", refuse("phone"), when=is_("phone", [UNWANTED], "in")),
    rule("by-text", refuse("phone"), formula=f'{{phone}} = "{UNWANTED}"'),
    rule("by-calendar", refuse(), formula="WORKDAY(TODAY(), {amount}) < TODAY()"),
    rule("about-secret", {"do": "warn", "message": words("Score"), "fields": ["score"]}),
    rule("by-stage", {"do": "lock", "fields": ["name"]}, entering=["done"]),
    rule("on-change", {"do": "lock", "fields": ["kind"]}, on=["change"]),
    rule("off", {"do": "hide", "fields": ["name"]}, enabled=False),
    rule("from-secret", {"do": "set", "field": "sort", "value": {"field": "secret"}}, when=is_("amount", 5)),
    rule("by-what-it-sets", {"do": "hide", "fields": ["name"]}, when=is_("sort", "b")),
]
FORM = {
    "key": "inquiry",
    "label": words("Inquiry"),
    "title": "name",
    "owned": False,
    "fields": [
        field("name", "text", required=True),
        field("kind", "choice", options=choices("plain", "complaint"), default="plain"),
        field("source", "choice", options=choices("mail", "web")),
        field("amount", "number", options={"decimals": 0}),
        field("reason", "text"),
        field("budget", "number"),
        field("phone", "phone"),
        field("sort", "choice", options=choices("a", "b")),
        field("secret", "text"),
        field("score", "number"),
    ],
    "pipelines": [
        {
            "key": "way",
            "label": words("Way"),
            "stages": [{"key": "open", "label": words("Open")}, {"key": "done", "label": words("Done")}],
        }
    ],
    "rules": [*TOLD, *KEPT_BACK],
}


def test_visitors_get_the_rules_about_their_fields_and_the_server_judges_all(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    office.do(lambda tx: publish(tx, FormDef.model_validate(FORM)))
    fields = [{"key": key, "required": key in ("budget", "reason")} for key in SEEN]
    slug = made(owner, "inquiry", fields=fields, languages=["en-US"])["slug"]
    page = opened(nobody, slug)
    assert [(each["key"], [action["do"] for action in each["actions"]]) for each in page["rules"]] == [
        ("0", ["require", "hide", "narrow"]),
        ("1", ["refuse"]),
        ("2", ["set"]),
    ]
    complaint, much, _ = page["rules"]
    assert complaint["when"] == {"and": [is_("kind", "complaint")]}
    assert complaint["actions"][:2] == [
        {"do": "require", "fields": ["reason"]},
        {"do": "hide", "fields": ["budget"]},  # another rule may show the third field again
    ]
    assert much["actions"] == [{"do": "refuse", "message": {"en-US": "Too much"}, "fields": ["amount"]}]
    assert {each["key"]: each["default"] for each in page["fields"] if each["default"]} == {"kind": "plain"}
    assert page["clock"] == {"zone": "Asia/Shanghai", "week_start": 1}
    text = json.dumps(page)
    hidden = ("secret", "score", "told-", "by-", UNWANTED, "unsatisfied", "inquiry", "\\u")
    assert [each for each in hidden if each in text] == []
    the_server_judges_all(office, owner, nobody, slug)


def the_server_judges_all(office: Office, owner: TestClient, nobody: TestClient, slug: str) -> None:
    """Entries meet every rule, also those that visitors are not told of."""

    def answer(**values: Any) -> dict[str, str]:
        reply = sent(office, nobody, slug, {"name": "Li", "phone": "13902255229", "reason": "r", **values})
        told = {each["field"]: each["code"] for each in reply.json().get("errors", [])}
        assert reply.status_code == (422 if told else 201), reply.text
        return told

    assert answer() == {"budget": "fields.required"}
    assert answer(budget=1, reason="") == {"reason": "fields.required"}
    assert answer(kind="complaint", source="mail", budget=5) == {}
    assert answer(kind="complaint", source="web") == {"source": "fields.not_offered"}
    assert answer(budget=1, amount=101) == {"amount": "rules.refused_field"}
    assert answer(budget=1, phone=UNWANTED) == {"phone": "rules.refused_field"}
    assert answer(budget=1, phone="", reason="") == {}
    params = {"fields": "kind,budget,score,reason", "sort": "id"}
    stored = [
        {key: each[key] for key in ("kind", "budget", "score", "reason")}
        for each in owner.get("/api/records/inquiry", params=params).json()["items"]
    ]
    assert stored == [
        {"kind": "complaint", "budget": None, "score": 7, "reason": "r"},
        {"kind": "plain", "budget": 1, "score": None, "reason": "?"},
    ]
