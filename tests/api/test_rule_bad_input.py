"""Rules on what is gone, in circles over forms, on more records than anybody counts: nothing breaks, and it is said."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bulou.db.tables.events import relay_pending
from bulou.db.tables.rules import rule_due, rule_run
from bulou.db.tx import Tx
from bulou.records import write
from bulou.records.write import Command, Who
from bulou.rules import draining, firing, runs
from tests.api.conftest import Office, created
from tests.api.designing import publish, save, start, visits, with_field
from tests.api.ruling import change, definition, made, record, states, work
from tests.api.ruling import runs as told

MANY = 1_200
SIZE = {"field": "size", "op": "gt", "value": 1}
SET_SIZE = {"do": "update_record", "values": {"size": 7}}
SAY = {"do": "comment", "text": "size {size}"}
STOP = {"do": "stop"}


def without(owner: TestClient, form: str, key: str) -> None:
    """Publish the form without a field, whatever is lost."""
    draft = owner.get(f"/api/forms/{form}/draft").json()
    body = {**draft["body"], "fields": [each for each in draft["body"]["fields"] if each["key"] != key]}
    publish(owner, save(owner, draft, body), losses=True)


RULES = {
    "condition": ({"when": SIZE}, [STOP], []),
    "trigger": ({"fields": ["size"]}, [STOP], []),
    "after": ({"after": SIZE}, [STOP], []),
    "step": ({}, [SET_SIZE], ["failed"]),
    "text": ({}, [SAY], ["done"]),
    "branch": ({}, [{"do": "branch", "if": SIZE, "then": [STOP], "else": [STOP]}], ["failed"]),
}


@pytest.mark.parametrize("what", RULES)
def test_a_rule_on_a_removed_field_holds_up_nothing(office: Office, owner: TestClient, what: str) -> None:
    options, steps, expected = RULES[what]
    [id_] = visits(owner, "number", [5])
    made(owner, "odd", definition("changed", *steps, **options), form="visit")
    made(owner, "sound", definition("changed", STOP), form="visit")
    without(owner, "visit", "size")
    change(owner, "visit", id_, name="again")
    work(office)
    assert states(owner, "sound") == ["done"]
    assert states(owner, "odd") in (expected, ["skipped"])
    assert office.do(lambda tx: tx.value(select(func.count()).select_from(relay_pending))) == 0
    for each in told(owner, "odd"):
        if each["state"] == "failed":
            assert each["error"]["code"] != "internal", each["error"]


@pytest.mark.parametrize("trigger", ["date", "silence"])
def test_a_rule_by_time_on_a_removed_field_is_due_never_again(
    office: Office, owner: TestClient, trigger: str
) -> None:
    draft = start(owner, key="visit")
    publish(owner, save(owner, draft, with_field(draft["body"], "day", "date")))
    id_ = created(owner, "visit", name="v", day="2026-11-25")["id"]
    options: dict[str, Any] = {"field": "day"} if trigger == "date" else {"since": ["day"], "amount": 3}
    made(owner, "odd", definition(trigger, STOP, **options), form="visit")
    work(office)
    assert office.do(lambda tx: tx.value(select(func.count()).select_from(rule_due))) == 1
    without(owner, "visit", "day")
    office.clock.now = office.clock.now.replace(month=12, day=20)
    change(office.client("owner"), "visit", id_, name="again")
    work(office)
    assert states(office.client("owner"), "odd") == []
    assert office.do(lambda tx: tx.value(select(func.count()).select_from(rule_due))) == 0


def test_a_circle_over_two_forms_is_cut_where_it_closes(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    account = created(anna, "account", name="Ruida")["id"]
    deal = created(anna, "opportunity", name="Deal", account=account, amount=1, expected_close="2026-12-01")[
        "id"
    ]
    mine = {"do": "update_record", "values": {"name": "{name}+"}}
    to_account = {"form": "account", "filter": {"field": "id", "op": "eq", "value": "{account}"}}
    to_deals = {"form": "opportunity", "filter": {"field": "account", "op": "eq", "value": "{id}"}}
    made(
        owner,
        "up",
        definition("changed", {"do": "for_each", **to_account, "steps": [mine]}, fields=["amount", "name"]),
        form="opportunity",
    )
    made(
        owner,
        "down",
        definition("changed", {"do": "for_each", **to_deals, "steps": [mine]}, fields=["name"]),
        form="account",
    )
    change(anna, "opportunity", deal, amount=2)
    work(office, rounds=40)
    assert (states(owner, "up"), states(owner, "down")) == (["done", "cut"], ["done"])
    assert told(owner, "up")[1]["reason"] == "rules.circle"
    assert (record(anna, "account", account)["name"], record(anna, "opportunity", deal)["name"]) == (
        *("Ruida+", "Deal+"),
    )


def test_a_great_many_are_done_in_small_pieces(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, fired = list[int](), list[int]()
    due, fire = runs.due, firing.fire

    def seen(tx: Tx, limit: int) -> Any:
        found = due(tx, limit)
        read.append(len(found))
        return found

    def counted(tx: Tx) -> int:
        fired.append(fire(tx))
        return fired[-1]

    monkeypatch.setattr(runs, "due", seen)
    monkeypatch.setattr(firing, "fire", counted)
    commands = [
        Command("create", values={"company": f"L{n}", "next_follow_up": "2026-11-21"}) for n in range(MANY)
    ]
    office.do(lambda tx: write.apply(tx, Who(), "lead", commands))
    made(owner, "all", definition("date", STOP, field="next_follow_up"))
    made(owner, "changed", definition("changed", STOP, fields=["note"]))
    work(office)
    body = {"filter": None, "change": {"note": "all of them"}}
    started = owner.post("/api/records/lead/bulk", json=body)
    assert started.status_code == 202, started.text
    assert office.drive(started.json()["job"]) == "done"
    office.clock.now = office.clock.now.replace(day=22)
    work(office)
    counted_runs = select(rule_run.c.state, func.count()).group_by(rule_run.c.state)
    assert [tuple(row) for row in office.do(lambda tx: tx.rows(counted_runs))] == [("done", 2 * MANY)]
    assert max(read) <= draining.AT_ONCE and max(fired) <= firing.AT_ONCE
    assert sum(fired) == MANY
