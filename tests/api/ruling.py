"""What tests of rules have in common: a rule that is on, what it did, and the work after a save."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db.beats import beats
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx, run
from tests.api.conftest import Office

Json = dict[str, Any]

NOTE = {"do": "update_record", "values": {"note": "seen by the rule"}}
TELL_OWNER = {"do": "notify", "people": [{"field": "owner"}], "text": "{company} is new"}


def record(client: TestClient, form: str, id_: int) -> dict[str, Any]:
    reply = client.get(f"/api/records/{form}/{id_}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def notices(client: TestClient) -> list[str]:
    return [each["title"] for each in client.get("/api/notifications").json()["items"]]


def change(client: TestClient, form: str, id_: int, **values: Any) -> None:
    version = record(client, form, id_)["version"]
    reply = client.patch(f"/api/records/{form}/{id_}", json={**values, "version": version})
    assert reply.status_code == 200, reply.text


OURS = ("rules.run", "rules.rebuild")


def definition(trigger: str, *steps: Json, when: Any = None, **more: Any) -> Json:
    """A definition; options of the trigger by name."""
    runs_as = more.pop("runs_as", "owner")
    return {"trigger": {"kind": trigger, **more}, "when": when, "steps": list(steps), "runs_as": runs_as}


def made(host: TestClient, key: str, body: Json, form: str | None = "lead") -> Json:
    """A rule that is on."""
    reply = host.post(
        "/api/rules", json={"key": key, "label": {"en-US": key}, "form": form, "definition": body}
    )
    assert reply.status_code == 201, reply.text
    published = host.post(f"/api/rules/{key}/publish", json={})
    assert published.status_code == 200, published.text
    on = host.post(f"/api/rules/{key}/enable")
    assert on.status_code == 200, on.text
    return dict(on.json())


def work(office: Office, rounds: int = 6) -> None:
    """Everything that follows from what was committed: events told, due runs looked for, jobs carried out."""
    for _ in range(rounds):
        Relay(office.db, office.clock).drain()
        for beat in beats:
            if beat.key == "rules.due":
                run(office.db, beat.work, clock=office.clock)
        waiting = select(job_table.c.id).where(job_table.c.kind.in_(OURS), job_table.c.state == "queued")
        ids = [row[0] for row in office.do(partial(Tx.rows, statement=waiting))]
        for id_ in ids:
            assert office.drive(id_) == "done"
        if not ids:
            return


def runs(host: TestClient, key: str) -> list[Json]:
    """The runs of a rule, the oldest first, each with its steps."""
    items = host.get(f"/api/rules/{key}/runs", params={"limit": 200}).json()["items"]
    return [dict(host.get(f"/api/rule-runs/{each['id']}").json()) for each in reversed(items)]


def states(host: TestClient, key: str) -> list[str]:
    """Their states."""
    return [each["state"] for each in runs(host, key)]
