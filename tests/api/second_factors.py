"""Second factors as tests set them up and use them."""

from __future__ import annotations

from datetime import timedelta

import pyotp
from fastapi.testclient import TestClient

from bulou.people import audit
from tests.api.conftest import PASSWORD, Office

STEP = timedelta(seconds=30)


def now_code(office: Office, secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps away."""
    return pyotp.TOTP(secret.replace(" ", "")).at(office.clock.now + steps * STEP)


def set_up(office: Office, client: TestClient) -> tuple[str, list[str]]:
    """A second factor of the client's person: (secret, recovery codes); the clock goes on by a step."""
    begun = client.post("/api/me/second-factor", json={"password": PASSWORD})
    assert begun.status_code == 201, begun.text
    done = client.put("/api/me/second-factor", json={"code": now_code(office, begun.json()["secret"])})
    assert done.status_code == 200, done.text
    office.clock.now += STEP
    return begun.json()["secret"], done.json()["recovery_codes"]


def first_step(office: Office, account: str = "anna") -> TestClient:
    """A browser whose person has given the right password."""
    client = office.client()
    reply = client.post("/api/session", json={"account": account, "password": PASSWORD})
    assert (reply.status_code, reply.json()["wants"]) == (202, "code"), reply.text
    assert "csrf" not in reply.json()
    return client


def second_step(client: TestClient, given: str) -> int:
    reply = client.post("/api/session/code", json={"code": given})
    if reply.status_code == 200:
        client.headers["x-csrf-token"] = reply.json()["csrf"]
    return reply.status_code


def actions(office: Office, *wanted: str) -> list[str]:
    """What the audit trail tells, the newest last."""
    rows = office.do(lambda tx: audit.read(tx, audit.Filter(), limit=200))
    return [row["action"] for row in reversed(rows) if row["action"] in wanted]


def kinds(client: TestClient) -> list[str]:
    return [each["kind"] for each in client.get("/api/notifications").json()["items"]]
