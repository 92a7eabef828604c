"""A lead becomes an account, a contact and a deal in one transaction, stays linked with them, and can be taken back."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.people import actors
from bulou.records.pushing.running import Asked, run
from bulou.records.write import Who
from tests.api.conftest import Office, code, created
from tests.racing import race

Json = dict[str, Any]
LEAD = {
    "company": "武汉东湖精密机械有限公司",
    "contact": "周正",
    "phone": "13907110001",
    "industry": "manufacturing",
    "source": "exhibition",
    "budget": 320000,
}


def lead(client: TestClient, **more: Any) -> int:
    return int(created(client, "lead", **{**LEAD, **more})["id"])


def preview(client: TestClient, id_: int, **steps: Any) -> Json:
    reply = client.post(f"/api/records/lead/{id_}/push/convert/preview", json={"steps": steps})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def convert(client: TestClient, id_: int, **body: Any) -> Any:
    return client.post(f"/api/records/lead/{id_}/push/convert", json=body)


def get(client: TestClient, form: str, id_: int) -> Json:
    reply = client.get(f"/api/records/{form}/{id_}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def done(client: TestClient, id_: int, **body: Any) -> dict[str, int]:
    reply = convert(client, id_, **body)
    assert reply.status_code == 200, reply.text
    return {each["step"]: each["id"] for each in reply.json()["records"]}


def step(told: Json, key: str) -> Json:
    return next(dict(each) for each in told["steps"] if each["key"] == key)


def test_a_lead_becomes_three_records_that_name_one_another(office: Office, anna: TestClient) -> None:
    id_ = lead(anna)
    made = done(anna, id_)
    account, contact = get(anna, "account", made["account"]), get(anna, "contact", made["contact"])
    deal = get(anna, "opportunity", made["opportunity"])
    assert account["name"] == LEAD["company"]
    assert (contact["name"], contact["phone"], contact["account"]["id"]) == (
        "周正",
        "13907110001",
        account["id"],
    )
    assert (deal["account"]["id"], deal["contact"]["id"], deal["amount"]) == (
        account["id"],
        contact["id"],
        320000,
    )
    assert {each["owner"]["id"] for each in (account, contact, deal)} == {office.people.anna}
    assert get(anna, "lead", id_)["stage"] == "converted"


def test_what_would_be_made_is_shown_and_nothing_is_written(anna: TestClient) -> None:
    id_ = lead(anna)
    told = preview(anna, id_)
    assert [(each["key"], each["use"]) for each in told["steps"]] == [
        ("account", "new"),
        ("contact", "new"),
        ("opportunity", "new"),
    ]
    assert step(told, "account")["values"]["name"] == LEAD["company"]
    assert step(told, "opportunity")["values"]["account"] == {"step": "account"}
    assert anna.get("/api/records/account").json()["items"] == []
    assert get(anna, "lead", id_)["stage"] == "new"


def test_an_account_that_is_there_is_used_and_only_its_gaps_are_filled(anna: TestClient) -> None:
    there = created(anna, "account", name=LEAD["company"], source="referral")["id"]
    id_ = lead(anna)
    told = step(preview(anna, id_), "account")
    assert (told["use"], told["id"], told["title"]) == ("existing", there, LEAD["company"])
    assert told["values"] == {"industry": "manufacturing"}
    assert done(anna, id_)["account"] == there
    account = get(anna, "account", there)
    assert (account["industry"], account["source"]) == ("manufacturing", "referral")


def test_twins_stand_beside_but_the_lead_itself_is_none(anna: TestClient) -> None:
    created(anna, "contact", name="周正正", phone=LEAD["phone"])
    id_ = lead(anna)
    told = step(preview(anna, id_, contact={"use": "new"}), "contact")
    assert [(each["form"], each["title"]) for each in told["twins"]] == [("contact", "周正正")]


def test_nobody_is_warned_that_what_came_of_a_lead_is_like_it(anna: TestClient) -> None:
    assert convert(anna, lead(anna)).json()["warnings"] == []
    created(anna, "contact", name="吴用", phone="13907110077")
    other = lead(anna, company="南湖贸易", phone="13907110077")
    said = convert(anna, other, steps={"contact": {"use": "new"}}).json()["warnings"]
    assert [each["step"] for each in said] == ["contact"]


def test_what_is_missing_is_asked_for_and_nothing_is_half_done(anna: TestClient) -> None:
    id_ = lead(anna, contact=None)
    assert step(preview(anna, id_), "contact")["required"] == ["name"]
    reply = convert(anna, id_)
    assert (reply.status_code, code(reply)) == (422, "push.refused")
    assert [(each["field"], each["code"]) for each in reply.json()["errors"]] == [
        ("contact.name", "fields.required")
    ]
    assert anna.get("/api/records/account").json()["items"] == []
    assert get(anna, "lead", id_)["stage"] == "new"
    assert done(anna, id_, steps={"contact": {"values": {"name": "吴用"}}})["contact"]


def test_steps_may_be_left_out_and_values_put_in_their_place(anna: TestClient) -> None:
    id_ = lead(anna)
    steps = {"opportunity": {"use": "skip"}, "account": {"use": "new", "values": {"name": "东湖精密"}}}
    made = done(anna, id_, steps=steps)
    assert made.keys() == {"account", "contact"}
    assert get(anna, "account", made["account"])["name"] == "东湖精密"


def test_twice_is_refused_and_says_what_became_of_it(anna: TestClient, head: TestClient) -> None:
    id_ = lead(anna)
    made = done(anna, id_)
    reply = convert(head, id_)
    assert (reply.status_code, code(reply)) == (409, "push.done")
    params = reply.json()["params"]
    assert params["by"] == "Anna Ames"
    assert {(each["form"], each["id"]) for each in params["records"]} == {
        (key, made[key]) for key in ("account", "contact", "opportunity")
    }


def test_nobody_moves_a_lead_there_by_hand(anna: TestClient) -> None:
    id_ = lead(anna)
    moved = anna.post(f"/api/records/lead/{id_}/stage", json={"stage": "converted"})
    assert (moved.status_code, code(moved)) == (409, "push.needed")
    assert moved.json()["params"]["push"] == "convert"
    patched = anna.patch(f"/api/records/lead/{id_}", json={"stage": "converted", "version": 1})
    assert code(patched) == "push.needed"
    made = anna.post("/api/records/lead", json={**LEAD, "stage": "converted"})
    assert code(made) == "push.needed"
    done(anna, id_)
    assert anna.post(f"/api/records/lead/{id_}/stage", json={"stage": "sql"}).status_code == 200
    assert anna.post(f"/api/records/lead/{id_}/stage", json={"stage": "converted"}).status_code == 200


def test_undo_takes_back_what_it_made(office: Office, anna: TestClient) -> None:
    id_ = lead(anna)
    reply = convert(anna, id_).json()
    made = {each["form"]: each["id"] for each in reply["records"]}
    undone = anna.post(f"/api/batches/{reply['batch']}/undo")
    assert undone.status_code in (200, 202), undone.text
    assert office.drive(undone.json()["job"]) == "done"
    assert get(anna, "lead", id_)["stage"] == "new"
    assert {anna.get(f"/api/records/{form}/{made[form]}").status_code for form in made} == {404}
    assert anna.get(f"/api/records/lead/{id_}/pushes").json()["items"][0]["done"] is None
    assert done(anna, id_)["account"]


def test_an_undo_of_it_that_is_undone_converts_again(office: Office, anna: TestClient) -> None:
    id_ = lead(anna)
    reply = convert(anna, id_).json()
    made = {each["form"]: each["id"] for each in reply["records"]}
    back = anna.post(f"/api/batches/{reply['batch']}/undo").json()
    assert office.drive(back["job"]) == "done"
    again = anna.post(f"/api/batches/{back['batch']}/undo").json()
    assert office.drive(again["job"]) == "done"
    assert get(anna, "lead", id_)["stage"] == "converted"
    assert {anna.get(f"/api/records/{form}/{made[form]}").status_code for form in made} == {200}
    assert anna.get(f"/api/records/lead/{id_}/pushes").json()["items"][0]["done"] is not None
    assert code(convert(anna, id_)) == "push.done"


def test_what_was_touched_since_stays(office: Office, anna: TestClient) -> None:
    id_ = lead(anna)
    reply = convert(anna, id_).json()
    made = {each["form"]: each["id"] for each in reply["records"]}
    changed = anna.patch(f"/api/records/account/{made['account']}", json={"website": "https://a.example"})
    assert changed.status_code == 200, changed.text
    office.drive(anna.post(f"/api/batches/{reply['batch']}/undo").json()["job"])
    assert get(anna, "account", made["account"])["website"] == "https://a.example"
    assert anna.get(f"/api/records/opportunity/{made['opportunity']}").status_code == 404


def test_what_was_done_about_the_lead_is_seen_at_the_deal_and_its_next_step_stands(
    office: Office, anna: TestClient
) -> None:
    id_ = lead(anna)
    about = {"form": "lead", "id": id_}
    said = {"content": "看过样机", "next_at": "2026-11-25T10:00:00+08:00", "next_step": "报价"}
    created(anna, "follow_up", about=about, **said)
    anna.post(f"/api/records/lead/{id_}/comments", json={"body": "注意交期"})
    made = done(anna, id_)
    for form in ("account", "opportunity"):
        items = anna.get(f"/api/records/{form}/{made[form]}/timeline").json()["items"]
        kinds = {each["kind"] for each in items}
        assert {"follow_up", "comment", "came_from"} <= kinds, (form, kinds)
    own = anna.get(f"/api/records/lead/{id_}/timeline").json()["items"]
    assert {"follow_up", "comment", "pushed"} <= {each["kind"] for each in own}
    deal = get(anna, "opportunity", made["opportunity"])
    assert deal["next_activity_at"].startswith("2026-11-25T10:00")
    created(
        anna, "follow_up", about={"form": "opportunity", "id": deal["id"]}, content="已报价", step_done=True
    )
    assert get(anna, "opportunity", deal["id"])["next_activity_at"] is None


def test_a_right_that_is_missing_is_named(office: Office, owner: TestClient, anna: TestClient) -> None:
    grants = owner.get("/api/admin/roles").json()["items"]
    sales = next(each for each in grants if each["key"] == "sales")
    body = sales["definition"]
    for grant in body["grants"]:
        if grant["form"] == "account":
            grant["actions"] = [action for action in grant["actions"] if action != "create"]
    put = owner.put(
        "/api/admin/roles/sales",
        json={"definition": body, "label": sales["label"], "version": sales["version"]},
    )
    assert put.status_code == 204, put.text
    id_ = lead(anna)
    assert step(preview(anna, id_), "account")["lacks"] == "create"
    reply = convert(anna, id_, steps={"account": {"use": "new"}})
    assert (reply.status_code, code(reply)) == (403, "push.no_making")
    assert reply.json()["params"]["form"] == "Account"


def test_strangers_and_others_find_nothing(anna: TestClient, ben: TestClient, nobody: TestClient) -> None:
    id_ = lead(anna)
    assert convert(ben, id_).status_code == 404
    assert ben.post(f"/api/records/lead/{id_}/push/convert/preview", json={}).status_code == 404
    assert convert(nobody, id_).status_code == 401
    assert anna.post(f"/api/records/lead/{id_}/push/nothing", json={}).status_code == 404
    hidden = created(ben, "account", name="Ben's")["id"]
    reply = convert(anna, id_, steps={"account": {"use": "existing", "id": hidden}})
    assert [(each["field"], each["code"]) for each in reply.json()["errors"]] == [
        ("account.id", "fields.unknown_record")
    ]


def test_two_at_one_moment_make_it_once(office: Office, anna: TestClient) -> None:
    for _ in range(5):
        id_ = lead(anna)

        def work(tx: Tx, id_: int = id_) -> Any:
            who = Who(actors.load(tx, office.people.anna))
            return run(tx, who, catalog.load(tx)["lead"], id_, "convert", Asked())

        results = race(office.db, work, work)
        assert sorted(getattr(each, "code", "made") for each in results) == ["made", "push.done"]
        deals = anna.get("/api/records/opportunity", params={"count": "exact"}).json()
    assert deals["total"]["value"] == 5
