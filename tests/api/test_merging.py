"""Several records become one: nothing that pointed at them is lost, and it can be split again."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert

from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from bulou.records.batches import ledger
from tests.api.conftest import Office, code, created
from tests.api.test_twins import field, words

Json = dict[str, Any]


@pytest.fixture
def forms(office: Office) -> None:
    """`firm`, and `deal` that points at it in every way there is."""
    firm = {
        "key": "firm",
        "label": words("Firm"),
        "title": "name",
        "fields": [
            field("name", "text", required=True),
            field("code", "text", unique=True),
            field("city", "text"),
            field("note", "text"),
            field("parent", "relation", options={"target": "firm"}),
            field("labels", "tags"),
        ],
    }
    inside = [field("maker", "relation", options={"target": "firm"}), field("n", "number")]
    deal = {
        "key": "deal",
        "label": words("Deal"),
        "title": "name",
        "fields": [
            field("name", "text", required=True),
            field("firm", "relation", options={"target": "firm", "on_delete": "cascade"}),
            field("others", "relations", options={"target": "firm"}),
            field("about", "relation", options={"target": "*"}),
            field("lines", "detail", fields=inside),
        ],
    }
    office.do(lambda tx: publish_all(tx, [FormDef.model_validate(each) for each in (firm, deal)]))


def merge(client: TestClient, master: int, *gone: int, **take: int) -> Any:
    return client.post(f"/api/records/firm/{master}/merge", json={"gone": list(gone), "take": take})


def get(client: TestClient, form: str, id_: int) -> Json:
    reply = client.get(f"/api/records/{form}/{id_}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def pair(owner: TestClient) -> tuple[int, int]:
    one = created(owner, "firm", name="One", city="Wuhan", labels=["a"])["id"]
    two = created(owner, "firm", name="Two", city="Xi'an", code="T", note="kept", labels=["b"])["id"]
    return one, two


def pointing(owner: TestClient, one: int, two: int) -> int:
    lines = [{"maker": two, "n": 1}, {"maker": one, "n": 2}]
    values = {"name": "d", "firm": two, "others": [one, two], "about": {"form": "firm", "id": two}}
    return int(created(owner, "deal", **values, lines=lines)["id"])


def told(deal: Json) -> Json:
    return {
        "firm": deal["firm"]["id"],
        "others": [each["id"] for each in deal["others"]],
        "about": deal["about"]["id"],
        "lines": [line["maker"]["id"] for line in deal["lines"]],
    }


def test_what_pointed_at_either_points_at_the_one_that_stays(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    deal = pointing(owner, one, two)
    reply = merge(owner, one, two)
    assert reply.status_code == 200, reply.text
    assert reply.json()["turned"] == 1
    assert told(get(owner, "deal", deal)) == {"firm": one, "others": [one], "about": one, "lines": [one, one]}
    assert owner.get(f"/api/records/firm/{two}").status_code == 404
    stays = get(owner, "firm", one)
    assert (stays["name"], stays["city"], stays["code"], stays["note"]) == ("One", "Wuhan", "T", "kept")
    assert sorted(stays["labels"]) == ["a", "b"]


def test_a_value_is_taken_from_the_record_that_was_chosen(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    assert merge(owner, one, two, city=two).status_code == 200
    assert get(owner, "firm", one)["city"] == "Xi'an"
    assert merge(owner, one, one).status_code == 422
    third = created(owner, "firm", name="Three")["id"]
    assert merge(owner, one, third, city=two).status_code == 422


def test_nobody_points_at_themselves_afterwards(forms: None, owner: TestClient) -> None:
    one = created(owner, "firm", name="One")["id"]
    two = created(owner, "firm", name="Two", parent=one)["id"]
    below = created(owner, "firm", name="Below", parent=two)["id"]
    assert merge(owner, one, two).status_code == 200
    assert get(owner, "firm", one)["parent"] is None
    assert get(owner, "firm", below)["parent"]["id"] == one


def test_comments_and_followers_go_along_and_come_back(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    said = owner.post(f"/api/records/firm/{two}/comments", json={"body": "hello"})
    assert said.status_code == 201, said.text
    batch = merge(owner, one, two).json()["batch"]
    listed = owner.get(f"/api/records/firm/{one}/timeline").json()["items"]
    assert any("hello" in str(each) for each in listed)
    assert owner.post(f"/api/records/firm/{one}/split", json={"batch": batch}).status_code == 200
    listed = owner.get(f"/api/records/firm/{two}/timeline").json()["items"]
    assert any("hello" in str(each) for each in listed)


def test_a_merge_is_split_again_to_what_was_there(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    deal = pointing(owner, one, two)
    before = [get(owner, "firm", one), get(owner, "firm", two), told(get(owner, "deal", deal))]
    batch = merge(owner, one, two).json()["batch"]
    [known] = owner.get(f"/api/records/firm/{one}/merges").json()["items"]
    assert (known["batch"], known["records"]) == (batch, 1)
    assert known["gone"] == [{"id": two, "title": "Two"}]
    assert code(owner.post(f"/api/batches/{batch}/undo")) == "batches.not_undoable"
    reply = owner.post(f"/api/records/firm/{one}/split", json={"batch": batch})
    assert reply.status_code == 200, reply.text
    assert (reply.json()["back"], reply.json()["left"]) == ([two], 0)
    after = [get(owner, "firm", one), get(owner, "firm", two), told(get(owner, "deal", deal))]
    keys = ("name", "city", "code", "note", "labels")
    assert [[each[key] for key in keys] for each in after[:2]] == [
        [each[key] for key in keys] for each in before[:2]
    ]
    assert after[2] == before[2]
    assert code(owner.post(f"/api/records/firm/{one}/split", json={"batch": batch})) == "batches.not_undoable"
    assert owner.get(f"/api/records/firm/{one}/merges").json()["items"] == []


def test_a_merge_can_be_split_however_many_came_after_it(
    forms: None, office: Office, owner: TestClient
) -> None:
    one, two = pair(owner)
    batch = merge(owner, one, two).json()["batch"]

    def others(tx: Tx) -> None:
        for at in range(201):
            request = {"master": one * 1000 + at, "gone": [two], "take": {}}
            later = ledger.begin(tx, "merge", "firm", request, None)
            row = {
                "batch_id": later,
                "form": "firm",
                "record_id": two,
                "action": "deleted",
                "version_after": 1,
            }
            tx.execute(insert(batch_row), row)
            ledger.end(tx, later, "done", {})

    office.do(others)
    assert [each["batch"] for each in owner.get(f"/api/records/firm/{one}/merges").json()["items"]] == [batch]


def test_what_was_changed_since_stays_and_is_counted(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    batch = merge(owner, one, two).json()["batch"]
    version = get(owner, "firm", one)["version"]
    changed = owner.patch(f"/api/records/firm/{one}", json={"note": "mine", "version": version})
    assert changed.status_code == 200, changed.text
    reply = owner.post(f"/api/records/firm/{one}/split", json={"batch": batch})
    assert reply.status_code == 200, reply.text
    assert reply.json()["left"] == 1
    assert get(owner, "firm", one)["note"] == "mine"
    assert get(owner, "firm", two)["note"] == "kept"


def test_a_split_that_would_make_twins_is_refused_as_a_whole(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    batch = merge(owner, one, two).json()["batch"]
    version = get(owner, "firm", one)["version"]
    owner.patch(f"/api/records/firm/{one}", json={"code": None, "version": version})
    created(owner, "firm", name="Four", code="T")
    reply = owner.post(f"/api/records/firm/{one}/split", json={"batch": batch})
    assert code(reply) == "batches.not_undoable"
    assert owner.get(f"/api/records/firm/{two}").status_code == 404
    assert [each["batch"] for each in owner.get(f"/api/records/firm/{one}/merges").json()["items"]] == [batch]


def test_both_sides_need_the_right(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    mine = created(anna, "lead", company="Anna's")["id"]
    his = created(ben, "lead", company="Ben's", city="Wuhan")["id"]
    body = {"gone": [his]}
    assert anna.post(f"/api/records/lead/{mine}/merge", json=body).status_code in (403, 404)
    assert ben.get(f"/api/records/lead/{his}").status_code == 200
    reply = owner.post(f"/api/records/lead/{mine}/merge", json=body)
    assert reply.status_code == 200, reply.text
    assert ben.get(f"/api/records/lead/{mine}").status_code == 200  # in the team of the one that stays
    batch = reply.json()["batch"]
    assert owner.post(f"/api/records/lead/{mine}/split", json={"batch": batch}).status_code == 200
    assert ben.get(f"/api/records/lead/{mine}").status_code == 404
    assert ben.get(f"/api/records/lead/{his}").status_code == 200


def test_the_address_of_a_merged_record_leads_on(forms: None, owner: TestClient) -> None:
    one, two = pair(owner)
    third = created(owner, "firm", name="Three")["id"]
    assert merge(owner, two, third).status_code == 200
    batch = merge(owner, one, two).json()["batch"]
    for gone in (two, third):
        reply = owner.get(f"/api/records/firm/{gone}")
        assert (reply.status_code, code(reply)) == (404, "records.merged")
        assert reply.json()["params"]["merged_into"] == one
    assert owner.post(f"/api/records/firm/{one}/split", json={"batch": batch}).status_code == 200
    assert owner.get(f"/api/records/firm/{two}").status_code == 200
    assert owner.get(f"/api/records/firm/{third}").json()["params"]["merged_into"] == two
    owner.delete(f"/api/records/firm/{two}")
    assert code(owner.get(f"/api/records/firm/{third}")) == "records.not_found"
    assert code(owner.get("/api/records/firm/99")) == "records.not_found"


def test_it_leads_on_for_those_who_may_see_what_became_of_it(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, stranger: TestClient
) -> None:
    mine = created(anna, "lead", company="Anna's")["id"]
    his = created(ben, "lead", company="Ben's")["id"]
    other = created(owner, "lead", company="Nobody's", owner=office.people.owner)["id"]
    told = {"body": "look", "mentions": [office.people.ben]}
    assert owner.post(f"/api/records/lead/{his}/comments", json=told).status_code == 201
    merge_body = {"gone": [his]}
    assert owner.post(f"/api/records/lead/{mine}/merge", json=merge_body).status_code == 200
    assert ben.get(f"/api/records/lead/{his}").json()["params"]["merged_into"] == mine
    [notice] = [each for each in ben.get("/api/notifications").json()["items"] if each["kind"] == "mention"]
    assert notice["link"] == f"/f/lead/{mine}"
    assert "Anna's" in notice["title"]
    assert owner.post(f"/api/records/lead/{other}/merge", json={"gone": [mine]}).status_code == 200
    assert stranger.get(f"/api/records/lead/{his}").status_code == 404
    assert code(stranger.get(f"/api/records/lead/{his}")) != "records.merged"


def test_a_merge_that_would_turn_too_much_is_refused_in_words(
    forms: None, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulou.records.merging.pointing.MOST_TURNED", 2)
    one, two = pair(owner)
    for at in range(3):
        created(owner, "deal", name=f"d{at}", firm=two)
    reply = merge(owner, one, two)
    assert reply.status_code == 422
    [problem] = reply.json()["errors"]
    assert (problem["code"], problem["params"]) == ("merge.too_many", {"count": 3, "max": 2})
    assert "Merge fewer" in problem["detail"]
    assert owner.get(f"/api/records/firm/{two}").status_code == 200
    assert merge(owner, two, one).status_code == 200  # the one that most point at stays
