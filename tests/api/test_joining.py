"""Invitations by link: made, shown once, used once, dead after that; whoever guesses waits."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.api.app import create_app
from tests.api.conftest import NOW, PASSWORD, Office, code
from tests.letters import mailbox

DOORS = [
    ("GET", "/admin/invitations"),
    ("POST", "/admin/invitations"),
    ("DELETE", "/admin/invitations/1"),
]


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_anonymous_and_salespeople_are_kept_out(
    nobody: TestClient, anna: TestClient, method: str, path: str
) -> None:
    body = None if method != "POST" else {"people": [1]}
    assert nobody.request(method, f"/api{path}", json=body).status_code == 401
    assert anna.request(method, f"/api{path}", json=body).status_code == 403


def invited(owner: TestClient, **person: Any) -> tuple[int, str]:
    """Somebody new with a link: their id and its secret."""
    body = {"person": {"name": "Nora New", "email": "Nora.New@ruida.example", **person}}
    reply = owner.post("/api/admin/invitations", json=body)
    assert reply.status_code == 201, reply.text
    item = reply.json()["items"][0]
    return item["person"]["id"], item["path"].removeprefix("/join/")


def test_the_whole_way(office: Office, owner: TestClient, nobody: TestClient) -> None:
    id_, secret = invited(owner, department=office.people.department, roles=["sales"])
    assert secret not in owner.get("/api/admin/invitations").text
    look = nobody.post("/api/join/look", json={"secret": secret}).json()
    assert (look["name"], look["account"], look["workspace"]) == ("Nora New", "nora.new", "Ruida")
    reply = nobody.post("/api/join", json={"secret": secret, "account": "Nora", "password": PASSWORD})
    assert (reply.status_code, reply.json()["person_id"]) == (200, id_)
    me = nobody.get("/api/me").json()
    assert (me["person"]["account"], me["roles"]) == ("nora", ["sales"])
    again = office.client()
    for path in ("/api/join/look", "/api/join"):
        body = (
            {"secret": secret, "account": "other", "password": PASSWORD}
            if path == "/api/join"
            else {"secret": secret}
        )
        assert code(again.post(path, json=body)) == "invitations.dead"
    assert owner.get("/api/admin/invitations").json()["items"] == []
    actions = [row["action"] for row in owner.get("/api/admin/audit?action=invitation.*").json()["items"]]
    assert actions == ["invitation.refused"] * 2 + ["invitation.used", "invitation.created"]


def test_what_does_not_use_the_link_up(office: Office, owner: TestClient, nobody: TestClient) -> None:
    _, secret = invited(owner)
    for body, refusal in (
        ({"account": "nora", "password": "short"}, "people.bad_password"),
        ({"account": "anna", "password": PASSWORD}, "people.account_taken"),
        ({"account": "no ra", "password": PASSWORD}, "people.bad_person"),
        (
            {"account": PASSWORD.replace(" ", ""), "password": PASSWORD.replace(" ", "")},
            "people.bad_password",
        ),
        ({"password": PASSWORD}, "invalid"),
    ):
        assert code(nobody.post("/api/join", json={"secret": secret, **body})) == refusal
    assert nobody.post("/api/join/look", json={"secret": secret}).status_code == 200


def test_dead_links(office: Office, owner: TestClient, nobody: TestClient) -> None:
    id_, first = invited(owner)
    second = owner.post("/api/admin/invitations", json={"people": [id_], "days": 1}).json()["items"][0]
    secret = second["path"].removeprefix("/join/")
    assert code(nobody.post("/api/join/look", json={"secret": first})) == "invitations.dead", (
        "another was made"
    )
    office.clock.now = NOW + timedelta(days=1)
    assert code(nobody.post("/api/join/look", json={"secret": secret})) == "invitations.dead", "expired"
    third = owner.post("/api/admin/invitations", json={"people": [id_]}).json()["items"][0]
    assert owner.delete(f"/api/admin/invitations/{third['id']}").status_code == 204
    assert code(owner.delete(f"/api/admin/invitations/{third['id']}")) == "invitations.not_found"
    dead = {"secret": third["path"].removeprefix("/join/"), "account": "nora", "password": PASSWORD}
    assert code(nobody.post("/api/join", json=dead)) == "invitations.dead", "revoked"
    fourth = owner.post("/api/admin/invitations", json={"people": [id_]}).json()["items"][0]
    owner.patch(f"/api/admin/people/{id_}", json={"state": "disabled"})
    gone = {"secret": fourth["path"].removeprefix("/join/")}
    assert code(nobody.post("/api/join/look", json=gone)) == "invitations.dead", "disabled meanwhile"


def test_bad_invitations(office: Office, owner: TestClient) -> None:
    for body, refusal in (
        ({}, "invalid"),
        ({"people": [office.people.anna]}, "invitations.cannot"),
        ({"people": [999]}, "people.not_found"),
        ({"person": {"name": "X", "password": PASSWORD}}, "invalid"),
        ({"person": {"name": ""}}, "people.bad_person"),
        ({"person": {"name": "X"}, "days": 0}, "invalid"),
        ({"person": {"name": "X"}, "origin": "javascript:alert(1)"}, "invalid"),
        ({"person": {"name": "X"}, "origin": "https://a.example/path"}, "invalid"),
        ({"person": {"name": "X"}, "mail": True, "origin": "https://a.example"}, "mail.not_set_up"),
    ):
        assert code(owner.post("/api/admin/invitations", json=body)) == refusal, body
    assert owner.get("/api/admin/invitations").json() == {"items": [], "mail": False}
    assert len(owner.get("/api/admin/people").json()["items"]) == 5, "nobody was made on the way"


def test_whoever_guesses_waits(office: Office, owner: TestClient, nobody: TestClient) -> None:
    _, secret = invited(owner)
    found = [nobody.post("/api/join/look", json={"secret": f"guess-{n}"}).status_code for n in range(25)]
    assert found[:20] == [410] * 20 and 429 in found[20:]
    assert nobody.post("/api/join/look", json={"secret": secret}).status_code == 429, "the address waits"
    office.clock.now = NOW + timedelta(minutes=10)
    assert nobody.post("/api/join/look", json={"secret": secret}).status_code == 200


def test_the_log_does_not_tell_links(nobody: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "bulou.request"):
        nobody.get("/join/very-secret")
    assert [getattr(row, "path", "") for row in caplog.records if row.name == "bulou.request"] == ["/join/…"]
    assert "very-secret" not in json.dumps([row.__dict__ for row in caplog.records], default=str)


def test_by_mail(office: Office) -> None:
    with mailbox() as box:
        settings = replace(office.settings, smtp_url=box.url, mail_from="Bulou <crm@ruida.example>")
        app = create_app(settings, db=office.db, clock=office.clock)
        owner = replace(office, app=app, settings=settings).client("owner")
        body = {
            "person": {"name": "Nora New", "email": "nora@ruida.example"},
            "mail": True,
            "origin": "https://crm.ruida.example/",
        }
        item = owner.post("/api/admin/invitations", json=body).json()["items"][0]
        assert item["mailed"] is True
        letter = box.letters[0]
        assert item["link"] in letter.get_content() and item["link"].startswith(
            "https://crm.ruida.example/join/"
        )
        assert owner.get("/api/admin/invitations").json()["items"][0]["mailed_to"] == "nora@ruida.example"
