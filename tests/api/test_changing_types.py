"""Types of fields changed with their values in place: by hand, going back, in the background."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.jobs import enqueue
from bulou.forms.designer import converting, releases
from bulou.records.search import rebuild
from tests.api.conftest import Office, code, created
from tests.api.designing import Json, changed, publish, save, sizes, visits, with_field

CONVERSIONS: list[tuple[str, Json, str, Json, list[Any], list[Any]]] = [
    # from, its options, to, its options, values, what they become
    ("text", {}, "number", {"decimals": 2}, ["5", "1,200.5", "many", None], [5, 1200.5, None, None]),
    ("number", {"decimals": 1}, "text", {}, [1.5, 20, None], ["1.5", "20", None]),
    ("money", {}, "number", {"decimals": 2}, [12.5, None], [12.5, None]),
    ("text", {}, "date", {}, ["2026-11-20", "2026年3月1日", "soon"], ["2026-11-20", "2026-03-01", None]),
    ("date", {}, "datetime", {}, ["2026-11-20"], ["2026-11-20T00:00:00+08:00"]),
    ("text", {}, "choice", {"choices": [{"key": "a", "label": {"zh-CN": "大", "en-US": "Big"}}]}, ["大", "Big", "b"], ["a", "a", None]),
    ("choice", {"choices": [{"key": "a", "label": {"zh-CN": "大", "en-US": "Big"}}]}, "text", {}, ["a", None], ["大", None]),
    ("text", {}, "phone", {}, ["139 0225 5229", "none"], ["13902255229", None]),
    ("switch", {}, "text", {}, [True, None], ["是", None]),
    ("long_text", {}, "rich_text", {}, ["a < b", None], ["<p>a &lt; b</p>", None]),
    ("rich_text", {}, "text", {}, ["<p>a &lt; <strong>b</strong></p>", None], ["a < b", None]),
    ("date", {}, "date_range", {}, ["2026-11-20"], [{"start": "2026-11-20", "end": "2026-11-20"}]),
    ("text", {}, "address", {}, ["深圳市南山区"], [{"region": "44/4403/440305", "names": ["广东省", "深圳市", "南山区"], "detail": None}]),
    ("text", {}, "tags", {}, ["老客户、华东"], [["老客户", "华东"]]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "to", "more", "values", "become"), CONVERSIONS)
def test_a_type_changes_with_its_values(
    owner: TestClient, kind: str, options: Json, to: str, more: Json, values: list[Any], become: list[Any]
) -> None:
    visits(owner, kind, values, options=options)
    draft = changed(owner, "visit", "size", to, options=more)
    told = owner.get("/api/forms/visit/draft/diff").json()["conversions"][0]
    lost = sum(old is not None and new is None for old, new in zip(values, become, strict=True))
    assert (told["from"], told["to"], told["rows"]) == (kind, to, sum(value is not None for value in values))
    assert (told["fails"], len(told["examples"])) == (lost, lost)
    if lost:
        refused = owner.post("/api/forms/visit/publish", json={"version": draft["version"]})
        assert (refused.status_code, code(refused)) == (409, "forms.conversion_fails")
    assert sizes(owner) == values
    publish(owner, draft, losses=True)
    assert sizes(owner) == become
    back = owner.post("/api/forms/visit/rollback", json={"version": 1})
    assert back.status_code == 200, back.text
    assert sizes(owner) == values


def test_a_relation_becomes_the_names_of_what_it_pointed_at(owner: TestClient) -> None:
    firm = created(owner, "account", name="Ruida")["id"]
    visits(owner, "relation", [firm, None], options={"target": "account"})
    publish(owner, changed(owner, "visit", "size", "text"))
    assert sizes(owner) == ["Ruida", None]


def test_going_back_keeps_what_was_written_since(owner: TestClient) -> None:
    first, _second = visits(owner, "text", ["5", "many"])
    publish(owner, changed(owner, "visit", "size", "number"), losses=True)
    assert owner.patch(f"/api/records/visit/{first}", json={"version": 1, "size": 8}).status_code == 200
    owner.post("/api/forms/visit/rollback", json={"version": 1})
    assert sizes(owner) == ["8", "many"]


def test_a_change_of_many_values_is_work_in_the_background(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "AT_ONCE", 3)
    monkeypatch.setattr(converting, "STEP", 4)
    ids = visits(owner, "text", [str(at) for at in range(10)])
    draft = changed(owner, "visit", "size", "number")
    reply = owner.post("/api/forms/visit/publish", json={"version": draft["version"]})
    assert reply.status_code == 202
    second = owner.post("/api/forms/visit/publish", json={"version": draft["version"]})
    assert (second.status_code, code(second)) == (409, "forms.converting")
    assert sizes(owner)[:2] == ["0", "1"]  # until it is done everybody goes on with what there is
    owner.patch(f"/api/records/visit/{ids[1]}", json={"version": 1, "size": "77"})
    assert office.drive(reply.json()["job"]) == "done"
    assert sizes(owner) == [0, 77, *range(2, 10)]
    assert owner.get("/api/forms/visit/draft").json()["version"] == 0
    found = {"field": "size", "op": "gt", "value": 50}
    assert owner.post("/api/records/visit/query", json={"filter": found}).json()["items"][0]["id"] == ids[1]


def test_work_that_is_given_up_leaves_nothing(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "AT_ONCE", 3)
    visits(owner, "text", [str(at) for at in range(10)])
    draft = changed(owner, "visit", "size", "number")
    for _attempt in range(2):
        job = owner.post("/api/forms/visit/publish", json={"version": draft["version"]}).json()["job"]
        assert owner.post(f"/api/jobs/{job}/cancel").status_code in (200, 202, 204)
        assert office.drive(job) == "cancelled"
        assert sizes(owner)[:2] == ["0", "1"]
    job = owner.post("/api/forms/visit/publish", json={"version": draft["version"]}).json()["job"]
    save(owner, draft, with_field(draft["body"], "later", "text"))  # somebody goes on meanwhile
    assert office.drive(job) == "done"
    left = owner.get("/api/forms/visit/draft").json()
    assert (left["published"], left["based_on"], left["version"]) == (2, 1, draft["version"] + 1)
    assert "later" in [field["key"] for field in left["body"]["fields"]]


def test_searches_follow_a_change_of_type(office: Office, owner: TestClient) -> None:
    visits(owner, "number", [13902255229])
    assert not owner.get("/api/search", params={"q": "5229"}).json()["items"]
    publish(owner, changed(owner, "visit", "size", "phone"))
    kinds = [kind for _, kind in office.facts()]
    assert kinds[-1] == "form.published"
    job = office.do(lambda tx: enqueue(tx, rebuild.JOB, {"form": "visit"}))
    assert office.drive(job) == "done"
    assert [each["form"] for each in owner.get("/api/search", params={"q": "5229"}).json()["items"]] == [
        "visit"
    ]
    assert owner.get("/api/search", params={"q": "v0"}).json()["items"]
