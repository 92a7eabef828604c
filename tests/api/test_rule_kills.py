"""`kill -9` at random points while rules are carried out: every effect happened exactly once, and nothing is lost."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bulou.db.tables.records import comment
from tests.api.conftest import Office
from tests.api.ruling import definition, made

LEADS = 60
KILLS = 6


def carry_on(office: Office, steps: int) -> int:
    """A process that dies after so many steps (0: never); how it ended."""
    command = [sys.executable, "-m", "tests.rule_killing", office.db.url, str(steps)]
    return subprocess.run(command, check=False, timeout=300).returncode


def total(owner: TestClient, form: str) -> int:
    return int(
        owner.get(f"/api/records/{form}", params={"count": "exact", "limit": 1}).json()["total"]["value"]
    )


def test_every_effect_happens_exactly_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    task = {"do": "create_task", "title": "Call {company}", "people": [{"field": "owner"}]}
    done = {"do": "update_record", "values": {"note": "{run.rule}"}}
    made(owner, "greet", definition("created", task, {"do": "comment", "text": "hello"}, done))
    for number in range(LEADS):
        assert anna.post("/api/records/lead", json={"company": f"Lead {number}"}).status_code == 201
    dice = random.Random(
        5
    )  # other points each time it is changed, the same ones for everybody who looks for a defect
    ends = [carry_on(office, dice.randint(1, 50)) for _ in range(KILLS)]
    assert ends[0] == -9 and set(ends) <= {-9, 0}  # a late one may find everything done
    assert carry_on(office, 0) == 0
    assert total(owner, "task") == LEADS
    comments: Any = office.do(lambda tx: tx.value(select(func.count()).select_from(comment)))
    assert comments == LEADS
    items = owner.get("/api/rules/greet/runs", params={"limit": 200}).json()["items"]
    assert [each["state"] for each in items] == ["done"] * LEADS
    noted = owner.get("/api/records/lead", params={"limit": 200, "fields": "note,version"}).json()["items"]
    assert {(each["note"], each["version"]) for each in noted} == {("greet", 2)}
