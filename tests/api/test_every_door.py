"""What holds for every address: nobody gets in unknown, a stranger finds nothing, writes by cookie prove themselves."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from bulou.api.doors import Door, all_doors
from tests.api.conftest import Office, code, created

DOORS = [door for _, door in all_doors()]

# Doors that carry business data but are not about one form or record: a stranger gets an empty answer.
EMPTY_FOR_STRANGERS = {
    "search_everywhere": {"items": []},
    "list_imports": {"items": []},
    "list_dashboards": {"items": []},
    "list_forms": None,
    "list_batches": {"items": []},
    "list_bin": None,
    "list_leaks": {"plugs": [], "more": []},
    "list_handovers": {"items": [], "next": None},
    "get_today": None,
    "list_pools": {"items": []},
    "list_all_rule_runs": {"items": [], "next": None, "counts": {}},
    "get_agenda": {"items": [], "whole": True},
}
# Needs more than a path to be refused for the right reason.
BODIES: dict[str, object] = {
    "start_export": {"form": "account"},
    "log_activity": {"about": {"form": "account", "id": 1}, "content": "x"},
    "change_comment": {"body": "x"},
    "plan_handover": {"person": 1},
    "start_handover": {"person": 1},
    "release_records": {"ids": [1]},
    "undo_release": {"ids": [1]},
    "test_rule": {"form": "account", "definition": {}, "record": 1},
    "rehearse_rule": {"form": "account", "definition": {}},
    "check_formula": {"form": "account", "text": "1 + 1"},
}
UPLOADS = {"start_import", "upload_file"}
CONFIGURING = {
    "export_app",
    "remove_sample_data",
    "understand_file",
    "preview_role",
    *("list_givers", "get_held", "list_receivers", "plan_handover", "start_handover"),
    *(door.key for door in DOORS if door.path.startswith("/personal")),  # the administrators'
}  # refused before any record is looked for


def address(door: Door, form: str = "account") -> str:
    """The door's path with a form, a record and plain words in its blanks."""
    filled = door.path.replace("{form}", form).replace("{key}", "sales").replace("{job}", "none")
    return "/api" + re.sub(r"{\w+}", "1", filled)


def test_nobody_gets_in_unknown(nobody: TestClient) -> None:
    answers = {
        door.key: (reply.status_code, code(reply))
        for door in DOORS
        if not door.public
        for reply in [nobody.request(door.method, address(door), json={} if door.method != "GET" else None)]
    }
    assert {key: answer for key, answer in answers.items() if answer != (401, "sign_in.needed")} == {}


def test_a_stranger_finds_no_business_data(owner: TestClient, stranger: TestClient) -> None:
    account = created(owner, "account", name="Hidden Ltd")
    created(owner, "opportunity", name="Hidden deal", account=account["id"])
    wrong = {}
    for door in DOORS:
        if door.carries != "records" or door.key in EMPTY_FOR_STRANGERS or door.key in UPLOADS:
            continue
        body = BODIES.get(door.key, {}) if door.method != "GET" else None
        reply = stranger.request(door.method, address(door), json=body)
        if reply.status_code != (403 if door.key in CONFIGURING else 404):
            wrong[door.key] = (reply.status_code, reply.text[:200])
    assert wrong == {}


def test_what_a_stranger_may_list_is_empty(owner: TestClient, stranger: TestClient) -> None:
    created(owner, "account", name="Hidden Ltd")
    for door in DOORS:
        if door.key in EMPTY_FOR_STRANGERS:
            reply = stranger.get(
                address(door), params={"q": "Hidden", "from": "2026-11-01", "to": "2026-11-30"}
            )
            assert reply.status_code == 200, reply.text
            assert "Hidden" not in reply.text
            if EMPTY_FOR_STRANGERS[door.key] is not None:
                assert reply.json() == EMPTY_FOR_STRANGERS[door.key]


def test_administration_is_closed_to_everybody_else(head: TestClient) -> None:
    wrong = {
        door.key: reply.status_code
        for door in DOORS
        if door.path.startswith("/admin")
        for reply in [head.request(door.method, address(door), json={} if door.method != "GET" else None)]
        if reply.status_code != 403
    }
    assert wrong == {}


def test_a_write_by_cookie_needs_its_token(office: Office, anna: TestClient) -> None:
    del anna.headers["x-csrf-token"]
    before = office.last_fact()
    wrong = {
        door.key: (reply.status_code, code(reply))
        for door in DOORS
        if door.method != "GET" and not door.public
        for reply in [anna.request(door.method, address(door), json={})]
        if (reply.status_code, code(reply)) != (403, "csrf.missing")
    }
    assert wrong == {}
    assert office.events(before) == []
    assert anna.get("/api/me").status_code == 200


def test_addresses_that_are_none(anna: TestClient) -> None:
    rows = [
        ("GET", "/api/nothing", 404, "http.not_found"),
        ("GET", "/api/", 404, "http.not_found"),
        ("PUT", "/api/me", 405, "http.wrong_method"),
        ("PROPFIND", "/api/me", 405, "http.wrong_method"),
        ("GET", "/api/records/nonsense", 404, "not_found"),
        ("GET", "/api/forms/nonsense", 404, "not_found"),
        ("GET", "/api/views/1", 405, "http.wrong_method"),
    ]
    for method, path, status, problem in rows:
        reply = anna.request(method, path)
        assert (reply.status_code, code(reply)) == (status, problem), path
        assert reply.headers["content-type"] == "application/problem+json"


def test_every_answer_carries_its_request_id_and_is_kept_by_nobody(anna: TestClient) -> None:
    reply = anna.get("/api/records/account/77", headers={"x-request-id": "my-request-1"})
    assert reply.json()["request_id"] == reply.headers["x-request-id"] == "my-request-1"
    other = anna.get("/api/me", headers={"x-request-id": "bad id\twith tab"})
    assert other.headers["x-request-id"] != "bad id\twith tab"
    assert other.headers["cache-control"] == "no-store"
    assert other.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in other.headers["content-security-policy"]
