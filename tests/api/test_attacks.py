"""Ways around rights that were tried against sharing, handovers, masks and roles, and are shut."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.model import FieldDef
from bulou.forms.publish import publish
from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.people import absence, roles
from bulou.records import sharing
from tests.api.conftest import NOW, Office, code, created
from tests.api.handing import portfolio, problems, run
from tests.api.test_sharing import EVERYTHING, put_role, shares_of


def test_who_was_let_in_for_a_time_cannot_stay_longer(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    until = instant(NOW + timedelta(hours=1))
    share = {"to": {"person": office.people.ben}, "level": "write", "until": until}
    assert anna.post(shares_of(lead), json=share).status_code == 201
    for to in ({"person": office.people.ben}, {"role": "sales"}):
        for later in (None, instant(NOW + timedelta(hours=2))):
            reply = ben.post(shares_of(lead), json={"to": to, "level": "write", "until": later})
            assert (reply.status_code, problems(reply)) == (422, {"until": "share.beyond_own"}), reply.text
    assert ben.post(shares_of(lead), json={"to": {"role": "sales"}, "until": until}).status_code == 201
    office.clock.now += timedelta(minutes=61)
    assert ben.get(f"/api/records/lead/{lead['id']}").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "2027-99-99", "9999-12-31", "２０２７-01-01"])
def test_a_day_that_is_none_is_refused_before_anything_begins(
    office: Office, owner: TestClient, day: str
) -> None:
    portfolio(office, office.people.anna, accounts=1, opportunities=1, follow_ups=1, tasks=1)
    asked = {"person": office.people.anna, "split": {"rest": [office.people.ben]}, "reader_until": day}
    for door in ("/api/handovers/plan", "/api/handovers"):
        reply = owner.post(door, json=asked)
        assert reply.status_code == 422, reply.text


def test_a_head_takes_back_no_handover_of_an_administrator(
    office: Office, owner: TestClient, head: TestClient
) -> None:
    portfolio(office, office.people.anna, accounts=2, opportunities=2, follow_ups=2, tasks=1)
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    reply = head.post(f"/api/handovers/{told['id']}/undo", json={})
    assert reply.status_code == 403, reply.text


def test_who_owns_a_record_is_not_told_to_whom_the_owner_is_hidden(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    grant = {"form": "lead", "actions": EVERYTHING, "rows": "all", "fields": {"*": "read", "owner": "hidden"}}
    put_role(office, "blind", grant, people=("ben",))
    reply = ben.post(f"/api/records/lead/{lead['id']}/claim", json={})
    assert code(reply) == "records.already_owned"
    assert "Anna Ames" not in reply.text


def test_what_is_taken_while_looking_is_put_down_to_who_looks(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    sent = anna.post("/api/files", files={"file": ("a.txt", b"secret", "text/plain")})
    assert sent.status_code == 201, sent.text
    hung = anna.post(f"/api/records/lead/{lead['id']}/files", json={"files": [sent.json()["id"]]})
    assert hung.status_code == 200, hung.text
    assert owner.post("/api/me/looking", json={"person": office.people.anna}).status_code == 204
    assert owner.get(f"/api/files/{sent.json()['id']}").status_code == 200
    owner.delete("/api/me/looking")
    [row] = owner.get("/api/admin/audit?action=file.downloaded").json()["items"]
    assert row["person_id"] == office.people.owner, row


def test_a_formula_tells_nothing_where_what_it_is_made_of_is_hidden(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    said = {"zh-CN": "x", "en-US": "Called"}

    def work(tx: Tx) -> None:
        lead = catalog.load(tx)["lead"].definition
        formula = FieldDef(
            key="called", kind="formula", label=said, options={"formula": 'company & "/" & wechat'}
        )
        again = FieldDef(key="again", kind="formula", label=said, options={"formula": 'called & "!"'})
        publish(tx, lead.model_copy(update={"fields": (*lead.fields, formula, again)}))

    office.do(work)
    own = {"form": "lead", "actions": ["read", "create"], "rows": "own"}
    rest = {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"wechat": "hidden"}}
    lead = created(anna, "lead", company="Anna's", wechat="annas-account")
    there = f"/api/records/lead/{lead['id']}"
    assert "annas-account" in anna.get(there).json()["again"]
    for level in ("masked", "read"):
        put_role(office, "reader", {**own, "fields": {"wechat": level}}, rest, people=("ben",))
        for field in ("called", "again"):
            assert ben.get(there).json().get(field) is None, (level, field)
            found = ben.get("/api/records/lead", params={"fields": f"id,{field}"}).json()["items"]
            assert [each.get(field) for each in found] == [None], (level, field)
            reply = ben.post(f"{there}/reveal", json={"field": field})
            assert code(reply) == "records.not_masked", reply.text


def test_tables_of_an_export_lie_side_by_side_whatever_forms_are_called(
    office: Office, owner: TestClient
) -> None:
    same = {"zh-CN": "../a/b", "en-US": "../a/b"}

    def work(tx: Tx) -> None:
        for key in ("lead", "contact"):
            known = catalog.load(tx)[key].definition
            publish(tx, known.model_copy(update={"label": same, "plural": same}))

    office.do(work)
    account = created(owner, "account", name="Firm")
    made = {
        "lead": created(owner, "lead", company="Firm", contact="Greta Green", phone="13911112222"),
        "contact": created(owner, "contact", name="Greta Green", account=account["id"], phone="13911112222"),
    }
    request = owner.post("/api/personal", json={"name": "Greta Green", "phones": ["13911112222"]}).json()
    path = f"/api/personal/{request['id']}"
    body = {"records": {key: [record["id"]] for key, record in made.items()}}
    assert office.drive(owner.post(f"{path}/export", json=body).json()["job"]) == "done"
    archive = zipfile.ZipFile(io.BytesIO(owner.get(f"{path}/file").content))
    names = [name for name in archive.namelist() if name.startswith("tables/")]
    assert len(set(names)) == 2 and not any("/" in name.removeprefix("tables/") for name in names), names
    assert not any(".." in name for name in names), names


def test_a_role_has_no_more_grants_than_a_read_can_ask_for(office: Office, owner: TestClient) -> None:
    rows = {"field": "company", "op": "eq", "value": "x"}
    grants = [{"form": "lead", "actions": ["read"], "rows": {**rows, "value": str(at)}} for at in range(301)]
    body: dict[str, Any] = {"label": {"en-US": "Many"}, "definition": {"grants": grants}}
    reply = owner.put("/api/admin/roles/many", json=body)
    assert (reply.status_code, problems(reply)) == (422, {"grants": "fields.too_many"}), reply.text
    body["definition"]["grants"] = grants[:300]
    assert owner.put("/api/admin/roles/many", json=body).status_code == 204
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"roles": ["many"]})
    created(owner, "lead", company="299")
    listed = office.client("ben").get("/api/records/lead")
    assert listed.status_code == 200, listed.text
    assert [each["company"] for each in listed.json()["items"]] == ["299"]


def test_a_role_that_shows_no_masks_gives_no_looks(office: Office, anna: TestClient, ben: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13812341234")
    grant = {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"phone": "masked"}}
    put_role(office, "reader", grant, reveals=0)
    put_role(office, "buyer", {"form": "product", "actions": ["read"], "rows": "all"})
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.ben, ["reader", "buyer"]))
    reply = ben.post(f"/api/records/lead/{lead['id']}/reveal", json={"field": "phone"})
    assert code(reply) == "records.reveal_budget", reply.text


@pytest.mark.parametrize("level", [[], {}, 1, None, "most"])
def test_a_level_that_is_none_is_refused(owner: TestClient, level: Any) -> None:
    grant = {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"phone": level}}
    body = {"label": {"en-US": "Odd"}, "definition": {"grants": [grant]}}
    reply = owner.put("/api/admin/roles/odd", json=body)
    assert (reply.status_code, problems(reply)) == (422, {"grants.0.fields.phone": "fields.not_a_choice"})


def test_a_look_is_not_kept_for_who_may_look_no_more(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13812341234")
    grant = {"form": "lead", "actions": ["read"], "rows": "all"}
    put_role(office, "reader", {**grant, "fields": {"phone": "masked"}}, people=("ben",))
    there, key = f"/api/records/lead/{lead['id']}/reveal", {"Idempotency-Key": "look"}
    assert ben.post(there, json={"field": "phone"}, headers=key).json()["value"] == "13812341234"
    put_role(office, "reader", {**grant, "fields": {"phone": "hidden"}}, people=("ben",))
    again = ben.post(there, json={"field": "phone"}, headers=key)
    assert code(again) == "records.not_masked", again.text


def test_a_brief_is_written_for_whom_the_day_of_tasks_is_hidden(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    firm = created(owner, "account", name="Firm")
    created(
        owner,
        "task",
        title="Call",
        about={"form": "account", "id": firm["id"]},
        due_at="2026-12-05T02:00:00Z",
    )
    every = {"form": "*", "actions": ["read", "print"], "rows": "all"}
    hidden = {
        "form": "task",
        "actions": ["read"],
        "rows": "all",
        "deny": True,
        "fields": {"due_at": "hidden"},
    }
    put_role(office, "reader", every, hidden, people=("ben",))
    reply = ben.get(f"/api/briefs/account/{firm['id']}")
    assert reply.status_code == 200, reply.text


def test_a_head_puts_nobody_into_fields_that_they_may_not_change(
    office: Office, anna: TestClient, head: TestClient
) -> None:
    said = {"zh-CN": "x", "en-US": "Approver"}

    def work(tx: Tx) -> None:
        account = catalog.load(tx)["account"].definition
        field = FieldDef(key="approver", kind="person", label=said)
        publish(tx, account.model_copy(update={"fields": (*account.fields, field)}))

    office.do(work)
    created(anna, "account", name="Firm", approver=office.people.anna)
    split = {"rest": [office.people.ben]}
    asked = {"person": office.people.anna, "split": split, "fields": ["account.approver"], "teams": "stays"}
    grant = {"form": "*", "actions": ["read", "change", "assign"], "rows": "all"}
    for level, status in (("read", 422), ("hidden", 422), ("edit", 200)):
        put_role(office, "lead_role", {**grant, "fields": {"approver": level}}, people=("head",))
        reply = head.post("/api/handovers/plan", json=asked)
        assert reply.status_code == status, (level, reply.text)
        told = head.get(f"/api/handovers/people/{office.people.anna}").json()["fields"]
        assert [each["path"] for each in told] == (["account.approver"] if level == "edit" else [])


def test_a_handover_revives_no_share_that_is_over(office: Office, owner: TestClient, ben: TestClient) -> None:
    lead = created(ben, "lead", company="Ben's")
    over = {"to": {"person": office.people.anna}, "until": instant(NOW + timedelta(hours=1))}
    assert ben.post(shares_of(lead), json=over).status_code == 201
    office.clock.now += timedelta(hours=2)
    anna, there = office.client("anna"), f"/api/records/lead/{lead['id']}"
    assert anna.get(there).status_code == 404
    mine = created(anna, "lead", company="Anna's")
    run(
        office,
        owner,
        person=office.people.anna,
        split={"rest": [office.people.ben]},
        teams="reader",
        reader_until="2026-12-01",
    )
    assert anna.get(f"/api/records/lead/{mine['id']}").status_code == 200
    assert anna.get(there).status_code == 404


def test_who_hands_over_reads_on_what_was_once_shared_with_them(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    lead = created(ben, "lead", company="Ben's")
    over = {"to": {"person": office.people.anna}, "until": instant(NOW + timedelta(hours=1))}
    assert ben.post(shares_of(lead), json=over).status_code == 201
    office.clock.now += timedelta(hours=2)
    there = f"/api/records/lead/{lead['id']}"
    assert owner.post(f"{there}/assign", json={"owner": office.people.anna}).status_code == 200
    asked = {"person": office.people.anna, "split": {"rest": [office.people.ben]}, "teams": "stays"}
    run(office, owner, **asked, reader_until="2026-12-01")
    assert office.client("anna").get(there).status_code == 200


def test_shares_that_are_over_take_no_room(
    office: Office, anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST", 1)
    lead = created(anna, "lead", company="Anna's")
    over = {"to": {"person": office.people.ben}, "until": instant(NOW + timedelta(hours=1))}
    assert anna.post(shares_of(lead), json=over).status_code == 201
    assert anna.post(shares_of(lead), json={"to": {"role": "sales"}}).status_code == 422
    office.clock.now += timedelta(hours=2)
    assert anna.post(shares_of(lead), json={"to": {"role": "sales"}}).status_code == 201


def test_nobody_is_away_without_end(
    anna: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absence, "MOST", 2)
    bodies = [
        {"since": day, "until": day, "substitute": office.people.ben} for day in ("2026-12-01", "2026-12-03")
    ]
    made = [anna.post("/api/me/absence", json=body) for body in bodies]
    assert [reply.status_code for reply in made] == [201, 201]
    more = {"since": "2026-12-05", "until": "2026-12-05"}
    assert problems(anna.post("/api/me/absence", json=more)) == {"since": "fields.too_many"}
    assert anna.delete(f"/api/me/absence/{made[0].json()['id']}").status_code == 204
    assert anna.post("/api/me/absence", json=more).status_code == 201
