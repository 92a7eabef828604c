"""What tests of the five promises have in common: the template's rules in force, time that passes, what was told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.apps import loader
from bulou.apps import rules as app_rules
from bulou.connect import channels
from bulou.connect.addresses import Guard, ranges
from bulou.connect.deliveries import Means, Sender
from bulou.db import schedules
from bulou.db.beats import beats
from bulou.db.contributed import discover
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from bulou.people import accounts, actors
from tests.api.conftest import Office, password_hash
from tests.letters import Mailbox

Json = dict[str, Any]
OURS = ("rules.%", "pools.%")


def begin(office: Office) -> None:
    """The template's rules as a new workspace has them: the owner's."""

    def work(tx: Tx) -> None:
        bodies = [body for kind, _key, body in loader.read("crm").objects if kind == app_rules.KIND]
        app_rules.begin(tx, actors.load(tx, office.people.owner), bodies)

    discover()
    office.do(schedules.tick)
    office.do(work)
    settle(office)


def settle(office: Office) -> None:
    """All that follows from what happened, as processes that have just started would do it."""
    for _ in range(12):
        Relay(office.db, office.clock).drain()
        for beat in beats:
            if beat.key == "rules.due":
                office.do(beat.work)
        ids = office.do(_waiting)
        for id_ in ids:
            assert office.drive(id_) == "done"
        if not ids:
            return


def _waiting(tx: Tx) -> list[str]:
    ours = job.c.kind.like(OURS[0]) | job.c.kind.like(OURS[1])
    return [row[0] for row in tx.rows(select(job.c.id).where(job.c.state == "queued", ours))]


def pass_time(office: Office, **span: float) -> None:
    """Time passes, by days and hours; then the work of that moment is done."""
    office.clock.now += timedelta(**span)
    office.do(schedules.tick)
    settle(office)


def person(office: Office, account: str, role: str, **more: Any) -> int:
    """Somebody else who works here."""
    new = accounts.NewPerson(account.title(), account, password_hash(), roles=(role,), **more)
    return int(office.do(lambda tx: accounts.create(tx, SYSTEM, new)))


def told(office: Office, account: str, words: str) -> list[str]:
    """Their notices that hold these words, the newest first."""
    items = office.client(account).get("/api/notifications", params={"limit": 200}).json()["items"]
    return [each["title"] for each in items if words in each["title"]]


def call(client: TestClient, form: str, id_: int, **more: Any) -> None:
    """A follow-up."""
    body = {"about": {"form": form, "id": id_}, "kind": "call", "content": "They will think about it", **more}
    reply = client.post("/api/log", json=body)
    assert reply.status_code == 201, reply.text


def move(client: TestClient, form: str, id_: int, stage: str, **values: Any) -> None:
    """A move to another stage."""
    version = client.get(f"/api/records/{form}/{id_}").json()["version"]
    body = {"stage": stage, "values": values, "version": version}
    reply = client.post(f"/api/records/{form}/{id_}/stage", json=body)
    assert reply.status_code == 200, reply.text


def mail_server(office: Office, box: Mailbox) -> None:
    """A channel for mail over a server on loopback."""
    options = {
        "host": "127.0.0.1",
        "port": str(box.port),
        "security": "offered",
        "sender": "Ruida <crm@ruida.example>",
    }
    wanted = channels.Wanted("smtp", "Mail", options)
    secrets = make_secrets(office.settings.data_dir)
    office.do(lambda tx: channels.add(tx, SYSTEM, secrets, wanted))


def send(office: Office) -> None:
    """What waits to go outside goes, as a sender that has just started would send it."""
    means = Means(make_secrets(office.settings.data_dir), Guard(ranges("127.0.0.0/8")))
    Sender(office.db, means, office.clock).drain()
