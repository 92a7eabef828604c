"""Options out of another form: what is offered to whom, what a write must answer for, and what publishing refuses."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.forms.usage import usage
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code, created
from tests.api.public_forms import changed, sent
from tests.api.test_linked import BUYER, GOODS, furnished
from tests.api.test_parity import field, problems, words

Json = dict[str, Any]

BY_MAKER = {
    "match": [{"field": "maker", "of": "maker"}],
    "filter": {"field": "price", "op": "gt", "value": 1},
}
PLAN: Json = {
    "key": "plan",
    "label": words("Plan"),
    "title": "name",
    "fields": [
        field("name", "text"),
        field("maker", "relation", options={"target": "account"}),
        field("item", "text", offers={"form": "goods", "take": "name", **BY_MAKER}),
        field("all", "tags", offers={"form": "goods", "take": "name"}),
    ],
}
SEES_PLANS = [
    {**BUYER["grants"][0], "form": "plan", "actions": ["read", "create", "change", "bulk"]},
    *BUYER["grants"],
]


def offered(client: TestClient, name: str, **body: Any) -> tuple[list[str], str | None]:
    reply = client.post("/api/records/plan/offers", json={"field": name, **body})
    assert reply.status_code == 200, reply.text
    return reply.json()["items"], reply.json()["next"]


def test_options_out_of_another_form(office: Office, owner: TestClient) -> None:
    buyer, goods = furnished(office, owner)
    office.do(lambda tx: roles.put(tx, SYSTEM, "buyer", words("Buyer"), {"grants": SEES_PLANS}))
    office.do(lambda tx: publish(tx, FormDef.model_validate(PLAN)))
    maker = {"maker": {"id": goods["maker"], "title": "Maker"}}
    assert offered(buyer, "item", values=maker) == (["Bolt", "Nut"], None)
    assert offered(owner, "item", values=maker) == (["Bolt", "Nut", "Secret"], None)
    assert offered(owner, "item", values={}) == offered(owner, "item", values={"maker": 9999}) == ([], None)
    assert offered(buyer, "all") == (["Bolt", "Nut", "Washer"], None)
    assert offered(buyer, "all", search="was") == (["Washer"], None)
    assert offered(buyer, "all", among=["Nut", "Secret", "Nothing"]) == (["Nut"], None)
    view = {each["key"]: each for each in buyer.get("/api/forms/plan").json()["fields"]}
    assert (view["item"]["offers"], view["all"]["offers"], "offers" in view["name"]) == (["maker"], [], False)
    for asked, status, problem in (
        ("name", 404, "not_found"),
        ("nothing", 404, "not_found"),
        ("", 422, "invalid"),
    ):
        reply = buyer.post("/api/records/plan/offers", json={"field": asked})
        assert (reply.status_code, code(reply)) == (status, problem)
    pages_follow_one_another(office, owner)
    visitors_choose_where_the_author_lets_them(office, owner)
    what_a_write_answers_for(office, owner, buyer, goods)
    is_judged_and_found(office, owner)


def pages_follow_one_another(office: Office, owner: TestClient) -> None:
    """However many there are, each text once, in the order of its sound."""
    names = [f"螺丝 {number:02}" for number in range(60)]
    for name in [*names, *names[:3]]:
        created(owner, "goods", name=name)
    first, after = offered(owner, "all", search="螺丝")
    rest, end = offered(owner, "all", search="螺丝", after=after)
    assert (first + rest, len(first), end) == (names, 50, None)
    whole, after = offered(owner, "all")
    assert (whole[:3], len(whole), after is None) == (["Bolt", *names[:2]], 50, False)


def visitors_choose_where_the_author_lets_them(office: Office, owner: TestClient) -> None:
    """They have no rights: only what the author of the public form shows to everybody, and nothing that depends."""
    plain = {**PLAN, "key": "visit", "fields": [PLAN["fields"][0], field("like", "text", offers={"form": "goods", "take": "name"}), PLAN["fields"][1], PLAN["fields"][2]]}  # fmt: skip
    office.do(lambda tx: publish(tx, FormDef.model_validate(plain)))

    def made(*fields: Json) -> Any:
        definition = {"title": words("V"), "fields": [{"key": "name"}, *fields]}
        return owner.post("/api/forms/visit/public", json={"label": "V", "definition": definition})

    assert "item" not in owner.get("/api/forms/visit/public").json()["offered"]
    assert problems(made({"key": "like"})) == {("definition.fields.1", "public.options_closed")}
    assert problems(made({"key": "item", "options": True})) == {("definition.fields.1", "public.not_offered")}
    public = changed(owner, made({"key": "like", "options": True}).json(), enabled=True)
    visitor = office.client()
    (_name, like) = visitor.get(f"/api/public/{public['slug']}").json()["fields"]
    assert (like["kind"], like["options"]["choices"][0]) == (
        "choice",
        {"key": "Bolt", "label": words("Bolt")},
    )
    assert "offers" not in like and len(like["options"]["choices"]) == 64
    entry = {"name": "x", "like": "Nothing"}
    assert problems(sent(office, visitor, public["slug"], entry)) == {("like", "fields.not_offered")}
    assert sent(office, visitor, public["slug"], {"name": "x", "like": "Nut"}).status_code == 201


def what_a_write_answers_for(office: Office, owner: TestClient, buyer: TestClient, goods: Json) -> None:
    """For what it chooses, and for what it changes beside it; not for what was there before, nor when it is undone."""
    refused = {("item", "fields.not_offered"), ("all", "fields.not_offered")}
    body = {"name": "a", "maker": goods["maker"], "item": "Secret", "all": ["Bolt", "Secret"]}
    assert problems(buyer.post("/api/records/plan", json=body)) == refused
    plan = created(owner, "plan", **body)
    address = f"/api/records/plan/{plan['id']}"
    more = {"all": ["Bolt", "Secret", "Nut"], "name": "b", "version": plan["version"]}
    plan = buyer.patch(address, json=more).json()
    assert (plan["item"], plan["all"]) == ("Secret", ["Bolt", "Secret", "Nut"])
    other = created(owner, "account", name="Other")["id"]
    assert problems(buyer.patch(address, json={"maker": other})) == {("item", "fields.not_offered")}
    assert buyer.patch(address, json={"maker": other, "item": None}).status_code == 200
    assert problems(owner.patch(address, json={"item": "Bolt"})) == {("item", "fields.not_offered")}
    back = owner.patch(address, json={"maker": goods["maker"], "item": "Bolt"}).json()
    bulk = {"ids": [back["id"]], "change": {"all": ["Secret"]}}
    batch = owner.post("/api/records/plan/bulk", json=bulk).json()
    assert office.drive(batch["job"]) == "done"
    assert owner.delete(f"/api/records/goods/{goods['Bolt']}").status_code == 204
    undo = owner.post(f"/api/batches/{batch['batch']}/undo").json()
    assert office.drive(undo["job"]) == "done"
    plan = owner.get(address).json()
    assert (plan["item"], plan["all"]) == ("Bolt", ["Bolt", "Secret", "Nut"])
    for asked in (
        {"field": "item", "op": "eq", "value": "Bolt"},
        {"field": "all", "op": "any", "value": ["Nut"]},
    ):
        found = owner.post("/api/records/plan/query", json={"filter": asked}).json()["items"]
        assert [each["id"] for each in found] == [plan["id"]]
    rows = owner.post(
        "/api/aggregate/plan", json={"dimensions": [{"field": "item"}], "measures": [{"agg": "count"}]}
    )
    assert [(row[0]["value"], row[1]) for row in rows.json()["rows"]] == [("Bolt", 1)]


def is_judged_and_found(office: Office, owner: TestClient) -> None:
    """What publishing says of it, and where a field is offered."""
    refused: list[tuple[Json, tuple[str, str]]] = [
        (field("a", "number", offers={"form": "goods", "take": "name"}), ("fields.a.offers", "forms.not_for_kind")),
        (field("a", "text", offers={"form": "none", "take": "name"}), ("fields.a.offers.form", "forms.unknown_form")),
        (field("a", "text", offers={"form": "goods", "take": "no"}), ("fields.a.offers.take", "forms.unknown_field")),
        (field("a", "text", offers={"form": "goods", "take": "price"}), ("fields.a.offers.take", "forms.unfit")),
        (field("a", "text", offers={"form": "goods", "take": "name", "match": [{"field": "name", "of": "sum"}]}),
         ("fields.a.offers.match.0", "forms.unfit")),
        (field("a", "text", offers={"form": "goods", "take": "name", "filter": {"field": "no", "op": "empty"}}),
         ("fields.a.offers.filter", "forms.bad_condition")),
        (field("a", "detail", fields=[field("b", "text", offers={"form": "goods", "take": "name"})]),
         ("fields.a.b.offers", "forms.not_in_detail")),
        (field("a", "relation", options={"target": "goods", "fill": [{"take": "name", "put": "item"}]}),
         ("fields.a.options.fill.0.take", "forms.unfit")),
    ]  # fmt: skip
    text = field("sum", "formula", options={"formula": '"x"', "result": "text"})
    version = 0
    for more, problem in refused:
        body = {"body": {**PLAN, "fields": [*PLAN["fields"], text, more]}, "version": version}
        kept = owner.put("/api/forms/plan/draft", json=body).json()
        version = kept["version"]
        assert [(each["field"], each["code"]) for each in kept["problems"]] == [problem]

    def used(tx: Any) -> set[tuple[str, str | None]]:
        found = usage(tx, FormDef.model_validate(GOODS))
        return {(use.key, use.field) for use in found if use.form == "plan"}

    assert office.do(used) >= {("item", "name"), ("item", "price"), ("item", "maker"), ("all", None)}
