"""Lookups over the API: read, filtered, sorted, grouped and exported like the field they show, with its rights."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.errors import InvalidForm
from bulou.forms.model import FieldDef
from bulou.forms.publish import publish, publish_all
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code, created
from tests.api.test_formulas import me


def field(key: str, kind: str, **options: Any) -> FieldDef:
    label = {"zh-CN": f"标签 {key}", "en-US": f"Label {key}"}
    return FieldDef(key=key, kind=kind, label=label, options=options)


LOOKUPS = [
    field("trade", "lookup", relation="account", field="industry"),
    field("boss_of", "lookup", relation="account", field="parent"),
    field("price", "lookup", relation="product", field="list_price"),
    field("cost", "lookup", relation="product", field="cost"),
    field("margin", "lookup", relation="product", field="margin"),
    field("seller", "lookup", relation="account", field="owner"),
    field("since", "lookup", relation="account", field="created_at"),
    field("state", "lookup", relation="before", field="stage"),
    field("before", "relation", target="opportunity"),
]


def with_lookups(office: Office, *more: FieldDef) -> None:
    """Deals that show what their account and their product say, and more."""

    def work(tx: Tx) -> None:
        forms = catalog.load(tx)
        margin = field("margin", "formula", formula="100 / list_price", result="number", decimals=2)
        deal, product = forms["opportunity"].definition, forms["product"].definition
        fields = {"opportunity": (*deal.fields, *LOOKUPS, *more), "product": (*product.fields, margin)}
        publish_all(tx, [each.model_copy(update={"fields": fields[each.key]}) for each in (deal, product)])

    office.do(work)


def listed(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    """The deals a list shows."""
    reply = client.get("/api/records/opportunity", params=params)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def test_a_lookup_is_what_it_shows(office: Office, owner: TestClient) -> None:
    with_lookups(office)
    group = created(owner, "account", name="Group")
    firm = created(owner, "account", name="Firm", industry="manufacturing", parent=group["id"])
    other = created(owner, "account", name="Other", industry="electronics")
    product = created(owner, "product", name="P", list_price=80, cost=60)
    free = created(owner, "product", name="Q", list_price=0)
    one = created(owner, "opportunity", name="One", account=firm["id"], product=product["id"], trade="x")
    two = created(owner, "opportunity", name="Two", account=other["id"], product=free["id"])
    none = created(owner, "opportunity", name="None", account=firm["id"], before=two["id"])
    keys = ("trade", "boss_of", "price", "cost", "margin")
    told = owner.get(f"/api/records/opportunity/{one['id']}").json()
    assert [told[key] for key in keys] == [
        "manufacturing",
        {"id": group["id"], "title": "Group"},
        80,
        60,
        1.25,
    ]
    assert [owner.get(f"/api/records/opportunity/{two['id']}").json()[key] for key in keys] == [
        "electronics", None, 0, None, {"error": "#DIV/0"},
    ]  # fmt: skip
    lists_ask_for_it(owner, group["id"], one["id"], two["id"], none["id"])
    figures_and_files_tell_it(office, owner, one["id"])
    columns_of_every_record(office, owner, firm, two["id"], none["id"])
    owner.patch(f"/api/records/account/{firm['id']}", json={"industry": "electronics", "version": 1})
    assert owner.get(f"/api/records/opportunity/{one['id']}").json()["trade"] == "electronics"


def lists_ask_for_it(owner: TestClient, group: int, one: int, two: int, none: int) -> None:
    """Sorted by it, page by page, and filtered."""
    by_price = [item["id"] for item in listed(owner, sort="-price", fields="price,trade")]
    assert by_price == [one, two, none]
    first = owner.get("/api/records/opportunity", params={"sort": "trade,id", "limit": 1}).json()
    rest = owner.get(
        "/api/records/opportunity", params={"sort": "trade,id", "limit": 5, "cursor": first["next"]}
    ).json()
    assert len({item["id"] for item in [*first["items"], *rest["items"]]}) == 3
    for asked, wanted in (
        ('{"field":"trade","op":"eq","value":"manufacturing"}', {one, none}),
        ('{"field":"price","op":"between","value":[1,90]}', {one}),
        (f'{{"field":"boss_of","op":"eq","value":{group}}}', {one, none}),
        ('{"field":"boss_of.name","op":"contains","value":"rou"}', {one, none}),
        ('{"field":"margin__error","op":"eq","value":"#DIV/0"}', {two}),
    ):
        assert {item["id"] for item in listed(owner, filter=asked)} == wanted, asked


def figures_and_files_tell_it(office: Office, owner: TestClient, one: int) -> None:
    """Grouped and summed up, described, exported, in formulas, on the board."""
    body = {
        "dimensions": [{"field": "trade"}],
        "measures": [{"agg": "sum", "field": "price"}, {"agg": "count"}],
    }
    groups = owner.post("/api/aggregate/opportunity", json=body).json()
    found = {row[0]["value"]: row[1:] for row in groups["rows"]}
    assert found == {"manufacturing": [80, 2], "electronics": [0, 1]}
    assert all(row[0]["title"] for row in groups["rows"])
    views = {each["key"]: each for each in owner.get("/api/forms/opportunity").json()["fields"]}
    assert (views["trade"]["operand"], views["trade"]["options"]["shows"]["kind"]) == ("choice", "choice")
    assert views["trade"]["readonly"] and views["trade"]["sortable"] and views["price"]["summable"]
    request = {"form": "opportunity", "columns": ["trade", "price", "margin"], "format": "csv"}
    job = owner.post("/api/exports", json=request).json()["job"]
    office.drive(job)
    text = owner.get(f"/api/exports/{job}/file").content.decode("utf-8-sig")
    assert "Label trade" in text and "80" in text and "#DIV/0" in text
    formula = {"form": "opportunity", "text": "price * 2", "record": one}
    assert owner.post("/api/formulas/check", json=formula).json()["value"] == 160
    assert (
        code(owner.post("/api/formulas/check", json={**formula, "purpose": "column"}))
        == "formula.unknown_field"
    )
    board = owner.get("/api/records/opportunity/kanban", params={"fields": "trade"}).json()
    assert "manufacturing" in str(board["columns"][0]["items"])


def columns_of_every_record(
    office: Office, owner: TestClient, firm: dict[str, Any], two: int, none: int
) -> None:
    """Owner, stage and dates of the other record are looked up as its fields are."""
    told = owner.get(f"/api/records/opportunity/{none}").json()
    first = owner.get("/api/forms/opportunity").json()["pipelines"][0]["stages"]
    assert (told["seller"], told["since"], told["state"]) == (
        {"id": me(owner), "title": "Olga Owner"}, firm["created_at"], first[0]["key"],
    )  # fmt: skip
    moved = owner.post(
        f"/api/records/opportunity/{two}/stage", json={"stage": "lost", "values": {"loss_reason": "price"}}
    )
    assert moved.status_code == 200, moved.text
    asked = '{"and":[{"field":"state","op":"eq","value":"lost"},{"field":"seller","op":"eq","value":"me"}]}'
    assert [item["id"] for item in listed(owner, filter=asked)] == [none]
    assert listed(owner, sort="-state", fields="state")[0]["state"] == "lost"
    assert len(listed(owner, sort="seller,-since", filter='{"field":"since","op":"on_or_after","value":{"relative":"today"}}')) == 3  # fmt: skip
    body = {"dimensions": [{"field": "state"}], "measures": [{"agg": "count"}]}
    rows = owner.post("/api/aggregate/opportunity", json=body).json()["rows"]
    lost = next(stage["label"]["en-US"] for stage in first if stage["key"] == "lost")
    assert [(row[0]["title"], row[1]) for row in rows if row[0]["value"]] == [(lost, 1)]
    view = {each["key"]: each for each in owner.get("/api/forms/opportunity").json()["fields"]}
    assert [view[key]["options"]["shows"]["kind"] for key in ("seller", "since", "state")] == [
        "person", "datetime", "choice",
    ]  # fmt: skip
    job = owner.post("/api/exports", json={"form": "opportunity", "columns": ["seller", "since", "state"], "format": "csv"}).json()["job"]  # fmt: skip
    office.drive(job)
    assert f"Olga Owner,2026-11-20 09:00:00,{lost}" in owner.get(f"/api/exports/{job}/file").content.decode("utf-8-sig")  # fmt: skip


def test_a_lookup_is_open_where_its_target_is(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    with_lookups(office)
    secret = created(owner, "account", name="Hidden Ltd", industry="manufacturing")
    product = created(owner, "product", name="P", list_price=80, cost=60)
    deal = created(owner, "opportunity", name="Deal", account=secret["id"], product=product["id"])
    owner.post(f"/api/records/opportunity/{deal['id']}/assign", json={"owner": me(ben)})
    seen = ben.get(f"/api/records/opportunity/{deal['id']}").json()
    assert (seen["trade"], seen["price"], seen["seller"], seen["since"]) == (None, 80, None, None)
    assert "cost" not in seen and "cost" not in str(ben.get("/api/forms/opportunity").json()["fields"])
    asked = '{"field":"trade","op":"eq","value":"manufacturing"}'
    assert listed(ben, filter=asked) == [] and len(listed(owner, filter=asked)) == 1
    groups = ben.post("/api/aggregate/opportunity", json={"dimensions": [{"field": "trade"}], "measures": []})
    assert "manufacturing" not in groups.text
    hidden: list[dict[str, Any]] = [
        {"filter": '{"field":"cost","op":"gt","value":1}'}, {"sort": "cost"}, {"fields": "cost"},
        {"fields": "product.cost"}, {"filter": '{"field":"product.cost","op":"empty"}'},
    ]  # fmt: skip
    for params in hidden:
        assert ben.get("/api/records/opportunity", params=params).status_code == 422, params
        assert owner.get("/api/records/opportunity", params=params).status_code == 200, params
    assert (
        ben.post(
            "/api/aggregate/opportunity", json={"measures": [{"agg": "sum", "field": "cost"}]}
        ).status_code
        == 422
    )


def test_a_lookup_that_is_open_on_some_records_only(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    with_lookups(office)
    firm = created(owner, "account", name="Firm", industry="manufacturing")
    product = created(owner, "product", name="P", list_price=80)
    ids = [
        created(owner, "opportunity", name=name, product=product["id"], account=firm["id"])["id"]
        for name in ("Mine", "Theirs")
    ]
    owner.post(f"/api/records/opportunity/{ids[0]}/assign", json={"owner": me(ben)})

    person = me(ben)

    def hire(tx: Tx) -> None:
        every = {
            "form": "*",
            "actions": ["read"],
            "rows": "all",
            "fields": {"price": "hidden", "margin": "hidden"},
        }
        own = {"form": "opportunity", "actions": ["read"], "rows": "own"}
        product = {"form": "product", "actions": ["read"], "rows": "all"}
        roles.put(tx, SYSTEM, "partly", {"en-US": "Partly"}, {"grants": [every, own, product]})
        roles.assign(tx, SYSTEM, person, ["partly"])

    office.do(hire)
    told = {item["id"]: item for item in listed(ben, fields="price,margin,trade")}
    assert [(told[id_]["price"], told[id_]["margin"], told[id_]["trade"]) for id_ in ids] == [
        (80, 1.25, "manufacturing"),
        (None, None, "manufacturing"),
    ]
    asked = '{"field":"price","op":"gt","value":1}'
    assert [item["id"] for item in listed(ben, filter=asked, sort="-price")] == [ids[0]]
    assert [item["id"] for item in listed(ben, sort="-price")] == ids
    sums = {"dimensions": [{"field": "price"}], "measures": [{"agg": "sum", "field": "price"}]}
    rows = ben.post("/api/aggregate/opportunity", json=sums).json()["rows"]
    assert {(row[0]["value"], row[1]) for row in rows} == {(80, 80), (None, 0)}


def test_publishing_refuses_lookups_that_lead_nowhere(office: Office, owner: TestClient) -> None:
    refused: list[tuple[list[FieldDef], str, str]] = [
        ([field("a", "lookup")], "fields.a.options.relation", "forms.lookup_relation"),
        ([field("a", "lookup", relation="amount", field="x")], "fields.a.options.relation", "forms.lookup_relation"),
        ([field("a", "lookup", relation="account", field="x")], "fields.a.options.field", "forms.lookup_field"),
        ([field("a", "lookup", relation="me", field="a"), field("me", "relation", target="opportunity")],
         "fields.a.options.field", "forms.lookup_field"),
        ([field("f", "formula", formula="trade & 1", result="text")], "fields.f.options.formula", "formula.lookup"),
        ([field("r", "rollup", source="opportunity", by="me", function="sum", of="price", result="money"),
          field("me", "relation", target="opportunity")], "fields.r.options.of", "forms.rollup_cannot"),
    ]  # fmt: skip
    with_lookups(office)
    body = owner.get("/api/forms/opportunity/draft").json()["body"]
    version = 0
    for more, place, problem in refused:
        fields = [*body["fields"], *(each.model_dump(mode="json", exclude_defaults=True) for each in more)]
        kept = owner.put(
            "/api/forms/opportunity/draft", json={"body": {**body, "fields": fields}, "version": version}
        )
        assert kept.status_code == 200, kept.text
        version = kept.json()["version"]
        assert [(each["field"], each["code"]) for each in kept.json()["problems"]] == [(place, problem)]
    uses = owner.get("/api/forms/account/usage", params={"field": "industry"}).json()["items"]
    assert ("lookup", "opportunity", "trade") in {(each["kind"], each["form"], each["key"]) for each in uses}
    product = office.do(lambda tx: catalog.load(tx)["product"].definition)
    left = tuple(each for each in product.fields if each.key != "margin")
    with pytest.raises(InvalidForm) as gone:
        office.do(lambda tx: publish(tx, product.model_copy(update={"fields": left})))
    told = [(each.field, each.code, each.params["field"]) for each in gone.value.problems]
    assert told == [("fields.margin", "forms.needed_elsewhere", "margin")]
