"""A salesperson with a full portfolio, for tests of handing it over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, text

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.people import actors
from bulou.records.write import Command, Who, apply
from tests.api.conftest import Office

ACCOUNTS, OPPORTUNITIES, FOLLOW_UPS, TASKS = 500, 1200, 3000, 200
STAGES = ("need", "proposal", "negotiation", "won", "lost", "on_hold")
# What a handover changes of a record: who holds it, and the stamps of a change.
HELD = ("owner", "department", "owner_since", "assignee")
STAMPS = ("version", "updated_at", "updated_by", "batch_id")


def portfolio(
    office: Office,
    person: int,
    *,
    accounts: int = 6,
    opportunities: int = 12,
    follow_ups: int = 12,
    tasks: int = 4,
) -> dict[str, list[int]]:
    """Accounts with opportunities in every stage, follow-ups about those, open tasks about accounts."""

    def fill(tx: Tx) -> dict[str, list[int]]:
        who = Who(actors.load(tx, person), "import", existing_history=True, trusted=True)

        def make(form: str, rows: Iterable[dict[str, Any]]) -> list[int]:
            commands = [Command("create", values={**row, "owner": person}) for row in rows]
            return [int(each.id or 0) for each in apply(tx, who, form, commands)]

        firms = make("account", ({"name": f"Firm {at} Ltd", "employees": at} for at in range(accounts)))
        deals = make("opportunity", (a_deal(at, firms[at % accounts]) for at in range(opportunities)))
        calls = make("follow_up", (a_call(at, deals[at % opportunities]) for at in range(follow_ups)))
        todo = make("task", (a_task(at, firms[at % accounts], person) for at in range(tasks)))
        return {"account": firms, "opportunity": deals, "follow_up": calls, "task": todo}

    found: dict[str, list[int]] = office.do(fill)
    return found


def a_deal(at: int, account: int) -> dict[str, Any]:
    """An opportunity; every stage has its turn."""
    stage = STAGES[at % len(STAGES)]
    dates = {"expected_close": "2026-12-24", "probability": 33}
    return {"name": f"Deal {at}", "account": account, "amount": 1000 + at, "stage": stage, **dates}


def a_call(at: int, deal: int) -> dict[str, Any]:
    """A follow-up with a next step."""
    about = {"form": "opportunity", "id": deal}
    dates = {"happened_at": "2026-11-01T02:00:00Z", "next_at": "2026-12-01T02:00:00Z"}
    return {"about": about, "content": f"Call {at}", "next_step": f"Step {at}", **dates}


def a_task(at: int, account: int, person: int) -> dict[str, Any]:
    """An open task."""
    about = {"form": "account", "id": account}
    return {"title": f"Task {at}", "about": about, "due_at": "2026-12-05T02:00:00Z", "assignee": person}


def whole(office: Office) -> dict[str, dict[int, dict[str, Any]]]:
    """Every column of every record of every form, by id; and the stage history."""

    def look(tx: Tx) -> dict[str, dict[int, dict[str, Any]]]:
        found: dict[str, dict[int, dict[str, Any]]] = {}
        for form in catalogs.load(tx):
            if not form.read_only:
                keys = [column.key for column in form.table.c]
                rows = tx.rows(select(form.table))
                found[form.key] = {row[0]: dict(zip(keys, row, strict=True)) for row in rows}
        stays = tx.rows(text("SELECT * FROM stage_history ORDER BY id"))
        found["stage_history"] = {row[0]: dict(row._mapping) for row in stays}
        return found

    answer: dict[str, dict[int, dict[str, Any]]] = office.do(look)
    return answer


def without(states: dict[str, dict[int, dict[str, Any]]], *keys: str) -> dict[str, dict[int, dict[str, Any]]]:
    """The same, these columns left out."""
    return {
        form: {
            id_: {key: value for key, value in row.items() if key not in keys} for id_, row in rows.items()
        }
        for form, rows in states.items()
    }


def run(office: Office, client: TestClient, **asked: Any) -> dict[str, Any]:
    """Start a handover, drive it to its end; the handover."""
    reply = client.post("/api/handovers", json=asked)
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done", client.get(f"/api/jobs/{reply.json()['job']}").text
    found: dict[str, Any] = client.get(f"/api/handovers/{reply.json()['id']}").json()
    return found


def take_back(office: Office, client: TestClient, id_: int, **asked: Any) -> dict[str, Any]:
    """Undo a handover, drive it to its end; the handover."""
    reply = client.post(f"/api/handovers/{id_}/undo", json=asked)
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done", client.get(f"/api/jobs/{reply.json()['job']}").text
    found: dict[str, Any] = client.get(f"/api/handovers/{id_}").json()
    return found


def problems(reply: Response) -> dict[str, str]:
    """Field → code of a refusal."""
    return {each["field"]: each["code"] for each in reply.json().get("errors", ())}
