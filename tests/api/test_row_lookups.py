"""Rows of detail tables that show what the record they point at says, each reader as far as their rights reach."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, created
from tests.api.test_linked import BUYER, ORDER, furnished, said
from tests.api.test_parity import field, words
from tests.api.test_prints import printed, text_of, upload

Json = dict[str, Any]


def lookup(key: str, shows: str) -> Json:
    return field(key, "lookup", options={"relation": "goods", "field": shows})


def formula(key: str, text: str, result: str = "money") -> Json:
    return field(key, "formula", options={"formula": text, "result": result})


LIVE = [
    lookup("list", "price"),
    lookup("unit", "unit"),
    lookup("keeper", "owner"),
    lookup("cost", "cost"),
    formula("off", "1 - price / list", "percent"),
    formula("gain", "price - cost"),
    formula("twice", "gain * 2"),
    formula("tax", "price * 0.13"),
]
PLAIN = ("list", "unit", "keeper", "off", "tax")


def order(*more: Json, rows: list[Json] = LIVE) -> FormDef:
    """The orders of the linked data, with rows that look at their goods."""
    fields = [
        {**each, "fields": [*each["fields"], *rows]} if each["key"] == "lines" else each
        for each in ORDER["fields"]  # type: ignore[attr-defined]
    ]
    return FormDef.model_validate({**ORDER, "fields": [*fields, *more]})


def test_rows_show_what_their_record_says(office: Office, owner: TestClient) -> None:
    buyer, goods = furnished(office, owner)
    office.do(lambda tx: publish(tx, order()))
    me = {"id": office.people.owner, "title": "Olga Owner"}
    bolt = {"goods": goods["Bolt"], "price": 4, "list": 99}
    lines = [bolt, {"goods": goods["Secret"]}, {"price": 8}]
    sold = created(owner, "order", name="a", lines=lines)
    keys = (*PLAIN, "cost", "gain", "twice")
    assert [tuple(line[key] for key in keys) for line in sold["lines"]] == [
        (5, "box", me, 20, 0.52, 4, 0, 0),
        (9, "box", me, 0, 1.17, 8, 1, 2),
        (None, None, None, {"error": "#DIV/0"}, 1.04, None, 8, 16),
    ]
    told = buyer.get(f"/api/records/order/{sold['id']}").json()["lines"]
    assert [tuple(line[key] for key in PLAIN) for line in told] == [
        (5, "box", {**me}, 20, 0.52),
        (None, None, None, None, 1.17),
        (None, None, None, {"error": "#DIV/0"}, 1.04),
    ]
    assert not any({"cost", "gain", "twice"} & line.keys() for line in told)
    view = {each["key"]: each for each in buyer.get("/api/forms/order").json()["fields"]}["lines"]["fields"]
    assert [(each["key"], "tree" in each) for each in view] == [
        ("goods", False), ("price", False), ("list", False), ("unit", False), ("keeper", False),
        ("off", True), ("tax", True),
    ]  # fmt: skip
    assert view[2]["options"]["shows"]["kind"] == "money" and view[2]["readonly"]
    is_closed_record_by_record(office, owner, buyer, goods)
    follows_along(owner, buyer, goods, sold)
    leaves_with_the_readers_rights(office, owner, buyer, sold)
    is_refused_and_found_again(office, owner)


def is_closed_record_by_record(office: Office, owner: TestClient, buyer: TestClient, goods: Json) -> None:
    """Where the price of one product alone may be read, nothing is worked out of the others."""
    bolts = {"form": "goods", "actions": ["read"], "rows": {"field": "name", "op": "eq", "value": "Bolt"}}
    hidden = {**BUYER["grants"][1], "fields": {"*": "read", "price": "hidden", "cost": "hidden"}}
    some = {"grants": [BUYER["grants"][0], hidden, {**bolts, "fields": {"*": "read", "cost": "hidden"}}]}
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), some))
    made = [{"goods": goods[name], "price": 1} for name in ("Bolt", "Nut")]
    sold = created(owner, "order", name="b", lines=made)
    told = buyer.get(f"/api/records/order/{sold['id']}").json()["lines"]
    assert [(line["list"], line["unit"], line["off"]) for line in told] == [
        (5, "box", 80),
        (None, "kilo", None),
    ]
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), BUYER))
    assert owner.delete(f"/api/records/order/{sold['id']}").status_code == 204


def follows_along(owner: TestClient, buyer: TestClient, goods: Json, sold: Json) -> None:
    """Nothing is kept: a changed price is seen at once, in the bin too; a pick says beforehand what its row will."""
    row = {"id": sold["lines"][0]["id"], "price": 3}
    changed = owner.patch(
        f"/api/records/order/{sold['id']}", json={"lines": [row], "version": sold["version"]}
    ).json()
    assert [line["off"] for line in changed["lines"]] == [40, 0, {"error": "#DIV/0"}]
    owner.patch(f"/api/records/goods/{goods['Bolt']}", json={"price": 6})
    assert owner.delete(f"/api/records/goods/{goods['Bolt']}").status_code == 204
    again = owner.get(f"/api/records/order/{sold['id']}").json()["lines"][0]
    assert (again["list"], again["off"], again["price"]) == (6, 50, 3)
    me = {"id": owner.get("/api/me").json()["person"]["id"], "title": "Olga Owner"}
    nut = {"price": 3, "list": 3, "unit": "kilo", "keeper": me}
    assert said(buyer, "fill", field="lines.goods", id=goods["Nut"])["values"] == nut
    assert said(owner, "fill", field="lines.goods", id=goods["Nut"])["values"] == {**nut, "cost": 2}
    assert said(buyer, "fill", field="lines.goods", id=goods["Secret"])["values"] == {}
    story = owner.get(f"/api/records/order/{sold['id']}/history").json()["items"]
    (change,) = (each for each in story[0]["changes"] if each["field"] == "lines")
    assert set(change["after"][0]) == {"id", "goods", "price", "tax"}


def leaves_with_the_readers_rights(office: Office, owner: TestClient, buyer: TestClient, sold: Json) -> None:
    """In a workbook and on paper, too."""
    starter = owner.get("/api/forms/order/print-starter").content
    template = upload(owner, starter, to="/api/forms/order/print-templates").json()
    assert template["problems"] == []
    for client, cells in (
        (owner, ["6.00", "box", "Olga Owner", "4.00", "50%", "-1.00", "-2.00"]),
        (buyer, ["6.00", "box", "Olga Owner", "50%"]),
    ):
        built_in = text_of(printed(client, "order", sold["id"], format="docx").content)
        assert ("gain" in built_in, "list" in built_in) == (client is owner, True)
        filled = text_of(printed(client, "order", sold["id"], format="docx", template=template["id"]).content)
        at = filled.index("6.00")
        assert filled[at : at + len(cells) + 1] == [*cells, "0.39"]
    job = owner.post(
        "/api/exports", json={"form": "order", "columns": ["name", "lines"], "format": "xlsx"}
    ).json()["job"]
    office.drive(job)
    book = openpyxl.load_workbook(io.BytesIO(owner.get(f"/api/exports/{job}/file").content))
    heads, first, *_ = (list(row) for row in book.worksheets[1].values)
    found = dict(zip(heads, first, strict=True))
    assert (found["list"], found["unit"], found["keeper"], found["off"]) == (6, "box", "Olga Owner", 0.5)


def is_refused_and_found_again(office: Office, owner: TestClient) -> None:
    """What is stored cannot follow what is read each time; where a field is shown is known."""
    total = {"detail": "lines", "function": "sum", "result": "money"}
    refused: list[tuple[FormDef, tuple[str, str]]] = [
        (order(formula("sum", "SUM(lines.gain)")), ("fields.sum.options.formula", "formula.lookup")),
        (order(field("r", "rollup", options={**total, "of": "list"})), ("fields.r.options.of", "forms.rollup_cannot")),
        (order(field("r", "rollup", options={**total, "of": "gain"})), ("fields.r.options.of", "forms.rollup_cannot")),
        (order(rows=[lookup("a", "nothing")]), ("fields.lines.a.options.field", "forms.lookup_field")),
        (order(rows=[field("a", "lookup", options={"relation": "price", "field": "name"})]),
         ("fields.lines.a.options.relation", "forms.lookup_relation")),
    ]  # fmt: skip
    version = owner.get("/api/forms/order/draft").json()["version"]
    for definition, problem in refused:
        body = {"body": definition.model_dump(mode="json", exclude_defaults=True), "version": version}
        kept = owner.put("/api/forms/order/draft", json=body).json()
        version = kept["version"]
        assert [(each["field"], each["code"]) for each in kept["problems"]] == [problem]
    uses = owner.get("/api/forms/goods/usage", params={"field": "unit"}).json()["items"]
    assert ("lookup", "order", "unit") in {(each["kind"], each["form"], each["key"]) for each in uses}

    def without(tx: Tx) -> FormDef:
        goods = catalog.load(tx)["goods"].definition
        return goods.model_copy(update={"fields": tuple(each for each in goods.fields if each.key != "unit")})

    body = {"body": office.do(without).model_dump(mode="json", exclude_defaults=True), "version": 0}
    problems = owner.put("/api/forms/goods/draft", json=body).json()["problems"]
    told = {(each["field"], each["code"], each["params"].get("field")) for each in problems}
    assert ("fields.unit", "forms.needed_elsewhere", "unit") in told
