"""The audit trail over the API: who may read it, what rows tell, filters, export, chain, retention."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, audit, sealing
from tests.api.conftest import PASSWORD, Office, code, created
from tests.api.designing import publish, save

DOORS = [
    ("GET", "/api/admin/audit", None),
    ("GET", "/api/admin/audit/actions", None),
    ("GET", "/api/admin/audit/chain", None),
    ("POST", "/api/admin/audit/verify", {}),
    ("PUT", "/api/admin/audit/retention", {"days": 400}),
    ("POST", "/api/admin/audit/exports", {}),
    ("GET", "/api/admin/audit/exports/nothing/file", None),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
def test_nobody_unknown_and_no_stranger(
    nobody: TestClient, anna: TestClient, method: str, path: str, body: Any
) -> None:
    assert nobody.request(method, path, json=body).status_code == 401
    assert anna.request(method, path, json=body).status_code == 403


def rows(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    reply = client.get("/api/admin/audit", params=asked)
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


def test_a_row_says_who_what_when_and_from_where(office: Office, owner: TestClient) -> None:
    owner.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0"
    reply = owner.patch(f"/api/admin/people/{office.people.ben}", json={"phone": "13900001111"})
    assert reply.status_code == 200, reply.text
    row = rows(owner, action="person.changed")[0]
    assert row["by"] == {"id": office.people.owner, "title": "Olga Owner"}
    assert row["said"] == "Changed a person"
    assert (row["via"], row["via_label"], row["ip"]) == ("web", "browser", "testclient")
    assert row["agent"].startswith("Mozilla/5.0")
    assert row["request_id"] == reply.headers["x-request-id"]
    assert len(row["session"]) == 12
    assert row["changes"] == [{"path": "phone", "label": "Phone", "before": None, "after": "13900001111"}]
    assert {"key": "person", "label": "Person", "value": "Ben Bolt"} in row["about"]


def test_a_sign_in_says_how_in_words(office: Office, owner: TestClient) -> None:
    said = office.client().post("/api/session", json={"account": "anna", "password": PASSWORD})
    assert said.status_code == 200, said.text
    about = {each["key"]: each["value"] for each in rows(owner, action="session.created")[0]["about"]}
    assert about["via"] == "password"
    owner.headers["accept-language"] = "zh-CN"
    about = {each["key"]: each["value"] for each in rows(owner, action="session.created")[0]["about"]}
    assert about["via"] == "密码"


def test_a_row_that_names_the_two_sides_is_told_too(office: Office, owner: TestClient) -> None:
    sides = {"changes": {"least": {"before": 12, "after": 15}}}
    office.do(lambda tx: audit.write(tx, SYSTEM, "security.changed", detail=sides))
    [told] = rows(owner, action="security.changed")[0]["changes"]
    assert (told["before"], told["after"]) == ("12", "15")


def test_configuration_is_told_before_and_after(office: Office, owner: TestClient) -> None:
    head = office.people.head
    owner.patch(
        f"/api/admin/departments/{office.people.department}", json={"name": "East China", "head": None}
    )
    changes = {each["label"]: each for each in rows(owner, action="department.changed")[0]["changes"]}
    assert (changes["Name"]["before"], changes["Name"]["after"]) == ("East", "East China")
    owner.patch(f"/api/admin/people/{head}", json={"roles": ["sales"]})
    told = rows(owner, action="person.roles_changed")[0]["changes"][0]
    assert (told["before"], told["after"]) == ("Sales director", "Sales")
    role = next(each for each in owner.get("/api/admin/roles").json()["items"] if each["key"] == "sales")
    grants = [{"form": "lead", "actions": ["read"], "rows": "all"}]
    body = {"label": role["label"], "definition": {**role["definition"], "grants": grants}}
    assert owner.put("/api/admin/roles/sales", json=body).status_code == 204
    changed = rows(owner, action="role.changed")[0]
    assert any("Grants" in each["label"] for each in changed["changes"])
    assert {"key": "name", "label": "Name", "value": "Sales"} in changed["about"]


def test_a_published_form_tells_every_part(office: Office, owner: TestClient) -> None:
    draft = owner.get("/api/forms/product/draft").json()
    for field in draft["body"]["fields"]:
        if field["key"] == "name":
            field["label"] = {"zh-CN": "品名", "en-US": "Called"}
    publish(owner, save(owner, draft, draft["body"]))
    row = rows(owner, action="form.published", form="product")[0]
    told = {each["path"]: (each["before"], each["after"]) for each in row["changes"]}
    assert told["fields.name.label.en-US"][1] == "Called"
    assert row["form_label"] == "Product"


def test_words_are_in_the_readers_language(office: Office, owner: TestClient) -> None:
    created(owner, "lead", company="某某公司")
    owner.post("/api/exports", json={"form": "lead", "format": "csv"})
    owner.headers["accept-language"] = "zh-CN"
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"phone": "13900001111"})
    row = rows(owner, action="person.*")[0]
    assert (row["said"], row["via_label"], row["changes"][0]["label"]) == ("修改人员", "网页", "电话")


def test_filters_meet_all_that_is_asked(office: Office, owner: TestClient, anna: TestClient) -> None:
    lead = created(owner, "lead", company="Needle Ltd")
    office.do(lambda tx: audit.write(tx, SYSTEM, "record.purged", form="lead", record_id=lead["id"]))
    detail = {"filter": {"field": "company", "op": "eq", "value": "100%_needle"}}
    office.do(lambda tx: audit.write(tx, SYSTEM, "export.made", form="lead", detail=detail, ip="203.0.113.9"))
    office.clock.now += timedelta(days=2)
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"phone": "13900001111"})
    everything = len(rows(owner, limit=200))
    for asked, expected in (
        ({"form": "lead", "record": lead["id"]}, ["record.purged"]),
        ({"q": "100%_NEEDLE"}, ["export.made"]),
        ({"q": "100%xneedle"}, []),
        ({"ip": "203.0.113."}, ["export.made"]),
        ({"person": office.people.owner, "action": "person.*"}, ["person.changed"]),
        ({"since": "2026-11-22"}, ["person.changed"]),
        ({"since": "2026-11-22", "until": "2026-11-21"}, []),
        ({"action": "export.made", "until": "2026-11-20"}, ["export.made"]),
        ({"action": "export.made", "until": "2026-11-19"}, []),
    ):
        assert [row["action"] for row in rows(owner, **asked)] == expected, asked
    first = owner.get("/api/admin/audit?limit=3").json()
    seen = [row["id"] for row in first["items"]]
    while first["next"]:
        first = owner.get(f"/api/admin/audit?limit=3&cursor={first['next']}").json()
        seen += [row["id"] for row in first["items"]]
    assert len(seen) == len(set(seen)) == everything


@pytest.mark.parametrize(
    "asked",
    [
        "since=yesterday",
        "until=2026-13-01",
        "cursor=x",
        "record=x",
        "person=-1",
        "limit=999",
        "q=" + "x" * 300,
    ],
)
def test_nonsense_is_refused(owner: TestClient, asked: str) -> None:
    assert owner.get(f"/api/admin/audit?{asked}").status_code == 422


def test_an_export_is_a_file_and_a_row(office: Office, owner: TestClient) -> None:
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"name": "=SUM(A1)"})
    for format_ in ("csv", "xlsx"):
        job = owner.post(
            "/api/admin/audit/exports", json={"action": "person.changed", "format": format_}
        ).json()["job"]
        assert office.drive(job) == "done"
        reply = owner.get(f"/api/admin/audit/exports/{job}/file")
        assert reply.status_code == 200
        if format_ == "csv":
            table = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
            assert table[0][1:4] == ["Time", "Who", "What"]
            assert "Name: Ben Bolt → '=SUM(A1)" in table[1][7] or "Name: Ben Bolt → =SUM(A1)" in table[1][7]
            assert not any(cell.startswith("=") for row in table for cell in row)
    told = rows(owner, action="audit.exported")
    assert [row["detail"]["rows"] for row in told] == [1, 1]
    assert told[0]["detail"]["filter"] == {"action": "person.changed"}
    assert told[0]["via"] == "job"
    assert told[0]["ip"] == "testclient"


def test_somebody_elses_export_is_not_found(office: Office, owner: TestClient) -> None:
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.head, {"roles": ["administrator"]}))
    job = owner.post("/api/admin/audit/exports", json={}).json()["job"]
    assert office.drive(job) == "done"
    assert office.client("head").get(f"/api/admin/audit/exports/{job}/file").status_code == 404
    assert owner.get("/api/admin/audit/exports/other/file").status_code == 404


def test_the_chain_is_shown_and_verified(office: Office, owner: TestClient) -> None:
    before = owner.get("/api/admin/audit/chain").json()
    assert before["sealed"] is None
    assert before["verified"] is None
    assert before["waiting"]["rows"] > 0
    office.clock.now += timedelta(minutes=5)
    for _ in range(2):
        office.do(sealing.seal)
    sealed = owner.get("/api/admin/audit/chain").json()["sealed"]
    assert sealed["block"] == 1
    assert len(sealed["digest"]) == 64
    job = owner.post("/api/admin/audit/verify").json()["job"]
    assert office.drive(job) == "done"
    found = owner.get("/api/admin/audit/chain").json()["verified"]
    assert (found["blocks"], found["problems"]) == (1, [])
    assert rows(owner, action="audit.verified")[0]["detail"]["problems"] == 0


def test_retention_is_set_and_told(office: Office, owner: TestClient) -> None:
    reply = owner.put("/api/admin/audit/retention", json={"days": 2000, "families": {"session": 365}})
    assert reply.status_code == 200, reply.text
    assert owner.get("/api/admin/audit/chain").json()["retention"]["families"] == {"session": 365}
    changes = {
        each["path"]: each["after"] for each in rows(owner, action="audit.retention_changed")[0]["changes"]
    }
    assert changes == {"days": "2000", "families.session": "365"}
    for body in ({"days": 10}, {"days": 400, "families": {"nothing": 400}}, {"days": 400, "more": 1}, {}):
        assert owner.put("/api/admin/audit/retention", json=body).status_code == 422
    assert code(owner.put("/api/admin/audit/retention", json={"days": 10})) == "audit.bad_retention"


def test_a_file_taken_is_told_a_small_picture_is_not(office: Office, owner: TestClient) -> None:
    lead = created(owner, "lead", company="Files Ltd")
    made = owner.post("/api/files", files={"file": ("note.txt", b"hello", "text/plain")}).json()
    assert owner.get(f"/api/files/{made['id']}").status_code == 200
    assert rows(owner, action="file.downloaded") == []
    owner.post(f"/api/records/lead/{lead['id']}/files", json={"files": [made["id"]]})
    first = owner.get(f"/api/files/{made['id']}")
    assert first.status_code == 200
    again = owner.get(f"/api/files/{made['id']}", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    owner.get(f"/api/files/{made['id']}?size=96")
    told = rows(owner, action="file.downloaded")
    assert len(told) == 1
    assert told[0]["record"] == {"form": "lead", "id": lead["id"], "title": "Files Ltd"}
    assert {"key": "file", "label": "File", "value": "note.txt"} in told[0]["about"]


def test_an_export_of_records_tells_its_filter_in_words(office: Office, owner: TestClient) -> None:
    created(owner, "lead", company="Words Ltd")
    condition = {
        "and": [
            {"field": "stage", "op": "in", "value": ["new"]},
            {"field": "company", "op": "contains", "value": "Words"},
        ]
    }
    job = owner.post("/api/exports", json={"form": "lead", "format": "csv", "filter": condition}).json()[
        "job"
    ]
    office.drive(job)
    assert owner.get(f"/api/exports/{job}/file").status_code == 200
    told = {each["key"]: each["value"] for each in rows(owner, action="export.made")[0]["about"]}
    assert told["rows"] == "1"
    assert told["filter"] == "Stage is one of New and Company contains Words"
    assert rows(owner, action="export.downloaded")[0]["detail"]["rows"] == 1


def told(owner: TestClient, action: str) -> dict[str, str]:
    """The newest row of an action as its people read it: label → value."""
    return {each["label"]: each["value"] for each in rows(owner, action=action)[0]["about"]}


def test_an_absence_is_told_in_words(office: Office, owner: TestClient) -> None:
    away = {"since": "2026-11-23", "until": "2026-11-27", "substitute": office.people.ben, "records": True}
    reply = owner.post(f"/api/admin/people/{office.people.anna}/absences", json=away)
    assert reply.status_code == 201, reply.text
    owner.headers["accept-language"] = "zh-CN"
    row = rows(owner, action="absence.added")[0]
    said = {each["label"]: each["after"] for each in row["changes"]}
    assert said["代理人"] == "Ben Bolt"
    assert said["代理人可处理其记录"] == "是"
    assert said["从"] == "2026-11-23 00:00"


def test_what_was_nothing_is_told_as_nothing(office: Office, owner: TestClient) -> None:
    sides = {
        "changes": {"roles": [[], ["sales"]]},
        "file": "people.xlsx",
        "records": {"lead": 1, "account": 2},
    }
    office.do(lambda tx: audit.write(tx, SYSTEM, "person.roles_changed", detail=sides))
    owner.headers["accept-language"] = "zh-CN"
    row = rows(owner, action="person.roles_changed")[0]
    assert (row["changes"][0]["before"], row["changes"][0]["after"]) == ("空", "销售")
    said = {each["label"]: each["value"] for each in row["about"]}
    assert said == {"文件": "people.xlsx", "记录数": "线索 1、客户 2"}


def test_a_share_is_told_with_the_name(office: Office, owner: TestClient) -> None:
    given = {"kind": "share", "to": f"person:{office.people.ben}", "level": "read"}
    office.do(lambda tx: audit.write(tx, SYSTEM, "record.shared", form="account", record_id=1, detail=given))
    assert told(owner, "record.shared") == {"Kind": "a share", "To": "Ben Bolt", "Level": "may see"}


def test_a_name_finds_what_was_done_to_somebody(office: Office, owner: TestClient) -> None:
    assert owner.patch(f"/api/admin/people/{office.people.ben}", json={"phone": "13900001111"}).is_success
    assert owner.patch(f"/api/admin/people/{office.people.anna}", json={"phone": "13900002222"}).is_success
    found = rows(owner, action="person.changed", q="Ben Bolt")
    assert [each["changes"][0]["after"] for each in found] == ["13900001111"]
