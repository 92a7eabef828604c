"""Records that are there already: keys that block and keys that warn, at every door and while typing."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from tests.api.conftest import Office, code, created

Json = dict[str, Any]


def words(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en-US": text}


def field(key: str, kind: str, **more: Any) -> Json:
    return {"key": key, "kind": kind, "label": words(key), **more}


FIELDS = [
    field("name", "text", required=True, options={"name": "company"}),
    field("phone", "phone"),
    field("plot", "text"),
    field("floor", "number", options={"decimals": 0}),
    field("kind", "text"),
]
PLACE = {"key": "place", "label": words("Place"), "kind": "block", "fields": ["plot", "floor"]}
NAME = {"key": "name", "label": words("Name"), "kind": "warn", "fields": ["name"]}
CALL = {
    "key": "call",
    "label": words("Phone"),
    "kind": "warn",
    "fields": ["phone"],
    "tells": ["since", "owner"],
    "also_in": [{"form": "lead", "fields": {"phone": "phone"}}],
}


def furnish(office: Office, *duplicates: Json, form: str = "site") -> None:
    """A form `site` with these keys."""
    body = {"key": form, "label": words("Site"), "title": "name", "fields": FIELDS, "duplicates": duplicates}
    office.do(lambda tx: publish(tx, FormDef.model_validate(body)))


def twins(client: TestClient, values: Json, **more: Any) -> list[Json]:
    reply = client.post("/api/records/site/twins", json={"values": values, **more})
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


def test_a_key_of_several_fields_blocks(office: Office, owner: TestClient) -> None:
    furnish(office, PLACE)
    first = created(owner, "site", name="a", plot="P1", floor=3)
    created(owner, "site", name="b", plot="P1", floor=4)
    created(owner, "site", name="c", plot="P1")
    reply = owner.post("/api/records/site", json={"name": "d", "plot": "P1", "floor": 3})
    assert reply.status_code == 422, reply.text
    problem = reply.json()["errors"][0]
    assert (problem["field"], problem["code"]) == ("plot", "fields.taken")
    told = problem["params"]
    assert (told["id"], told["rule"], told["fields"], told["version"]) == (
        first["id"],
        "place",
        ["plot", "floor"],
        1,
    )
    changed = owner.patch(f"/api/records/site/{first['id']}", json={"floor": 4, "version": 1})
    assert [each["field"] for each in changed.json()["errors"]] == ["floor"]


def test_what_was_deleted_blocks_nobody_and_comes_back_only_alone(office: Office, owner: TestClient) -> None:
    furnish(office, PLACE)
    first = created(owner, "site", name="a", plot="P1", floor=3)
    assert owner.delete(f"/api/records/site/{first['id']}").status_code == 204
    second = created(owner, "site", name="b", plot="P1", floor=3)
    refused = owner.post(f"/api/records/site/{first['id']}/restore")
    assert code(refused) == "records.twin"
    assert owner.delete(f"/api/records/site/{second['id']}").status_code == 204
    assert owner.post(f"/api/records/site/{first['id']}/restore").status_code < 300


def test_the_same_twice_in_one_bulk_change_is_refused_once(office: Office, owner: TestClient) -> None:
    furnish(office, PLACE)
    rows = [created(owner, "site", name=name, plot="P1", floor=at)["id"] for at, name in enumerate("ab")]
    reply = owner.post("/api/records/site/bulk", json={"ids": rows, "change": {"floor": 7}})
    assert reply.status_code == 202, reply.text
    office.drive(reply.json()["job"])
    floors = sorted(owner.get(f"/api/records/site/{id_}").json()["floor"] for id_ in rows)
    assert floors == [1, 7]


def test_a_key_begins_to_block_only_without_twins_which_are_named(office: Office, owner: TestClient) -> None:
    furnish(office)
    for name in "ab":
        created(owner, "site", name=name, plot="P1", floor=3)
    draft = owner.get("/api/forms/site/draft").json()
    body = {**draft["body"], "duplicates": [PLACE]}
    draft = owner.put("/api/forms/site/draft", json={"body": body, "version": draft["version"]}).json()
    found = owner.get("/api/forms/site/draft/diff").json()["uniques"]
    assert [(each["key"], each["twins"]) for each in found] == [("place", 2)]
    assert found[0]["examples"] == [{"value": "P1 · 3", "count": 2}]
    refused = owner.post("/api/forms/site/publish", json={"version": draft["version"]})
    assert code(refused) == "forms.values_not_unique"


def test_a_name_that_only_looks_the_same_is_said_and_saved(office: Office, owner: TestClient) -> None:
    furnish(office, NAME)
    first = created(owner, "site", name="瑞达贸易有限公司")
    met = twins(owner, {"name": "瑞达贸易"})
    assert [(each["id"], each["kind"], each["key"], each["title"]) for each in met] == [
        (first["id"], "warn", "name", "瑞达贸易有限公司")
    ]
    assert twins(owner, {"name": "瑞达贸易"}, id=first["id"]) == []
    saved = created(owner, "site", name="瑞达贸易")
    assert [each["rule"] for each in saved["_warnings"]] == ["name"]
    same = owner.patch(f"/api/records/site/{saved['id']}", json={"plot": "P9", "version": 1})
    assert "_warnings" not in same.json()


def test_a_warning_holds_for_the_records_its_condition_names(office: Office, owner: TestClient) -> None:
    furnish(office, {**NAME, "when": {"field": "kind", "op": "eq", "value": "new"}})
    created(owner, "site", name="Ruida")
    assert twins(owner, {"name": "Ruida", "kind": "old"}) == []
    assert len(twins(owner, {"name": "Ruida", "kind": "new"})) == 1
    assert "_warnings" not in created(owner, "site", name="Ruida", kind="old")
    assert len(created(owner, "site", name="Ruida", kind="new")["_warnings"]) >= 1


def test_another_form_is_looked_at_too(office: Office, owner: TestClient, anna: TestClient) -> None:
    furnish(office, CALL)
    lead = created(anna, "lead", company="Anna's", phone="139 0000 1234")
    met = twins(owner, {"phone": "13900001234"})
    assert [(each["form"], each["id"], each["seen"], each["may_ask"]) for each in met] == [
        ("lead", lead["id"], True, True)
    ]
    assert met[0]["owner"]["id"] == office.people.anna
    assert created(owner, "site", name="x", phone="13900001234")["_warnings"][0]["rule"] == "call"


def with_lead_key(office: Office, owner: TestClient, **more: Any) -> None:
    draft = owner.get("/api/forms/lead/draft").json()
    key = {"key": "call", "label": words("Phone"), "kind": "warn", "fields": ["phone"], **more}
    body = {**draft["body"], "duplicates": [key]}
    draft = owner.put("/api/forms/lead/draft", json={"body": body, "version": draft["version"]}).json()
    reply = owner.post("/api/forms/lead/publish", json={"version": draft["version"]})
    assert reply.status_code == 200, reply.text


def met_by(client: TestClient) -> Json:
    reply = client.post("/api/records/lead/twins", json={"values": {"phone": "13900001234"}})
    return next(each for each in reply.json()["items"] if each["key"] == "call")


def test_of_what_is_out_of_sight_only_what_the_key_tells(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13900001234")
    with_lead_key(office, owner)
    seen = met_by(ben)
    assert (seen["seen"], seen["id"], seen["title"], seen["owner"]) == (False, None, None, None)
    assert "created_at" not in seen
    assert met_by(anna)["id"] == lead["id"]
    with_lead_key(office, owner, tells=["since", "owner"])
    seen = met_by(ben)
    assert (seen["id"], seen["title"], seen["created_at"]) == (None, None, lead["created_at"])
    assert seen["owner"] == {"id": office.people.anna, "title": "Anna Ames"}
    assert office.client("stranger").post("/api/records/lead/twins", json={"values": {}}).status_code == 404


def test_asking_to_join_reaches_the_owner_once_and_the_team_answers(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13900001234")
    with_lead_key(office, owner)
    body = {"values": {"phone": "13900001234"}, "key": "call", "form": "lead"}
    assert ben.post("/api/records/lead/twins/ask", json=body).json() == {"told": 1}
    assert ben.post("/api/records/lead/twins/ask", json=body).json() == {"told": 0}
    notices = [each for each in anna.get("/api/notifications").json()["items"] if "join" in each["kind"]]
    assert [each["kind"] for each in notices] == ["record.join_asked"]
    assert str(lead["id"]) in notices[0]["link"]
    assert ben.get(f"/api/records/lead/{lead['id']}").status_code == 404
    shares = f"/api/records/lead/{lead['id']}/shares"
    asks = anna.get(shares).json()["asks"]
    assert [(each["id"], each["title"]) for each in asks] == [(office.people.ben, "Ben Bolt")]
    assert owner.get(shares).json()["asks"] == []
    assert anna.post(shares, json={"kind": "team", "to": {"person": office.people.ben}}).status_code == 201
    assert ben.get(f"/api/records/lead/{lead['id']}").status_code == 200
    assert anna.get(shares).json()["asks"] == []
    nobody = ben.post("/api/records/lead/twins/ask", json={**body, "values": {"phone": "13911111111"}})
    assert nobody.status_code == 404
    mine = anna.post("/api/records/lead/twins/ask", json=body)
    assert mine.status_code == 404


def test_keys_that_make_no_sense_are_refused(office: Office, owner: TestClient) -> None:
    furnish(office)
    draft = owner.get("/api/forms/site/draft").json()
    bad = [
        {**PLACE, "fields": []},
        {**PLACE, "key": "b", "fields": ["nosuch"]},
        {**PLACE, "key": "c", "when": {"field": "kind", "op": "eq", "value": "x"}},
        {**NAME, "key": "d"},
        {**NAME, "key": "d"},
    ]
    body = {**draft["body"], "duplicates": bad}
    kept = owner.put("/api/forms/site/draft", json={"body": body, "version": draft["version"]}).json()
    assert [(each["field"], each["code"]) for each in kept["problems"]] == [
        ("duplicates.place.fields", "forms.twin_no_fields"),
        ("duplicates.b.fields", "forms.unknown_field"),
        ("duplicates.c.when", "forms.twin_when_blocks"),
        ("duplicates.d", "forms.twice"),
    ]
    also = [{"form": "lead", "fields": {"name": "phone"}}, {"form": "nosuch", "fields": {}}]
    body = {**draft["body"], "duplicates": [{**NAME, "also_in": also}]}
    kept = owner.put("/api/forms/site/draft", json={"body": body, "version": kept["version"]}).json()
    assert [(each["field"], each["code"]) for each in kept["problems"]] == [
        ("duplicates.name.also_in.0.fields", "forms.twin_unlike"),
        ("duplicates.name.also_in.1.form", "forms.unknown_form"),
    ]


def test_a_field_of_a_key_says_where_it_is_used(office: Office, owner: TestClient) -> None:
    furnish(office, PLACE)
    reply = owner.get("/api/forms/site/usage", params={"field": "plot"})
    assert any(each["kind"] == "duplicate" for each in reply.json()["items"])
    form = owner.get("/api/forms/site").json()
    assert form["twins"] == [["plot", "floor"]]


def test_a_batch_counts_and_lists_what_may_be_there_already(office: Office, owner: TestClient) -> None:
    furnish(office, CALL)
    known = created(owner, "site", name="Known", phone="13800000001")["id"]
    ids = [created(owner, "site", name=name)["id"] for name in ("One", "Two", "Three")]
    body = {"ids": ids, "change": {"phone": "13800000001"}}
    reply = owner.post("/api/records/site/bulk", json=body)
    office.drive(reply.json()["job"])
    batch = owner.get(f"/api/batches/{reply.json()['batch']}").json()
    assert (batch["summary"]["changed"], batch["summary"]["alike"]) == (3, 3)
    assert [(each["title"], each["twin"]["id"], each["twin"]["title"]) for each in batch["twins"]] == [
        (name, known, "Known") for name in ("One", "Two", "Three")
    ]
    assert "twins_met" not in batch["summary"]
    fresh = {"ids": ids, "change": {"phone": "13800000009"}}
    reply = owner.post("/api/records/site/bulk", json=fresh)
    office.drive(reply.json()["job"])
    batch = owner.get(f"/api/batches/{reply.json()['batch']}").json()
    assert [(each["title"], each["twin"]["title"]) for each in batch["twins"]] == [
        ("Two", "One"),
        ("Three", "One"),
    ]


def test_a_twin_out_of_sight_is_only_counted_in_a_batch(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    created(ben, "lead", company="Ben's secret", phone="13800000001")
    mine = created(anna, "lead", company="Anna's")["id"]
    reply = anna.post("/api/records/lead/bulk", json={"ids": [mine], "change": {"phone": "13800000001"}})
    assert reply.status_code == 202, reply.text
    office.drive(reply.json()["job"])
    answer = anna.get(f"/api/batches/{reply.json()['batch']}")
    [twin] = answer.json()["twins"]
    assert (twin["title"], twin["twin"]) == ("Anna's", {"form": "lead", "id": None, "title": None})
    assert "secret" not in answer.text
