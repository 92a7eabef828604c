"""Bulk changes, exports, imports and files over HTTP, from the request to the result."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from bulou.settings import Settings
from tests.api.conftest import Office, code, created

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c0f01f0005050102cfb6a3c10000000049454e44ae426082"
)


def test_a_bulk_change_and_its_undo(office: Office, anna: TestClient, ben: TestClient) -> None:
    ids = [created(anna, "account", name=f"Firm {number}")["id"] for number in range(3)]
    foreign = created(ben, "account", name="Foreign")["id"]
    started = anna.post("/api/records/account/bulk", json={"ids": [*ids, foreign], "change": {"level": "a"}})
    assert started.status_code == 202, started.text
    assert office.drive(started.json()["job"]) == "done"
    batch = anna.get(f"/api/batches/{started.json()['batch']}").json()
    assert batch["summary"]["changed"] == 3 and batch["summary"]["failed"] == 1
    refused = batch["results"][0]
    assert (refused["id"], refused["ok"], refused["detail"]) == (
        foreign,
        False,
        "There is no such record, or you may not see it.",
    )
    assert ben.get(f"/api/batches/{batch['id']}").status_code == 404
    undo = anna.post(f"/api/batches/{batch['id']}/undo")
    assert (undo.status_code, office.drive(undo.json()["job"])) == (202, "done")
    assert anna.get(f"/api/records/account/{ids[0]}").json()["level"] is None
    assert code(anna.post(f"/api/batches/{batch['id']}/undo")) == "batches.not_undoable"


BULKS: list[tuple[Any, int]] = [
    ({}, 422),
    ({"ids": [1]}, 422),
    ({"ids": [1], "change": {"nonsense": 1}}, 422),
    ({"ids": [1], "change": {"name": "x"}, "move": {"to": "delete"}}, 422),
    ({"ids": [1], "move": {"to": "moon"}}, 422),
    ({"ids": ["one"], "change": {"name": "x"}}, 422),
    ({"ids": [10**30], "change": {"name": "x"}}, 422),
    ({"filter": {"field": "nonsense", "op": "eq", "value": 1}, "change": {"name": "x"}}, 422),
]


def test_bulk_changes_that_make_no_sense(office: Office, anna: TestClient) -> None:
    before = office.last_fact()
    for body, status in BULKS:
        assert anna.post("/api/records/account/bulk", json=body).status_code == status, body
    assert office.events(before) == []
    assert anna.get("/api/jobs").json() == {"items": []}


def test_an_export_and_who_may_fetch_it(office: Office, anna: TestClient, ben: TestClient) -> None:
    created(anna, "account", name='=HYPERLINK("http://evil")')
    created(ben, "account", name="Foreign")
    started = anna.post("/api/exports", json={"form": "account", "columns": ["name"], "format": "xlsx"})
    assert started.status_code == 202, started.text
    job = started.json()["job"]
    assert office.drive(job) == "done"
    shown = anna.get(f"/api/jobs/{job}").json()
    assert (shown["state"], shown["link"]) == ("done", f"/api/exports/{job}/file")
    reply = anna.get(shown["link"])
    assert reply.headers["content-disposition"].startswith("attachment")
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(reply.content)).active.rows]
    assert len(cells) == 2 and "=HYPERLINK" in str(cells[1])
    assert "Foreign" not in str(cells)
    assert ben.get(shown["link"]).status_code == 404
    assert ben.get(f"/api/jobs/{job}").status_code == 404


def workbook() -> bytes:
    """Two leads as a salesperson keeps them."""
    book = Workbook()
    sheet = book.active
    sheet.append(["公司名称", "联系人", "电话", "预算"])
    sheet.append(["恒味食品有限公司", "沈国良", "13902255229", "5万"])
    sheet.append(["乐邦日化", "王厂长", "138-1111-2222", "待定"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_import_from_upload_to_undo(office: Office, anna: TestClient, ben: TestClient) -> None:
    files = {"file": ("leads.xlsx", workbook())}
    reply = anna.post("/api/imports", files=files, data={"form": "lead", "options": '{"on_match": "skip"}'})
    assert reply.status_code == 201, reply.text
    found = reply.json()
    assert (found["status"], found["proposal"]["options"]["on_match"]) == ("proposed", "skip")
    path = f"/api/imports/{found['id']}"
    assert ben.get(path).status_code == 404
    assert (
        anna.patch(path, json={"options": {"on_match": "fill"}}).json()["proposal"]["options"]["on_match"]
        == "fill"
    )
    ran = anna.post(f"{path}/run")
    assert ran.status_code == 202, ran.text
    assert office.drive(ran.json()["job"]) == "done"
    done = anna.get(path).json()
    assert (done["status"], done["result"]["created"]) == ("done", 2)
    refusals = anna.get(f"{path}/refusals.xlsx")
    assert refusals.status_code == 200 and load_workbook(io.BytesIO(refusals.content))
    assert anna.get("/api/records/lead?count=exact").json()["total"]["value"] == 2
    undone = anna.post(f"{path}/undo")
    assert (undone.status_code, office.drive(undone.json()["job"])) == (202, "done")
    assert anna.get("/api/records/lead?count=exact").json()["total"]["value"] == 0
    assert code(anna.post(f"{path}/undo")) == "import.wrong_state"


BROKEN = [
    (b"", 422),
    (b"PK\x03\x04 not a workbook", 422),
    (b"%PDF-1.7 no table in here", 422),
    (b"\x00" * 2000, 422),
]


def test_files_that_cannot_be_imported(office: Office, anna: TestClient) -> None:
    before = office.last_fact()
    for content, status in BROKEN:
        reply = anna.post("/api/imports", files={"file": ("x.xlsx", content)}, data={"form": "lead"})
        assert (reply.status_code, reply.json()["code"][:7]) == (status, "import."), reply.text
    assert anna.post("/api/imports", files={"file": ("x.csv", b"a,b")}).status_code == 422
    assert code(anna.post("/api/imports", json={"form": "lead"})) == "http.wrong_type"
    assert code(anna.post("/api/imports", data={"form": "lead"}, files={"other": b"x"})) == "invalid"
    assert office.events(before) == []


@pytest.fixture
def small_uploads(monkeypatch: pytest.MonkeyPatch) -> int:
    """One megabyte at most, so that a test need not send two gigabytes."""
    monkeypatch.setattr(Settings, "upload_limit_mb", 1, raising=False)
    return 1024 * 1024


def test_an_upload_that_is_too_large_is_refused_while_it_comes(office: Office, anna: TestClient) -> None:
    limit = office.app.state.site.upload_limit
    sent = 0

    def endless() -> Any:
        nonlocal sent
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        while sent < 4 * limit:
            sent += 1024 * 1024
            yield b"x" * (1024 * 1024)

    headers = {"content-type": "multipart/form-data; boundary=b"}
    declared = anna.post("/api/files", content=b"x", headers={**headers, "content-length": str(4 * limit)})
    assert (declared.status_code, code(declared)) == (413, "http.too_large")


def test_files_belong_to_whoever_sees_their_record(office: Office, anna: TestClient, ben: TestClient) -> None:
    kept = anna.post("/api/files", files={"file": ("../../etc/pass<wd>.html", b"<script>alert(1)</script>")})
    assert kept.status_code == 201, kept.text
    file_id = kept.json()["id"]
    assert ben.get(f"/api/files/{file_id}").status_code == 404
    made = created(anna, "account", name="Firm")
    path = f"/api/records/account/{made['id']}/files"
    assert ben.post(path, json={"files": [file_id]}).status_code == 404
    assert anna.post(path, json={"files": [file_id]}).status_code == 200
    assert [each["id"] for each in anna.get(path).json()["items"]] == [file_id]
    reply = anna.get(f"/api/files/{file_id}")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert "etc" not in reply.headers["content-disposition"]
    assert "sandbox" in reply.headers["content-security-policy"]
    again = anna.get(f"/api/files/{file_id}", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_story_of_a_record(office: Office, anna: TestClient, head: TestClient, ben: TestClient) -> None:
    made = created(anna, "account", name="Firm")
    path = f"/api/records/account/{made['id']}"
    office.clock.now += timedelta(minutes=5)
    anna.patch(path, json={"revenue": 5, "version": 1})
    office.clock.now += timedelta(minutes=5)
    comment = head.post(f"{path}/comments", json={"body": "Look here", "mentions": [office.people.anna]})
    assert comment.status_code == 201, comment.text
    kinds = [item["kind"] for item in anna.get(f"{path}/timeline").json()["items"]]
    assert kinds[0] == "comment" and "changed" in kinds and kinds[-1] == "created"
    changes = anna.get(f"{path}/history").json()["items"][0]["changes"]
    assert [(change["field"], change["before"], change["after"]) for change in changes] == [
        ("revenue", None, 5)
    ]
    notices = anna.get("/api/notifications").json()
    assert (notices["unread"], notices["items"][0]["link"]) == (1, f"/f/account/{made['id']}")
    assert anna.post("/api/notifications/read", json={"all": True}).status_code == 204
    assert anna.get("/api/notifications").json()["unread"] == 0
    assert ben.patch(f"/api/comments/{comment.json()['id']}", json={"body": "Not mine"}).status_code == 404
    assert (
        head.patch(f"/api/comments/{comment.json()['id']}", json={"body": "Better"}).json()["body"]
        == "Better"
    )
    assert head.delete(f"/api/comments/{comment.json()['id']}").status_code == 204
    for method, status in (("POST", 204), ("DELETE", 204)):
        assert anna.request(method, f"{path}/follow").status_code == status
