"""Ways around rights, limits and erasures that were tried later on, and are shut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bulou.api.live import Listener
from bulou.api.news import Message, read_news
from bulou.db.tables.people import token as token_table
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.people import absence, accounts, departments, roles
from tests.api.conftest import Office, code, created
from tests.api.handing import portfolio, run
from tests.api.test_personal_data import MAIL, NAME, PHONE, erase, everything, search, whys
from tests.api.test_sharing import put_role, shares_of
from tests.api.test_token_limits import bearer


def test_several_roles_of_very_many_grants_read_what_they_open(office: Office, owner: TestClient) -> None:
    keys = [f"many{number}" for number in range(5)]
    for role in keys:
        rows = [{"field": "company", "op": "eq", "value": f"{role} {at}"} for at in range(300)]
        body = {
            "label": {"en-US": role},
            "definition": {"grants": [{"form": "lead", "actions": ["read"], "rows": each} for each in rows]},
        }
        assert owner.put(f"/api/admin/roles/{role}", json=body).status_code == 204
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.ben, keys))
    for company in ("many0 0", "many4 299", "other"):
        created(owner, "lead", company=company)
    listed = office.client("ben").get("/api/records/lead?sort=company")
    assert listed.status_code == 200, listed.text
    assert [each["company"] for each in listed.json()["items"]] == ["many0 0", "many4 299"]
    id_ = listed.json()["items"][0]["id"]
    assert office.client("ben").get(f"/api/records/lead/{id_}").status_code == 200


def test_a_password_reset_by_somebody_else_ends_what_programs_hold(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    program = bearer(office, anna, "read")
    assert program.get("/api/records/lead").status_code == 200
    reset = owner.patch(
        f"/api/admin/people/{office.people.anna}", json={"password": "another long one, truly"}
    )
    assert reset.status_code == 200, reset.text
    assert code(program.get("/api/records/lead")) == "token.invalid"
    assert anna.get("/api/me").status_code == 401
    [row] = owner.get("/api/admin/audit?action=person.password_changed").json()["items"]
    assert (row["detail"]["sessions"], row["detail"]["tokens"]) == (1, 1)


def test_who_changes_their_own_password_keeps_their_programs(office: Office, anna: TestClient) -> None:
    program = bearer(office, anna, "read")
    session = office.do(
        lambda tx: accounts.set_password(tx, SYSTEM, office.people.anna, "x", keep_session="its own")
    )
    assert session is None
    assert program.get("/api/records/lead").status_code == 200


def test_words_about_somebody_in_shares_and_absences_are_erased(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    account = created(anna, "account", name="Employer")
    greta = created(anna, "contact", name=NAME, account=account["id"], phone=PHONE, email=MAIL)
    other = created(anna, "lead", company="Elsewhere")
    for record, form, duty in ((greta, "contact", f"Knows {NAME}"), (other, "lead", f"Ask {PHONE}")):
        body = {"to": {"person": office.people.ben}, "duty": duty}
        reply = anna.post(f"/api/records/{form}/{record['id']}/shares", json=body)
        assert reply.status_code == 201, reply.text
    away = {"since": "2026-12-01", "until": "2026-12-02", "note": f"Visiting {NAME}, {MAIL}"}
    assert anna.post("/api/me/absence", json=away).status_code == 201
    request = search(owner)
    told = {each["key"]: each["count"] for each in request["parts"]}
    assert (told["shares"], told["duties"], told["absences"]) == (1, 1, 1)
    erase(office, owner, request, everything(request))
    left = [
        anna.get(f"/api/records/contact/{greta['id']}/shares").json()["items"][0]["duty"],
        anna.get(shares_of(other)).json()["items"][0]["duty"],
        anna.get("/api/me/absence").json()["items"][0]["note"],
    ]
    assert left == ["Knows ■■■", "Ask ■■■", "Visiting ■■■, ■■■"]


def test_an_erasure_misses_nothing_for_a_denial_in_another_role(office: Office, owner: TestClient) -> None:
    account = created(owner, "account", name="Employer")
    greta = created(owner, "contact", name=NAME, account=account["id"], phone=PHONE, email=MAIL)
    lead = created(owner, "lead", company="Lead Ltd", contact=NAME, phone=PHONE)
    denied = {"form": "lead", "actions": ["read"], "rows": "all", "deny": True}
    put_role(office, "blind", denied)
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.owner, ["administrator", "blind"]))
    assert owner.get(f"/api/records/lead/{lead['id']}").status_code == 404
    request = search(owner)
    assert whys(request, "lead") == {lead["id"]: "identity"}
    assert request["beyond"] == 1
    assert "Lead Ltd" not in json.dumps(request)
    [row] = owner.get("/api/admin/audit?action=personal.searched").json()["items"]
    assert row["detail"]["beyond"] == {"lead": 1}
    erase(office, owner, request, everything(request))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.owner, ["administrator"]))
    assert owner.get(f"/api/records/lead/{lead['id']}").json()["phone"] is None
    assert owner.get(f"/api/records/contact/{greta['id']}").json()["phone"] is None


def test_an_export_says_what_whoever_asked_may_not_read(office: Office, owner: TestClient) -> None:
    lead = created(owner, "lead", company="Lead Ltd", contact=NAME, phone=PHONE)
    made = owner.post("/api/files", files={"file": ("hers.txt", b"her letter", "text/plain")}).json()
    owner.post(f"/api/records/lead/{lead['id']}/files", json={"files": [made["id"]]})
    put_role(office, "blind", {"form": "lead", "actions": ["read"], "rows": "all", "deny": True})
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.owner, ["administrator", "blind"]))
    request = search(owner)
    job = owner.post(f"/api/personal/{request['id']}/export", json={"records": everything(request)}).json()
    assert office.drive(job["job"]) == "done"
    told = owner.get(f"/api/personal/{request['id']}").json()["report"]
    assert (told["records"], told["files"], told["left_out"]) == ({"lead": 0}, 0, 1)


def test_a_look_that_ends_by_itself_is_told_before_anything_else_happens(
    office: Office, owner: TestClient
) -> None:
    owner.post("/api/me/looking", json={"person": office.people.anna})
    office.client("owner").patch(f"/api/admin/people/{office.people.anna}", json={"state": "disabled"})
    for ask in (
        lambda: owner.get("/api/me"),
        lambda: owner.get("/api/records/lead"),
        lambda: owner.post("/api/records/lead", json={"company": "Mine"}),
        lambda: owner.post("/api/me/looking", json={"person": office.people.ben}),
    ):
        reply = ask()
        assert (reply.status_code, code(reply)) == (409, "looking.over"), reply.text
        assert reply.json()["params"] == {"name": "Anna Ames"}
    assert owner.delete("/api/me/looking").status_code == 204
    assert owner.get("/api/me").json()["person"]["name"] == "Olga Owner"
    ended = owner.get("/api/admin/audit?action=person.looking_ended").json()["items"]
    assert [each["person_id"] for each in ended] == [office.people.owner]


def test_who_administers_no_more_is_told_that_the_look_is_over(office: Office, owner: TestClient) -> None:
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.head, ["administrator"]))
    head = office.client("head")
    assert head.post("/api/me/looking", json={"person": office.people.anna}).status_code == 204
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.head, ["sales"]))
    assert code(head.get("/api/me")) == "looking.over"
    assert head.delete("/api/session").status_code == 204
    assert head.get("/api/me").status_code == 401


def test_naming_somebody_again_and_again_fills_nobodys_bell(
    office: Office, anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absence, "MOST_NOTICES", 3)
    head = office.client("head")
    week = {"since": "2026-12-01", "until": "2026-12-02", "substitute": office.people.ben}
    assert head.post("/api/me/absence", json=week).status_code == 201
    for day in range(1, 7):
        body = {**week, "since": f"2026-12-0{day}", "until": f"2026-12-0{day}"}
        made = anna.post("/api/me/absence", json=body)
        assert made.status_code == 201, made.text
        assert anna.delete(f"/api/me/absence/{made.json()['id']}").status_code == 204
    told = office.client("ben").get("/api/notifications").json()["items"]
    assert [(each["kind"], each["body"].get("since")) for each in told] == [
        ("substitute.ended", None),
        ("substitute.named", "2026-12-06"),
        ("substitute.ended", None),
        ("substitute.named", "2026-12-01"),
    ], "the newest of each, and none of anybody else's is pushed out"


def bulk(client: TestClient, id_: int) -> dict[str, Any]:
    body = {"ids": [id_], "change": {"note": "n"}}
    reply = client.post("/api/records/lead/bulk", json=body)
    assert reply.status_code == 202, reply.text
    return dict(reply.json())


def test_a_token_for_some_forms_knows_the_jobs_it_asked_for_and_no_others(
    office: Office, owner: TestClient
) -> None:
    lead = created(owner, "lead", company="Firm")["id"]
    mine = bearer(office, owner, "read", "write", forms=["lead"])
    twin = bearer(office, owner, "read", "write", forms=["lead"])
    asked, others = bulk(mine, lead)["job"], bulk(owner, lead)["job"]
    for program, known in ((mine, [asked]), (twin, [])):
        assert [each["id"] for each in program.get("/api/jobs").json()["items"]] == known
    assert mine.get(f"/api/jobs/{asked}").status_code == 200
    assert mine.get(f"/api/jobs/{others}").status_code == 404
    assert mine.post(f"/api/jobs/{others}/cancel").status_code == 404
    assert {each["id"] for each in owner.get("/api/jobs").json()["items"]} >= {asked, others}


def test_a_token_for_some_forms_is_told_of_no_handover(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    portfolio(office, office.people.anna, accounts=2, opportunities=2, follow_ups=1, tasks=1)
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]}, note="hush")
    there = f"/api/handovers/{told['id']}"
    for person in (owner, ben):
        program = bearer(office, person, "read", forms=["lead"])
        assert program.get("/api/handovers").status_code == 403
        for address in (there, f"{there}/records?form=lead", f"{there}/briefs"):
            assert program.get(address).status_code == 404, address
        assert program.get("/api/notifications").json() == {"items": [], "unread": 0, "next": None}
    assert ben.get(there).status_code == 200


def test_a_stream_of_a_token_for_some_forms_tells_of_these(office: Office, owner: TestClient) -> None:
    people = frozenset({office.people.owner})
    mine = bearer(office, owner, "read", "write", forms=["lead"])
    marks = office.do(lambda tx: read_news(tx, None, people)).marks
    lead = created(owner, "lead", company="Firm")["id"]
    created(owner, "account", name="Firm")
    asked, others = bulk(mine, lead)["job"], bulk(owner, lead)["job"]
    office.do(
        lambda tx: [
            tx.execute(
                notification.insert().values(
                    person_id=office.people.owner, kind="followed", body="{}", at=tx.now_text, form=form
                )
            )
            for form in ("lead", "account", None)
        ]
    )
    news = office.do(lambda tx: read_news(tx, marks, people)).messages[office.people.owner]
    token = office.do(lambda tx: tx.value(select(func.max(token_table.c.id))))
    limited = [each for each in news if Listener(1, frozenset({"lead"}), token).hears(each)]
    assert {each.data["form"] for each in news if each.event == "record"} >= {"lead", "account"}
    assert {each.data["form"] for each in limited if each.event == "record"} == {"lead"}
    assert [each.data["id"] for each in limited if each.event == "job"] == [asked]
    assert others in [each.data["id"] for each in news if each.event == "job"]
    assert [each.form for each in limited if each.event == "notification"] == ["lead"]
    assert all(Listener(1).hears(each) for each in news)
    assert Listener(1, frozenset({"lead"}), token).hears(Message("forms", {"revision": 1}))


def test_the_preview_of_a_role_judges_everybody_who_has_it(office: Office, owner: TestClient) -> None:
    def hire(tx: Tx) -> None:
        other = departments.create(tx, SYSTEM, "South")
        for at in range(120):
            place, held = (office.people.department, other, None)[at % 3], ("sales", "finance")[: 1 + at % 2]
            accounts.create(
                tx, SYSTEM, accounts.NewPerson(f"P{at}", f"p{at}", "x", department_id=place, roles=held)
            )
        roles.assign(tx, SYSTEM, office.people.head, ["sales"])

    office.do(hire)
    created(office.client("anna"), "lead", company="Anna's")
    grant = {"form": "lead", "actions": ["read"], "rows": "own", "fields": {"wechat": "hidden"}}
    reply = owner.post("/api/admin/roles/sales/preview", json={"definition": {"grants": [grant]}})
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert (told["people"], told["judged"], told["counted"], told["more"]) == (123, 123, 20, True)
    hidden = [each for each in told["fields"] if (each["form"], each["field"]) == ("lead", "wechat")]
    assert sum(each["people"] for each in hidden) >= 61, "everybody who is not in finance as well"
    rows = {(each["form"], each["action"]): each for each in told["rows"]}
    everybody = rows["lead", "create"]
    assert (everybody["people"], everybody["may"]) == (123, False)
    deleting = rows["lead", "delete"]
    assert deleting["lost"] == {"value": 1, "exact": False}
    assert deleting["people"] >= 104, "one who loses a record, and all whose records were not counted"
