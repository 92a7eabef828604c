"""Administrators set channels up, try them, and see and resend what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.api.app import create_app
from bulou.connect.deliveries import Delivery, Means, Sender, queue
from bulou.db.contributed import discover
from bulou.db.tables.people import audit
from bulou.kit.secrets import make_secrets
from tests.api.conftest import Office, code
from tests.db.sending import HERE
from tests.letters import mailbox
from tests.services import SECRET, Place, answered, service, webhook

ADDRESSES = [
    ("GET", "/api/admin/channels", None),
    ("POST", "/api/admin/channels", {"kind": "webhook", "label": "x", "options": {}}),
    ("PATCH", "/api/admin/channels/x", {"kind": "webhook", "label": "x", "options": {}, "version": 1}),
    ("DELETE", "/api/admin/channels/x", None),
    ("POST", "/api/admin/channels/x/try", {}),
    ("GET", "/api/admin/deliveries", None),
    ("GET", "/api/admin/deliveries/1", None),
    ("POST", "/api/admin/deliveries/1/again", None),
    ("POST", "/api/admin/deliveries/1/cancel", None),
]


@pytest.fixture
def hook() -> Iterator[Place]:
    with service(webhook) as found:
        yield found


@pytest.fixture
def open_office(office: Office) -> Office:
    """An office that may ask this machine."""
    discover()
    settings = replace(office.settings, outbound_allow="127.0.0.0/8")
    return replace(office, app=create_app(settings, db=office.db, clock=office.clock), settings=settings)


def made(client: TestClient, hook: Place, **options: str) -> str:
    given = {"url": hook.url, "secret": SECRET, **options}
    reply = client.post("/api/admin/channels", json={"kind": "webhook", "label": "ERP", "options": given})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["key"])


def drain(office: Office) -> None:
    Sender(office.db, Means(make_secrets(office.settings.data_dir), HERE), office.clock).drain()


@pytest.mark.parametrize(("method", "path", "body"), ADDRESSES)
def test_they_are_the_administrators_alone(
    nobody: TestClient, head: TestClient, stranger: TestClient, method: str, path: str, body: Any
) -> None:
    assert nobody.request(method, path, json=body).status_code in (401, 403)
    for client in (head, stranger):
        assert client.request(method, path, json=body).status_code == 403


def test_a_channel_is_set_up_tried_changed_and_removed(open_office: Office, hook: Place) -> None:
    owner = open_office.client("owner")
    key = made(owner, hook)
    told = owner.get("/api/admin/channels")
    assert SECRET not in told.text
    [item] = told.json()["items"]
    assert (item["state"], item["secrets"], item["options"]) == ("new", ["secret"], {"url": hook.url})
    tried = owner.post(f"/api/admin/channels/{key}/try", json={}).json()
    assert (tried["ok"], len(hook.taken)) == (True, 1)
    hook.says.append(answered({}, 503))
    tried = owner.post(f"/api/admin/channels/{key}/try", json={}).json()
    assert (tried["ok"], tried["detail"]) == (False, "The answer was 503")
    body = {"kind": "webhook", "label": "Store", "options": {"url": hook.url}, "version": 1}
    assert owner.patch(f"/api/admin/channels/{key}", json=body).status_code == 200
    assert code(owner.patch(f"/api/admin/channels/{key}", json=body)) == "channel.changed"
    assert owner.post(f"/api/admin/channels/{key}/try", json={}).json()["ok"], "the secret stayed"
    assert owner.delete(f"/api/admin/channels/{key}").status_code == 204
    assert owner.get("/api/admin/channels").json()["items"] == []
    query = select(audit.c.action, audit.c.detail).where(audit.c.action.startswith("channel."))
    rows = open_office.do(lambda tx: tx.rows(query.order_by(audit.c.id)))
    assert [row.action for row in rows][:2] == ["channel.added", "channel.tried"]
    assert not any(SECRET in row.detail for row in rows)


def test_invitations_go_by_a_channel_for_mail(open_office: Office) -> None:
    owner = open_office.client("owner")
    assert owner.get("/api/admin/invitations").json()["mail"] is False
    with mailbox() as box:
        options = {
            "host": "127.0.0.1",
            "port": str(box.port),
            "security": "offered",
            "sender": "b@example.com",
        }
        body = {"kind": "smtp", "label": "Mail", "options": options}
        assert owner.post("/api/admin/channels", json=body).status_code == 201
        assert owner.get("/api/admin/invitations").json()["mail"] is True
        person = {"name": "Ines", "email": "ines@example.com"}
        asked = {"person": person, "days": 3, "mail": True, "origin": "http://crm.example.com"}
        [made] = owner.post("/api/admin/invitations", json=asked).json()["items"]
        assert (made["mailed"], [letter["To"] for letter in box.letters]) == (True, ["ines@example.com"])


@pytest.mark.parametrize(
    ("kind", "options", "field"),
    [
        ("webhook", {"url": "ftp://example.com"}, "options.url"),
        ("webhook", {"url": "https://a:b@example.com"}, "options.url"),
        ("webhook", {}, "options.url"),
        ("webhook", {"url": "https://example.com", "x": "y"}, "options.x"),
        ("smtp", {"host": "h", "sender": "nobody"}, "options.sender"),
        ("smtp", {"host": "h", "sender": "a@b.example", "port": "70000"}, "options.port"),
        ("smtp", {"host": "h\r\nRCPT", "sender": "a@b.example"}, "options.host"),
        ("nothing", {}, "kind"),
    ],
)
def test_what_cannot_be_a_channel_is_refused(
    owner: TestClient, kind: str, options: dict[str, str], field: str
) -> None:
    discover()
    body = {"kind": kind, "label": "x", "options": options}
    reply = owner.post("/api/admin/channels", json=body)
    assert (reply.status_code, [each["field"] for each in reply.json()["errors"]]) == (422, [field])


def test_what_is_wrong_with_a_port_is_said_with_its_limits(open_office: Office) -> None:
    owner = open_office.client("owner")
    wanted = {"host": "h", "sender": "a@b.example", "port": "70000"}
    reply = owner.post("/api/admin/channels", json={"kind": "smtp", "label": "x", "options": wanted})
    [error] = reply.json()["errors"]
    assert (error["field"], "65535" in error["detail"]) == ("options.port", True)


def test_services_come_mail_first_then_sms_then_robots(open_office: Office) -> None:
    told = open_office.client("owner").get("/api/admin/channels").json()["services"]
    assert [each["purpose"] for each in told] == ["mail", "sms", "sms", "robot", "robot", "robot", "webhook"]


def test_deliveries_are_seen_resent_and_cancelled(open_office: Office, hook: Place) -> None:
    owner = open_office.client("owner")
    key = made(owner, hook)
    hook.says.append(answered({}, 404))
    wanted = Delivery(key, subject="Won", payload={"a": 1}, cause="rule:3:1", key="k1")
    open_office.do(lambda tx: queue(tx, wanted))
    drain(open_office)
    told = owner.get("/api/admin/deliveries", params={"state": "failed"}).json()
    [item] = told["items"]
    assert (item["error"], item["may"], told["counts"]["failed"]) == ("The answer was 404", ["again"], 1)
    assert owner.get("/api/admin/deliveries", params={"cause": "rule:3"}).json()["items"] == [item]
    assert owner.get("/api/admin/deliveries", params={"cause": "rule:4"}).json()["items"] == []
    assert owner.get(f"/api/admin/deliveries/{item['id']}").json()["payload"] == '{"a":1}'
    assert owner.post(f"/api/admin/deliveries/{item['id']}/again").status_code == 204
    assert code(owner.post(f"/api/admin/deliveries/{item['id']}/again")) == "delivery.not_open"
    drain(open_office)
    assert owner.get(f"/api/admin/deliveries/{item['id']}").json()["state"] == "sent"
    assert [came.headers["idempotency-key"] for came in hook.came] == ["k1", "k1"]
    other = open_office.do(lambda tx: queue(tx, Delivery(key, payload={})))
    assert owner.post(f"/api/admin/deliveries/{other}/cancel").status_code == 204
    drain(open_office)
    assert len(hook.came) == 2
    assert code(owner.get("/api/admin/deliveries", params={"state": "nowhere"})) == "invalid"
    assert owner.get("/api/admin/deliveries/999").status_code == 404


def test_a_password_is_not_told_to_another_server(office: Office, owner: TestClient) -> None:
    discover()
    given = {
        "host": "mail.example.com",
        "port": "465",
        "security": "tls",
        "user": "crm",
        "sender": "a@example.com",
    }
    body = {"kind": "smtp", "label": "Mail", "options": {**given, "password": "secret word"}}
    key = owner.post("/api/admin/channels", json=body).json()["key"]
    there = f"/api/admin/channels/{key}"
    moved = {**body, "version": 1, "options": {**given, "host": "mail.example.net"}}
    reply = owner.patch(there, json=moved)
    assert [each["field"] for each in reply.json()["errors"]] == ["options.password"]
    again = {**moved, "options": {**moved["options"], "password": "another"}}
    assert owner.patch(there, json=again).status_code == 200
    renamed = {**moved, "label": "Post", "version": 2}
    assert owner.patch(there, json=renamed).status_code == 200
