"""Formulas over the API: checked with positions, tried on a record, from what the caller may read and no more."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.model import FieldDef
from bulou.forms.publish import publish
from tests.api.conftest import Office, code, created

CHECK = "/api/formulas/check"


def tried(client: TestClient, text: str, record: int | None = None, **more: Any) -> dict[str, Any]:
    """What the door answers."""
    body = {"form": "opportunity", "text": text, "record": record, **more}
    answer: dict[str, Any] = client.post(CHECK, json=body).json()
    return answer


@pytest.fixture
def deal(anna: TestClient) -> int:
    """A deal of Anna's, with an account."""
    account = created(anna, "account", name="瑞达机械")
    values = {"name": "注塑机", "amount": 1234.5, "probability": 20, "account": account["id"]}
    id_: int = created(anna, "opportunity", expected_close="2026-12-31", **values)["id"]
    return id_


# text, more of the body → type, value, error
TRIED: list[tuple[str, dict[str, Any], str, Any, str | None]] = [
    ("amount * 6%", {}, "number", 74.07, None),
    ("amount * probability", {}, "number", 246.9, None),
    ("{金额} * 2", {}, "number", 2469, None),
    ("{Amount} * 2", {"purpose": "column"}, "number", 2469, None),
    ('name & "·" & account', {}, "text", "注塑机·瑞达机械", None),
    ("account.name", {}, "text", "瑞达机械", None),
    ("owner & owner.department", {}, "text", "Anna AmesEast", None),
    ("stage", {}, "text", "need", None),
    ("amount / 0", {}, "number", None, "#DIV/0"),
    ("EDATE(expected_close, 2)", {}, "date", "2027-02-28", None),
    ("amount > 1000", {"purpose": "condition"}, "boolean", True, None),
    ("loss_reason", {}, "text", None, None),
]


def test_a_formula_is_tried_on_a_record(anna: TestClient, deal: int) -> None:
    for text, more, type_, value, error in TRIED:
        answer = tried(anna, text, deal, **more)
        assert (answer.get("type"), answer.get("value"), answer.get("error")) == (type_, value, error), answer


def test_without_a_record_it_is_checked_and_written_back(anna: TestClient) -> None:
    answer = tried(anna, "SUM({金额}，1)*TODAY()-TODAY()")
    assert code_of(answer) == "formula.wrong_type"
    answer = tried(anna, "SUM({金额}，1)*（expected_close-TODAY()）")
    assert answer["text"] == "SUM(amount, 1) * (expected_close - TODAY())"
    assert answer["said"] == "SUM(Amount, 1) * ({Expected close} - TODAY())"
    assert (answer["type"], answer["value"], answer["volatile"]) == ("number", None, "day")
    assert answer["fields"] == ["amount", "expected_close"]
    assert answer["tree"]["args"][0]["call"] == "SUM"


def code_of(answer: dict[str, Any]) -> str | None:
    """The code of a problem."""
    found: str | None = answer.get("code")
    return found


def test_a_problem_says_where(anna: TestClient) -> None:
    reply = anna.post(CHECK, json={"form": "opportunity", "text": "amount +\n  amunt"})
    body = reply.json()
    assert (reply.status_code, body["code"]) == (422, "formula.unknown_field")
    assert body["params"] == {
        "name": "amunt", "near": ["amount"], "line": 2, "column": 3, "offset": 11, "length": 5,
    }  # fmt: skip
    assert body["errors"][0]["field"] == "text"
    assert "line 2, column 3" in body["detail"]


ODD: list[tuple[Any, int, str]] = [
    ({}, 422, "invalid"),
    ({"form": "opportunity"}, 422, "invalid"),
    ({"form": "nonsense", "text": "1"}, 404, "not_found"),
    ({"form": "opportunity", "text": 5}, 422, "invalid"),
    ({"form": "opportunity", "text": "1", "record": "x"}, 422, "invalid"),
    ({"form": "opportunity", "text": "1", "record": 999}, 404, "records.not_found"),
    ({"form": "opportunity", "text": "1", "purpose": "x"}, 422, "invalid"),
    ({"form": "opportunity", "text": "1", "surprise": 1}, 422, "invalid"),
    ({"form": "opportunity", "text": ""}, 422, "formula.unfinished"),
    ({"form": "opportunity", "text": "NOW()"}, 422, "formula.not_here"),
    ({"form": "opportunity", "text": "1 + 1", "purpose": "condition"}, 422, "formula.wrong_type"),
    ({"form": "opportunity", "text": "account.name", "purpose": "column"}, 422, "formula.unknown_field"),
    (
        {"form": "opportunity", "text": "last_activity_at", "purpose": "column"},
        422,
        "formula.unknown_field",
    ),
    ({"form": "opportunity", "text": "attachments"}, 422, "formula.unknown_field"),
    ({"form": "opportunity", "text": "title_sort"}, 422, "formula.unknown_field"),
    (
        {"form": "opportunity", "text": "account.account.account.account.name"},
        422,
        "formula.unknown_field",
    ),
    ({"form": "opportunity", "text": "1" * 10_001}, 422, "formula.too_long"),
    ({"form": "opportunity", "text": "1+" * 5_000_000}, 413, "http.too_large"),
]


def test_odd_requests(anna: TestClient) -> None:
    for body, status, problem in ODD:
        reply = anna.post(CHECK, json=body)
        assert (reply.status_code, code(reply)) == (status, problem), (str(body)[:80], reply.text)


def test_only_what_the_caller_may_read(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, stranger: TestClient, deal: int
) -> None:
    cost = {"form": "product", "text": "cost * 2"}
    assert owner.post(CHECK, json=cost).status_code == 200
    assert code(anna.post(CHECK, json=cost)) == "formula.unknown_field"
    assert "cost" not in anna.get("/api/formulas/fields/product").text
    assert (
        code(anna.post(CHECK, json={"form": "opportunity", "text": "product.cost"}))
        == "formula.unknown_field"
    )
    assert ben.post(CHECK, json={"form": "opportunity", "text": "amount", "record": deal}).status_code == 404
    assert stranger.post(CHECK, json={"form": "opportunity", "text": "1"}).status_code == 404
    product = created(owner, "product", name="P1", cost=77)
    owner.patch(f"/api/records/opportunity/{deal}", json={"product": product["id"], "version": 1})
    assert tried(owner, "product.cost + 1", deal)["value"] == 78


def test_a_related_record_that_may_not_be_seen_is_empty(owner: TestClient, ben: TestClient) -> None:
    account = created(owner, "account", name="Hidden Ltd")
    deal = created(owner, "opportunity", name="Deal", account=account["id"])
    owner.post(f"/api/records/opportunity/{deal['id']}/assign", json={"owner": me(ben)})
    answer = tried(ben, 'name & ":" & account', deal["id"])
    assert answer["value"] == "Deal:"


def me(client: TestClient) -> int:
    """The id of who is signed in."""
    id_: int = client.get("/api/me").json()["person"]["id"]
    return id_


def test_the_functions_and_names_for_the_editor(anna: TestClient) -> None:
    told = anna.get("/api/formulas/functions").json()
    functions = {each["key"]: each for each in told["functions"]}
    assert functions["ROUND"]["takes"] == "number number?"
    assert functions["AVERAGE"]["aliases"] == ["AVG"]
    assert "2026-02-28" in told["calendar"]["workdays"]
    names = {each["path"]: each for each in anna.get("/api/formulas/fields/opportunity").json()["items"]}
    assert (names["amount"]["type"], names["probability"]["type"]) == ("number", "number")
    assert names["account.name"]["labels"][0]["en-US"] == "Account"
    near = anna.get("/api/formulas/fields/opportunity?column=1").json()["items"]
    assert not [each for each in near if "." in each["path"]]


def test_a_formula_of_detail_rows_asks_for_its_neighbours(office: Office, owner: TestClient) -> None:
    def work(tx: Tx) -> None:
        label = {"zh-CN": "单价", "en-US": "Unit price"}
        price = FieldDef(key="price", kind="money", label=label)
        lines = FieldDef(key="lines", kind="detail", label=label, fields=(price,))
        product = catalog.load(tx)["product"].definition
        publish(tx, product.model_copy(update={"fields": (*product.fields, lines)}))

    office.do(work)
    asked = {"form": "product", "detail": "lines", "text": "{Unit price} * 2", "purpose": "column"}
    answer = owner.post(CHECK, json=asked).json()
    assert (answer["type"], answer["text"], answer["said"]) == ("number", "price * 2", "{Unit price} * 2")
    assert code(owner.post(CHECK, json={**asked, "text": "cost * 2"})) == "formula.unknown_field"
    assert owner.post(CHECK, json={**asked, "detail": "name"}).status_code == 404
    names = owner.get("/api/formulas/fields/product?detail=lines").json()["items"]
    assert [(each["path"], each["type"]) for each in names] == [("price", "number")]


def with_margin(office: Office) -> None:
    """Products that work out what is earned from a cost that salespeople may not see."""
    margin = {"formula": "list_price - cost", "result": "money"}
    share = {"formula": "margin / list_price", "result": "percent"}
    label = {"zh-CN": "毛利", "en-US": "Margin"}
    fields = [FieldDef(key="margin", kind="formula", label=label, options=margin)]
    fields.append(FieldDef(key="share", kind="formula", label=label, options=share))

    def work(tx: Tx) -> None:
        product = catalog.load(tx)["product"].definition
        publish(tx, product.model_copy(update={"fields": (*product.fields, *fields)}))

    office.do(work)


def test_who_may_not_read_the_grounds_may_not_read_the_result(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    with_margin(office)
    product = created(owner, "product", name="P1", cost=60, list_price=100)
    assert (product["margin"], product["share"]) == (40, 40)
    seen = anna.get(f"/api/records/product/{product['id']}").json()
    assert "list_price" in seen and not {"margin", "share", "cost"} & seen.keys()
    keys = {field["key"] for field in anna.get("/api/forms/product").json()["fields"]}
    assert "list_price" in keys and not {"margin", "share", "cost"} & keys
    for path in ("margin", "share", "margin__error"):
        asked = {"filter": f'{{"field":"{path}","op":"not_empty"}}'}
        assert code(anna.get("/api/records/product", params=asked)) == "filter.unknown_field", path
        assert owner.get("/api/records/product", params=asked).status_code == 200
    assert code(anna.post(CHECK, json={"form": "product", "text": "share * 2"})) == "formula.unknown_field"


def test_pages_get_the_tree_for_their_preview(office: Office, owner: TestClient) -> None:
    with_margin(office)
    fields = {field["key"]: field for field in owner.get("/api/forms/product").json()["fields"]}
    margin = fields["margin"]
    assert (margin["kind"], margin["operand"], margin["summable"], margin["readonly"]) == (
        "formula", "number", True, True,
    )  # fmt: skip
    assert margin["tree"]["op"] == "-" and margin["options"]["formula"] == "list_price - cost"
    assert "tree" not in fields["list_price"]


def test_a_draft_is_written_for_before_anything_is_published(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    draft = owner.get("/api/forms/opportunity/draft").json()
    new = [
        {"key": "hours", "kind": "number", "label": {"zh-CN": "工时"}},
        {"key": "broken", "kind": "formula", "label": {"zh-CN": "坏的"}, "options": {"formula": "nothing +"}},
    ]
    body = {**draft["body"], "fields": [*draft["body"]["fields"], *new]}
    saved = owner.put("/api/forms/opportunity/draft", json={"body": body, "version": 0})
    assert saved.status_code == 200, saved.text
    deal = created(owner, "opportunity", name="a", amount=10)["id"]
    assert code_of(tried(owner, "{工时} * 2")) == "formula.unknown_field"
    answer = tried(owner, "{工时} * 2", deal, draft=True, purpose="column")
    assert (answer["type"], answer["text"], answer["value"]) == ("number", "hours * 2", None)
    assert tried(owner, "amount * 2", deal, draft=True, purpose="column")["value"] == 20
    offered = owner.get("/api/formulas/fields/opportunity?draft=1&column=1").json()["items"]
    assert "hours" in {each["path"] for each in offered}
    assert anna.post(CHECK, json={"form": "opportunity", "text": "1", "draft": True}).status_code == 404
    started = owner.post("/api/forms", json={"label": {"en-US": "Visits"}}).json()["form"]
    assert tried(owner, 'name & "!"', form=started, draft=True)["type"] == "text"
