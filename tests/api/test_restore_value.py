"""Earlier values come back out of the history: as ordinary changes, by those who may make them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created
from tests.api.designing import publish, save


def change(client: TestClient, form: str, record: dict[str, Any], **values: Any) -> dict[str, Any]:
    now = client.get(f"/api/records/{form}/{record['id']}").json()
    reply = client.patch(f"/api/records/{form}/{record['id']}", json={"version": now["version"], **values})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def newest(client: TestClient, form: str, id_: int) -> dict[str, Any]:
    return dict(client.get(f"/api/records/{form}/{id_}/history").json()["items"][0])


def restore(client: TestClient, form: str, id_: int, entry: int, field: str, **more: Any) -> Any:
    path = f"/api/records/{form}/{id_}/restore-value"
    return client.post(path, json={"history": entry, "field": field, **more})


def test_nobody_and_strangers(office: Office, nobody: TestClient, ben: TestClient, anna: TestClient) -> None:
    lead = created(anna, "lead", company="One Ltd", city="Wuhan")
    change(anna, "lead", lead, city="Xiamen")
    entry = newest(anna, "lead", lead["id"])["id"]
    assert restore(nobody, "lead", lead["id"], entry, "city").status_code == 401
    assert restore(ben, "lead", lead["id"], entry, "city").status_code == 404
    assert anna.get(f"/api/records/lead/{lead['id']}").json()["city"] == "Xiamen"


@pytest.mark.parametrize(
    ("form", "field", "first", "second"),
    [
        ("lead", "city", "Wuhan", "Xiamen"),
        ("lead", "city", None, "Xiamen"),
        ("lead", "phone", "13900001111", "13900002222"),
        ("lead", "budget", 1200.5, 80),
        ("lead", "level", "a", "b"),
        ("lead", "next_follow_up", "2026-12-01", "2026-12-02"),
        ("task", "due_at", "2026-12-01T09:00:00+08:00", "2026-12-02T09:00:00+08:00"),
    ],
)
def test_the_value_of_before_comes_back_and_can_be_taken_back(
    owner: TestClient, form: str, field: str, first: Any, second: Any
) -> None:
    names = {"lead": {"company": "One Ltd"}, "task": {"title": "Call"}}[form]
    record = created(owner, form, **names, **({field: first} if first is not None else {}))
    was = owner.get(f"/api/records/{form}/{record['id']}").json()[field]
    now = change(owner, form, record, **{field: second})
    entry = newest(owner, form, record["id"])
    reply = restore(owner, form, record["id"], entry["id"], field, version=now["version"])
    assert reply.status_code == 200, reply.text
    assert reply.json()[field] == was
    last = newest(owner, form, record["id"])
    assert last["id"] > entry["id"]
    assert [each["field"] for each in last["changes"]] == [field]
    again = restore(owner, form, record["id"], entry["id"], field, side="after")
    assert again.json()[field] == now[field]


def test_people_and_relations_come_back_by_their_ids(office: Office, owner: TestClient) -> None:
    first, second = (created(owner, "account", name=name) for name in ("First Ltd", "Second Ltd"))
    contact = created(owner, "contact", name="Cora", account=first["id"])
    change(owner, "contact", contact, account=second["id"])
    entry = newest(owner, "contact", contact["id"])["id"]
    assert restore(owner, "contact", contact["id"], entry, "account").json()["account"]["id"] == first["id"]
    change(owner, "contact", contact, owner=office.people.anna)
    entry = newest(owner, "contact", contact["id"])["id"]
    told = restore(owner, "contact", contact["id"], entry, "owner").json()
    assert told["owner"]["id"] == office.people.owner


def test_it_passes_what_every_change_must_pass(owner: TestClient) -> None:
    draft = owner.get("/api/forms/lead/draft").json()
    for field in draft["body"]["fields"]:
        if field["key"] == "city":
            field["unique"] = True
    publish(owner, save(owner, draft, draft["body"]))
    one = created(owner, "lead", company="One Ltd", city="Wuhan")
    change(owner, "lead", one, city="Xiamen")
    entry = newest(owner, "lead", one["id"])["id"]
    created(owner, "lead", company="Two Ltd", city="Wuhan")
    reply = restore(owner, "lead", one["id"], entry, "city")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["code"] == "fields.taken"
    assert owner.get(f"/api/records/lead/{one['id']}").json()["city"] == "Xiamen"


def test_a_stale_version_is_a_conflict(owner: TestClient) -> None:
    lead = created(owner, "lead", company="One Ltd", city="Wuhan")
    seen = change(owner, "lead", lead, city="Xiamen")
    entry = newest(owner, "lead", lead["id"])["id"]
    change(owner, "lead", lead, city="Fuzhou")
    assert (
        code(restore(owner, "lead", lead["id"], entry, "city", version=seen["version"])) == "records.conflict"
    )
    assert owner.get(f"/api/records/lead/{lead['id']}").json()["city"] == "Fuzhou"


def test_what_the_history_does_not_tell_is_not_found(owner: TestClient) -> None:
    lead, other = (created(owner, "lead", company=name, city="Wuhan") for name in ("One Ltd", "Two Ltd"))
    change(owner, "lead", lead, city="Xiamen")
    entry = newest(owner, "lead", lead["id"])["id"]
    assert restore(owner, "lead", lead["id"], entry, "company").status_code == 404
    assert restore(owner, "lead", lead["id"], 999_999, "city").status_code == 404
    assert restore(owner, "lead", other["id"], entry, "city").status_code == 404
    for body in ({"history": entry}, {"field": "city"}, {"history": "x", "field": "city"}, {}):
        assert owner.post(f"/api/records/lead/{lead['id']}/restore-value", json=body).status_code == 422


def test_a_field_that_became_another_kind_says_so(owner: TestClient) -> None:
    lead = created(owner, "lead", company="One Ltd", city="Wuhan")
    change(owner, "lead", lead, city="12")
    entry = newest(owner, "lead", lead["id"])["id"]
    draft = owner.get("/api/forms/lead/draft").json()
    body = draft["body"]
    for field in body["fields"]:
        if field["key"] == "city":
            field["kind"], field["options"] = "number", {}
    publish(owner, save(owner, draft, body), losses=True)
    reply = restore(owner, "lead", lead["id"], entry, "city")
    assert code(reply) == "history.not_restorable"
    assert reply.json()["params"]["reason"] == "kind"
