"""Personal data: found everywhere, exported, previewed, erased for good, kept where law or open money asks for it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bulou.db.tx import Tx
from bulou.people import audit
from tests.api.conftest import Office, code, created

NAME, PHONE, MAIL, WECHAT = "Greta Gone", "13911112222", "greta@gone.example", "greta_wx"
DOORS = [
    ("GET", "/api/personal", None),
    ("POST", "/api/personal", {"name": NAME}),
    ("GET", "/api/personal/1", None),
    ("DELETE", "/api/personal/1", None),
    ("POST", "/api/personal/1/preview", {"records": {}}),
    ("POST", "/api/personal/1/export", {"records": {}}),
    ("GET", "/api/personal/1/file", None),
    ("POST", "/api/personal/1/erase", {"records": {}, "seen": "x", "confirm": "x"}),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
def test_nobody_unknown_and_no_stranger(
    nobody: TestClient, anna: TestClient, method: str, path: str, body: Any
) -> None:
    assert nobody.request(method, path, json=body).status_code == 401
    assert anna.request(method, path, json=body).status_code == 403


def furnish(owner: TestClient) -> dict[str, dict[str, Any]]:
    """Greta as a contact and a lead, what others wrote of her, and her namesake."""
    account = created(owner, "account", name="Greta's Employer Ltd")
    greta = created(
        owner,
        "contact",
        name=NAME,
        account=account["id"],
        phone=PHONE,
        email=MAIL,
        wechat=WECHAT,
        title="Buyer",
    )
    lead = created(
        owner, "lead", company="Lead Ltd", contact=NAME, phone=PHONE, note=f"{NAME} called from 139 1111 2222"
    )
    namesake = created(owner, "contact", name=NAME, phone="13933334444")
    about = {"form": "contact", "id": greta["id"]}
    follow = created(
        owner, "follow_up", about=about, kind="call", content=f"Spoke to {NAME} ({MAIL}) about price"
    )
    apart = created(owner, "task", title=f"Call {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]} back")
    said = {"body": f"{NAME} prefers {MAIL}"}
    assert owner.post(f"/api/records/contact/{greta['id']}/comments", json=said).status_code == 201
    made = owner.post("/api/files", files={"file": ("greta.txt", b"her letter", "text/plain")}).json()
    owner.post(f"/api/records/contact/{greta['id']}/files", json={"files": [made["id"]]})
    now = owner.get(f"/api/records/contact/{greta['id']}").json()
    owner.patch(
        f"/api/records/contact/{greta['id']}", json={"version": now["version"], "title": "Head of buying"}
    )
    return {
        "account": account,
        "contact": greta,
        "lead": lead,
        "namesake": namesake,
        "follow_up": follow,
        "task": apart,
        "file": made,
    }


def search(owner: TestClient, **given: Any) -> dict[str, Any]:
    reply = owner.post("/api/personal", json={"name": NAME, "phones": [PHONE], "emails": [MAIL], **given})
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def everything(request: dict[str, Any], *, without: tuple[str, ...] = ("name",)) -> dict[str, list[int]]:
    return {
        each["form"]: ids
        for each in request["forms"]
        if (ids := [item["id"] for item in each["items"] if item["why"] not in without])
    }


def whys(request: dict[str, Any], form: str) -> dict[int, str]:
    return {
        item["id"]: item["why"] for each in request["forms"] if each["form"] == form for item in each["items"]
    }


def erase(
    office: Office, owner: TestClient, request: dict[str, Any], records: Any, **more: Any
) -> dict[str, Any]:
    path = f"/api/personal/{request['id']}"
    seen = owner.post(f"{path}/preview", json={"records": records})
    assert seen.status_code == 200, seen.text
    body = {"records": records, "seen": seen.json()["seen"], "confirm": NAME, **more}
    reply = owner.post(f"{path}/erase", json=body)
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"
    return dict(owner.get(path).json())


def test_everything_that_tells_of_her_is_found_with_its_reason(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    found = search(owner)
    assert whys(found, "contact") == {made["contact"]["id"]: "identity", made["namesake"]["id"]: "name"}
    assert whys(found, "lead") == {made["lead"]["id"]: "identity"}
    assert whys(found, "follow_up") == {made["follow_up"]["id"]: "mention"}
    assert whys(found, "task") == {made["task"]["id"]: "mention"}
    parts = {each["key"]: each["count"] for each in found["parts"]}
    assert parts["comments"] == 1
    assert parts["files"] == 1
    assert parts["history"] >= 2
    told = owner.get("/api/admin/audit?action=personal.searched").json()["items"][0]
    assert PHONE not in json.dumps(told)
    assert NAME not in json.dumps(told)


def test_a_record_to_start_from_brings_its_numbers(owner: TestClient) -> None:
    made = furnish(owner)
    start = {"form": "contact", "id": made["contact"]["id"]}
    found = dict(owner.post("/api/personal", json={"start": start}).json())
    assert found["subject"]["phones"] == [PHONE]
    assert whys(found, "lead") == {made["lead"]["id"]: "identity"}
    assert owner.post("/api/personal", json={"start": {"form": "contact", "id": 99999}}).status_code == 404
    assert owner.post("/api/personal", json={"start": {"form": "nothing", "id": 1}}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x"},
        {"phones": ["12"]},
        {"emails": ["a"]},
        {"names": ["x"]},
        {"name": "x" * 300},
        {"phones": "1"},
    ],
)
def test_nobody_can_be_looked_for_by_nothing(owner: TestClient, body: Any) -> None:
    assert owner.post("/api/personal", json=body).status_code == 422


def test_the_export_holds_all_and_only_hers(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    request = search(owner)
    path = f"/api/personal/{request['id']}"
    job = owner.post(f"{path}/export", json={"records": everything(request)}).json()["job"]
    assert owner.get(f"{path}/file").status_code == 404
    assert office.drive(job) == "done"
    reply = owner.get(f"{path}/file")
    assert reply.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(reply.content))
    told = json.loads(archive.read("data.json"))
    contact = told["forms"]["contact"]["records"]
    assert [each["record"]["id"] for each in contact] == [made["contact"]["id"]]
    assert contact[0]["record"]["phone"] == PHONE
    assert contact[0]["comments"][0]["text"] == f"{NAME} prefers {MAIL}"
    assert contact[0]["history"]
    assert archive.read(f"files/{made['file']['id']}-greta.txt") == b"her letter"
    assert any(name.startswith("tables/") and name.endswith(".xlsx") for name in archive.namelist())
    actions = [row["action"] for row in owner.get("/api/admin/audit?action=personal.*").json()["items"]]
    assert actions[:2] == ["personal.downloaded", "personal.exported"]
    assert code(owner.post(f"{path}/export", json={"records": everything(request)})) == "personal.closed"


def leftovers(tx: Tx) -> list[str]:
    """Every row of every table that still says her number, her mail or her account; the audit trail apart."""
    found = []
    if tx.db.is_sqlite:
        names = [r[0] for r in tx.rows(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
    else:
        names = [r[0] for r in tx.rows(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))]
    for name in names:
        if name == "audit" or name.startswith("sqlite_"):
            continue
        for row in tx.rows(text(f'SELECT * FROM "{name}"')):
            said = json.dumps([str(value) for value in row], ensure_ascii=False)
            if any(each in said for each in (PHONE, MAIL, WECHAT, "139 1111 2222", "139-1111-2222")):
                found.append(f"{name}: {said}")
    return found


def test_after_erasing_nothing_anywhere_says_who_she_was(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    assert office.do(leftovers) != []
    change = {"note": f"ask {MAIL}"}
    bulk = owner.post("/api/records/lead/bulk", json={"ids": [made["lead"]["id"]], "change": change}).json()
    office.drive(bulk["job"])
    owner.post("/api/exports", json={"form": "contact", "search": PHONE, "format": "csv"})
    owner.post(
        "/api/records/lead", json={"company": "Key Ltd", "phone": PHONE}, headers={"idempotency-key": "one"}
    )
    request = search(owner, wechats=[WECHAT])
    done = erase(office, owner, request, everything(request))
    assert done["state"] == "done"
    assert done["subject"] is None
    assert done["report"]["backups"] == 14
    assert office.do(leftovers) == []
    now = owner.get(f"/api/records/contact/{made['contact']['id']}").json()
    assert (now["phone"], now["email"], now["wechat"], now["title"]) == (None, None, None, now["title"])
    assert now["name"] == f"已清除 {made['contact']['id']}"
    follow = owner.get(f"/api/records/follow_up/{made['follow_up']['id']}").json()
    assert follow["content"] == "Spoke to ■■■ (■■■) about price"
    assert owner.get(f"/api/files/{made['file']['id']}").status_code == 404
    assert not any(
        b"her letter" in path.read_bytes()
        for path in office.settings.data_dir.rglob("*")
        if path.is_file() and "db" not in path.name
    )
    assert owner.get(f"/api/search?q={PHONE}").json()["items"] == []
    story = owner.get(f"/api/records/contact/{made['contact']['id']}/history").json()["items"]
    assert PHONE not in json.dumps(story)
    assert story[0]["action"] == "erased"
    assert owner.get(f"/api/records/contact/{made['contact']['id']}/timeline").status_code == 200


def test_a_namesake_keeps_everything(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    request = search(owner)
    erase(office, owner, request, everything(request))
    other = owner.get(f"/api/records/contact/{made['namesake']['id']}").json()
    assert (other["name"], other["phone"]) == (NAME, "13933334444")
    account = owner.get(f"/api/records/account/{made['account']['id']}").json()
    assert account["name"] == "Greta's Employer Ltd"


def test_open_money_keeps_what_it_needs_and_says_so(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    deal = created(
        owner,
        "opportunity",
        name=f"Machine for {NAME}",
        account=made["account"]["id"],
        contact=made["contact"]["id"],
    )
    request = search(owner)
    assert whys(request, "opportunity") == {deal["id"]: "related"}
    preview = owner.post(
        f"/api/personal/{request['id']}/preview", json={"records": everything(request)}
    ).json()
    kept = {(each["form"], each["id"]): each["reasons"] for each in preview["kept"]}
    assert set(kept) == {("opportunity", deal["id"]), ("contact", made["contact"]["id"])}
    reason = kept["contact", made["contact"]["id"]][0]
    assert reason["label"] == "An open deal"
    assert "PIPL" in reason["law"]
    assert reason["by"] == {"form": "opportunity", "id": deal["id"]}
    assert set(reason["keeps"]) == {"Name", "Phone", "E-mail"}
    done = erase(office, owner, request, everything(request))
    assert {(each["form"], each["id"]) for each in done["kept"]} == set(kept)
    now = owner.get(f"/api/records/contact/{made['contact']['id']}").json()
    assert (now["name"], now["phone"], now["email"]) == (NAME, PHONE, MAIL)
    assert (now["wechat"], now["title"]) == (None, now["title"])
    assert owner.get(f"/api/records/opportunity/{deal['id']}").json()["name"] == f"Machine for {NAME}"
    assert owner.get(f"/api/records/lead/{made['lead']['id']}").json()["phone"] is None
    assert owner.get(f"/api/files/{made['file']['id']}").status_code == 200


def test_what_belongs_to_a_namesake_is_told_apart(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    deal = created(owner, "opportunity", name="Machine", contact=made["namesake"]["id"])
    assert whys(search(owner), "opportunity") == {deal["id"]: "namesake"}


def test_a_won_deal_keeps_the_name_for_its_years_only(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    deal = created(
        owner,
        "opportunity",
        name="Machine",
        account=made["account"]["id"],
        contact=made["contact"]["id"],
    )
    won = {
        "stage": "won",
        "values": {
            "amount": 100,
            "product": created(owner, "product", name="Machine")["id"],
            "expected_close": "2026-11-20",
        },
    }
    assert owner.post(f"/api/records/opportunity/{deal['id']}/stage", json=won).status_code == 200
    request = search(owner)
    records = {"contact": [made["contact"]["id"]]}
    preview = owner.post(f"/api/personal/{request['id']}/preview", json={"records": records}).json()
    assert preview["kept"][0]["reasons"][0]["until"] == "2036-11-20"
    erase(office, owner, request, records)
    now = owner.get(f"/api/records/contact/{made['contact']['id']}").json()
    assert (now["name"], now["phone"]) == (NAME, None)


def test_erasing_takes_a_preview_and_the_typed_name(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    request = search(owner)
    records, path = everything(request), f"/api/personal/{request['id']}"
    seen = owner.post(f"{path}/preview", json={"records": records}).json()["seen"]
    for body, expected in (
        ({"records": records, "seen": seen, "confirm": "greta gone"}, "personal.not_confirmed"),
        ({"records": records, "seen": seen, "confirm": ""}, "personal.not_confirmed"),
        ({"records": records, "seen": "other", "confirm": NAME}, "personal.preview_needed"),
        ({"records": {"contact": [99999]}, "seen": seen, "confirm": NAME}, "personal.nothing_chosen"),
        ({"records": {}, "seen": seen, "confirm": NAME}, "personal.nothing_chosen"),
    ):
        assert code(owner.post(f"{path}/erase", json=body)) == expected, body
    assert owner.get(f"/api/records/contact/{made['contact']['id']}").json()["phone"] == PHONE
    assert owner.delete(path).status_code == 204
    assert owner.get(path).status_code == 404


def test_the_bin_is_no_hiding_place(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    assert owner.delete(f"/api/records/contact/{made['contact']['id']}").status_code == 204
    request = search(owner, wechats=[WECHAT])
    assert whys(request, "contact")[made["contact"]["id"]] == "identity"
    erase(office, owner, request, everything(request))
    assert office.do(leftovers) == []
    assert owner.post(f"/api/records/contact/{made['contact']['id']}/restore").status_code == 200


def test_the_report_and_the_trail_count_and_do_not_quote(office: Office, owner: TestClient) -> None:
    furnish(owner)
    detail = {"filter": {"field": "phone", "op": "eq", "value": PHONE}}
    from bulou.kit.protocols import SYSTEM

    office.do(lambda tx: audit.write(tx, SYSTEM, "export.made", form="contact", detail=detail))
    request = search(owner, reason="Letter 2026-17")
    done = erase(office, owner, request, everything(request))
    assert done["report"]["audit"] == 1
    row = owner.get("/api/admin/audit?action=personal.erased").json()["items"][0]
    assert row["detail"]["reason"] == "Letter 2026-17"
    assert row["detail"]["records"] == {"contact": 1, "lead": 1, "follow_up": 1, "task": 1}
    assert not any(each in json.dumps([row, done]) for each in (PHONE, MAIL, NAME))
    assert owner.get("/api/personal").json()["items"][0]["subject"] is None


def test_comments_and_long_texts_go_as_a_whole_on_request(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    request = search(owner)
    erase(office, owner, request, everything(request), texts=True)
    assert owner.get(f"/api/records/follow_up/{made['follow_up']['id']}").json()["content"] == "■■■"
    timeline = owner.get(f"/api/records/contact/{made['contact']['id']}/timeline?kinds=comment").json()[
        "items"
    ]
    assert timeline[0]["data"]["body"] == "■■■"


def test_a_cancelled_erasure_says_so_and_can_be_asked_for_anew(office: Office, owner: TestClient) -> None:
    made = furnish(owner)
    request = search(owner)
    records, path = everything(request), f"/api/personal/{request['id']}"
    seen = owner.post(f"{path}/preview", json={"records": records}).json()["seen"]
    job = owner.post(f"{path}/erase", json={"records": records, "seen": seen, "confirm": NAME}).json()["job"]
    assert owner.post(f"/api/jobs/{job}/cancel").status_code == 200
    assert owner.get(path).json()["state"] == "cancelled"
    assert owner.get(f"/api/records/contact/{made['contact']['id']}").json()["phone"] == PHONE
    assert erase(office, owner, search(owner), records)["state"] == "done"
