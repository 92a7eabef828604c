"""A flood of calls on the address of a rule: refused with when to come again, and what is kept of it has an end."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.api.rates import Rate
from bulou.api.routes import rule_runs
from bulou.rules import clearing, hooks
from bulou.rules.hooks import LARGEST, sign
from tests.api.conftest import Office
from tests.api.ruling import definition, made, runs, states, work


def hook(owner: TestClient, **more: Any) -> dict[str, str]:
    made_: dict[str, str] = made(owner, "hook", definition("webhook", {"do": "stop"}, **more), form=None)[
        "hook"
    ]
    return made_


def refused(reply: Any) -> tuple[int, str, bool]:
    return reply.status_code, reply.json()["code"], int(reply.headers.get("retry-after", 0)) > 0


def test_calls_come_too_often_too_large_or_in_vain(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, nobody = hook(owner)["path"], office.client()
    body = {"content-type": "application/json"}
    declared = nobody.post(path, content=b" " * (LARGEST + 1), headers=body)
    undeclared = nobody.post(path, content=iter([b" " * LARGEST, b"{}"]), headers=body)
    assert [declared.status_code, undeclared.status_code] == [413, 413]
    monkeypatch.setattr(rule_runs, "KILOBYTES", Rate(300, 60))
    large = {"text": "x" * (200 * 1024)}
    assert nobody.post(path, json=large).status_code == 202
    assert refused(nobody.post(path, json=large)) == (429, "rules.too_many_calls", True)
    assert nobody.post(path, json={}).status_code == 202
    monkeypatch.setattr(rule_runs, "OF_ADDRESS", Rate(6, 60))
    assert nobody.post(path, json={}).status_code == 202
    assert refused(nobody.post(path, json={})) == (429, "rules.too_many_calls", True)
    assert len(runs(owner, "hook")) == 3


def test_wrong_signatures_leave_nothing(office: Office, owner: TestClient) -> None:
    told, nobody = hook(owner, signed=True), office.client()
    now = int(office.clock().timestamp())
    wrong = [
        "",
        "t=1,v1=0",
        sign("another seal", now, b"{}"),
        sign(told["seal"], now - 1000, b"{}"),
        "x" * 5000,
    ]
    replies = [
        nobody.post(told["path"], content=b"{}", headers={"x-bulou-signature": each}) for each in wrong
    ]
    assert {each.json()["code"] for each in replies} == {"rules.hook_refused"}
    assert runs(owner, "hook") == []


def test_while_calls_wait_no_more_are_taken(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "MOST_WAITING", 3)
    path, nobody = hook(owner)["path"], office.client()
    replies = [nobody.post(path, json={}) for _ in range(4)]
    assert [each.status_code for each in replies] == [202, 202, 202, 429]
    assert refused(replies[3]) == (429, "rules.too_many_calls", True)
    work(office)
    assert nobody.post(path, json={}).status_code == 202
    assert len(states(owner, "hook")) == 4


def test_of_calls_that_ended_the_newest_are_kept(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "NEWEST", 2)
    path, nobody = hook(owner)["path"], office.client()
    for number in range(4):
        assert nobody.post(path, json={"n": number}).status_code == 202
    work(office)
    assert nobody.post(path, json={"n": 4}).status_code == 202  # has not begun
    job = owner.post("/api/admin/schedules/rules_clear/run").json()["job"]
    assert office.drive(job) == "done"
    assert [each["input"]["body"]["n"] for each in runs(owner, "hook")] == [2, 3, 4]
