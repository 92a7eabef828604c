"""Linked data: picks that fill, queries beside a record, values taken from other forms, buttons; and what stays closed."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.forms.usage import usage
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, roles
from tests.api.conftest import Office, code, created
from tests.api.test_parity import choices, field, problems, words

Json = dict[str, Any]

GOODS = {
    "key": "goods",
    "label": words("Goods"),
    "title": "name",
    "fields": [
        field("name", "text"),
        field("price", "money"),
        field("cost", "money"),
        field("unit", "choice", options=choices("box", "kilo")),
        field("maker", "relation", options={"target": "account"}),
        field("since", "date"),
    ],
}
FILL = [{"take": take, "put": put} for take, put in (("price", "price"), ("name", "said"), ("unit", "unit"))]
ORDER = {
    "key": "order",
    "label": words("Order"),
    "title": "name",
    "fields": [
        field("name", "text"),
        field(
            "goods",
            "relation",
            options={
                "target": "goods",
                "fill": [*FILL, {"take": "cost", "put": "cost"}, {"take": "maker", "put": "maker"}],
            },
        ),
        field("price", "money", readonly=True),
        field("said", "long_text"),
        field("unit", "choice", options=choices("box")),
        field("cost", "number"),
        field("maker", "relation", options={"target": "account"}),
        field("spare", "relation", options={"target": "goods", "fill": FILL[:1], "overwrite": "empty"}),
        field(
            "lines",
            "detail",
            fields=[
                field("goods", "relation", options={"target": "goods", "fill": FILL[:1]}),
                field("price", "money"),
            ],
        ),
        field(
            "last",
            "money",
            linkage={
                "form": "goods",
                "match": [{"field": "maker", "of": "maker"}],
                "filter": {"field": "price", "op": "not_empty"},
                "sort": ["-price"],
                "take": "price",
            },
        ),
        field(
            "dearest",
            "money",
            linkage={"form": "goods", "match": [{"field": "id", "of": "goods"}], "take": "cost"},
        ),
        field("approved_on", "date", readonly=True),
    ],
    "elements": [
        {
            "key": "others",
            "kind": "query",
            "query": {
                "form": "goods",
                "match": [{"field": "maker", "of": "maker"}],
                "columns": ["name", "price", "cost"],
                "sort": ["name"],
                "limit": 2,
            },
        },
        {
            "key": "approve",
            "kind": "button",
            "label": words("Approve"),
            "text": words("Sure?"),
            "press": {
                "when": {"field": "name", "op": "ne", "value": "draft"},
                "sets": [
                    {"field": "approved_on", "value": {"today": True}},
                    {"field": "said", "value": {"field": "name"}},
                ],
            },
        },
    ],
    "sections": [{"key": "s", "label": words("S"), "fields": ["name", "others", "approve"]}],
}
BUYER = {
    "grants": [
        {
            "form": "order",
            "actions": ["read", "print", "create", "change"],
            "rows": "all",
            "fields": {"*": "edit"},
        },
        {
            "form": "goods",
            "actions": ["read"],
            "rows": {"field": "name", "op": "ne", "value": "Secret"},
            "fields": {"*": "read", "cost": "hidden"},
        },
        {"form": "account", "actions": ["read"], "rows": "all", "fields": {"*": "read"}},
    ]
}


def furnished(office: Office, owner: TestClient) -> tuple[TestClient, Json]:
    """A buyer who sees neither costs nor one of the goods, and the ids of all goods by name."""
    for form in (GOODS, ORDER):
        office.do(lambda tx, form=form: publish(tx, FormDef.model_validate(form)))
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), BUYER))
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.stranger, {"roles": ["buyer"]}))
    maker = created(owner, "account", name="Maker")["id"]
    goods = {
        name: created(owner, "goods", name=name, price=price, cost=price - 1, unit=unit, maker=maker)["id"]
        for name, price, unit in (
            ("Bolt", 5, "box"),
            ("Nut", 3, "kilo"),
            ("Secret", 9, "box"),
            ("Washer", 1, "box"),
        )
    }
    return office.client("stranger"), {**goods, "maker": maker}


def said(client: TestClient, path: str, **body: Any) -> Json:
    """The answer of a door of the orders."""
    reply = client.post(f"/api/records/order/{path}", json=body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_a_pick_brings_along_what_may_be_read(office: Office, owner: TestClient) -> None:
    buyer, goods = furnished(office, owner)
    bolt, nut = goods["Bolt"], goods["Nut"]
    order = created(buyer, "order", name="a", goods=bolt, lines=[{"goods": bolt}, {"goods": nut, "price": 7}])
    assert (order["price"], order["said"], order["unit"], order["maker"]["id"]) == (
        5,
        "Bolt",
        "box",
        goods["maker"],
    )
    assert order["cost"] is None  # not for the buyer's eyes
    assert [line["price"] for line in order["lines"]] == [5, 7]
    assert created(owner, "order", name="a", goods=bolt)["cost"] == 4
    one = f"/api/records/order/{order['id']}"
    changed = buyer.patch(one, json={"goods": nut, "said": "mine", "version": order["version"]}).json()
    assert (changed["price"], changed["said"]) == (3, "mine")
    assert changed["unit"] == "box"  # there is no kilo here
    changed = buyer.patch(one, json={"spare": bolt, "name": "b", "version": changed["version"]}).json()
    assert changed["price"] == 3  # only where nothing stands
    changed = buyer.patch(one, json={"goods": None, "version": changed["version"]}).json()
    assert (changed["goods"], changed["price"]) == (None, 3)
    assert problems(buyer.patch(one, json={"goods": goods["Secret"]})) == {("goods", "fields.unknown_record")}

    assert said(buyer, "fill", field="goods", id=nut)["values"] == {
        "price": 3,
        "said": "Nut",
        "unit": "kilo",
        "maker": {"id": goods["maker"], "title": "Maker"},
    }
    assert said(buyer, "fill", field="lines.goods", id=nut)["values"] == {"price": 3}
    assert said(buyer, "fill", field="goods", id=goods["Secret"])["values"] == {}
    assert said(owner, "fill", field="goods", id=nut)["values"]["cost"] == 2
    wrong = buyer.post("/api/records/order/fill", json={"field": "price", "id": nut})
    assert (wrong.status_code, code(wrong)) == (404, "not_found")


PARTLY = {
    "grants": [
        {**BUYER["grants"][0], "fields": {"*": "edit", "name": "hidden"}},  # type: ignore[dict-item]
        {"form": "goods", "actions": ["read"], "rows": "all", "fields": {"*": "read", "price": "hidden"}},
        {"form": "goods", "actions": ["read"], "rows": {"field": "name", "op": "eq", "value": "Nut"}},
        {"form": "account", "actions": ["read"], "rows": "all"},
    ]
}


def test_what_is_closed_takes_nothing_away(office: Office, owner: TestClient) -> None:
    """A field that may not be read on this record brings nothing, and empties nothing: by pick, look-up and button."""
    buyer, goods = furnished(office, owner)
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), PARTLY))
    order = created(owner, "order", name="Named", goods=goods["Bolt"])
    one = f"/api/records/order/{order['id']}"
    assert "price" not in said(buyer, "fill", field="goods", id=goods["Washer"])["values"]
    picked = buyer.patch(one, json={"goods": goods["Washer"]}).json()
    assert (picked["said"], picked["price"]) == ("Washer", 5)
    assert said(buyer, "fill", field="goods", id=goods["Nut"])["values"]["price"] == 3
    assert buyer.patch(one, json={"goods": goods["Nut"]}).json()["price"] == 3
    pressed = buyer.post(f"{one}/press/approve", json={}).json()
    assert (pressed["approved_on"], pressed["said"]) == (
        "2026-11-20",
        "Nut",
    )  # not emptied: the name is closed
    assert owner.post(f"{one}/press/approve", json={}).json()["said"] == "Named"


def test_look_ups_reach_as_far_as_the_person(office: Office, owner: TestClient) -> None:
    buyer, goods = furnished(office, owner)
    maker = {"maker": {"id": goods["maker"], "title": "Maker"}}
    found = said(buyer, "linked", key="others", values=maker)
    assert [(each["name"], each["price"], "cost" in each) for each in found["items"]] == [
        ("Bolt", 5, False),
        ("Nut", 3, False),
    ]
    assert found["total"] == {"value": 3, "exact": True}
    assert said(owner, "linked", key="others", values=maker)["total"]["value"] == 4
    for values in ({}, {"maker": None}, {"maker": "x"}, {"maker": 999_999}):
        assert said(buyer, "linked", key="others", values=values)["items"] == []
    assert said(buyer, "linked", key="last", values=maker) == {"found": True, "value": 5}
    assert said(owner, "linked", key="last", values=maker) == {"found": True, "value": 9}
    for key, values in (("dearest", {"goods": goods["Bolt"]}), ("last", {})):
        assert said(buyer, "linked", key=key, values=values) == {"found": False, "value": None}
    assert said(owner, "linked", key="dearest", values={"goods": goods["Bolt"]}) == {
        "found": True,
        "value": 4,
    }

    form = buyer.get("/api/forms/order").json()
    told = {each["key"]: each for each in form["fields"]}
    assert "cost" not in {fill["take"] for fill in told["goods"]["options"]["fill"]}
    assert told["last"]["linkage"] == {"form": "goods", "of": ["maker"], "overwrite": "always"}
    assert "linkage" not in told["dearest"]
    query, button = form["elements"]
    assert query["query"] == {"form": "goods", "of": ["maker"], "columns": ["name", "price"]}
    assert button["press"] == {"when": ORDER["elements"][1]["press"]["when"]}  # type: ignore[index]

    def used(tx: Any) -> set[tuple[str, str | None]]:
        return {
            (use.key, use.field) for use in usage(tx, FormDef.model_validate(GOODS)) if use.form == "order"
        }

    assert office.do(used) >= {("goods", "cost"), ("last", None), ("last", "price"), ("others", "maker")}


def test_a_button_sets_with_the_rights_of_whoever_presses_it(office: Office, owner: TestClient) -> None:
    buyer, _goods = furnished(office, owner)
    order = created(buyer, "order", name="draft")
    press = f"/api/records/order/{order['id']}/press/approve"
    assert code(buyer.post(press, json={})) == "records.not_now"
    renamed = buyer.patch(f"/api/records/order/{order['id']}", json={"name": "Ready"}).json()
    assert code(buyer.post(press, json={"version": renamed["version"] - 1})) is None  # disjoint: it merges
    done = buyer.get(f"/api/records/order/{order['id']}").json()
    assert (done["approved_on"], done["said"]) == ("2026-11-20", "Ready")
    assert code(buyer.post(press.replace("approve", "nothing"), json={})) == "not_found"
    assert code(buyer.post(press.replace(str(order["id"]), "999"), json={})) == "records.not_found"
    typed = buyer.patch(f"/api/records/order/{order['id']}", json={"approved_on": None}).json()
    assert typed["approved_on"] == "2026-11-20"
    fresh = created(buyer, "order", name="Fresh", said="before")
    pressed = buyer.post(press.replace(str(order["id"]), str(fresh["id"])), json={}).json()
    assert office.drive(buyer.post(f"/api/batches/{pressed['_batch']}/undo").json()["job"]) == "done"
    back = buyer.get(f"/api/records/order/{fresh['id']}").json()
    assert (back["approved_on"], back["said"]) == (None, "before")
    many = [created(buyer, "order", name=name)["id"] for name in ("One", "draft", "Two")]
    more = [{**BUYER["grants"][0], "actions": ["read", "create", "change", "bulk"]}, *BUYER["grants"][1:]]
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), {"grants": more}))
    bulk = {"ids": many, "move": {"to": "press", "button": "approve"}}
    assert code(buyer.post("/api/records/order/bulk", json={**bulk, "move": {"to": "press"}})) == "invalid"
    batch = buyer.post("/api/records/order/bulk", json=bulk).json()
    assert office.drive(batch["job"]) == "done"
    results = buyer.get(f"/api/batches/{batch['batch']}").json()["results"]
    assert {each["id"]: each["code"] for each in results if not each["ok"]} == {many[1]: "records.not_now"}
    assert [buyer.get(f"/api/records/order/{id_}").json()["said"] for id_ in many] == ["One", None, "Two"]
    view = {
        "label": {"en-US": "Mine"},
        "definition": {"buttons": {"row": ["press:approve"], "bulk": ["press:approve"]}},
    }
    assert buyer.post("/api/forms/order/views", json=view).status_code == 201
