"""Two people at one rule in one moment, each on a connection of their own: nothing is lost, nothing happens twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from bulou.db.contributed import discover
from bulou.db.outbox import Relay
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.errors import AppError
from bulou.people import actors
from bulou.records import write
from bulou.records.write import Who
from bulou.rules import failing, possession, pressing, removing, store
from bulou.rules.draining import drain
from bulou.rules.model import Rule
from tests.api.conftest import Office, created
from tests.api.ruling import NOTE, definition, made, runs
from tests.api.test_pushes import furnish
from tests.api.test_races_with_edits import meanwhile


def act(
    office: Office, what: Callable[[Tx, Any, Rule], Any], key: str, told: list[str | None]
) -> Callable[[Tx], Any]:
    """The owner does something to the rule as it was before both began; the code of what they are told."""
    rule = office.do(lambda tx: store.one(tx, key))

    def work(tx: Tx) -> None:
        actor = actors.load(tx, office.people.owner)
        try:
            what(tx, actor, rule)
        except AppError as error:
            told.append(error.code)
        else:
            told.append(None)

    return work


def drafted(owner: TestClient, key: str) -> None:
    body = definition("created", NOTE)
    reply = owner.post(
        "/api/rules", json={"key": key, "label": {"en-US": key}, "form": "lead", "definition": body}
    )
    assert reply.status_code == 201, reply.text


def test_of_two_who_publish_one_draft_the_second_is_told(office: Office, owner: TestClient) -> None:
    drafted(owner, "twice")
    told = list[str | None]()
    publish = act(office, lambda tx, actor, rule: store.publish(tx, actor, rule, 1), "twice", told)
    meanwhile(office, publish, publish)
    assert told in ([None, "rules.nothing_to_publish"], [None, "rules.changed"])
    assert [each["version"] for each in owner.get("/api/rules/twice/versions").json()["items"]] == [1]


def test_a_draft_that_is_dropped_counts_on_from_the_one_that_was_kept_meanwhile(
    office: Office, owner: TestClient
) -> None:
    drafted(owner, "dropped")
    told = list[str | None]()
    body = definition("created", NOTE, NOTE)
    keep = act(office, lambda tx, actor, rule: store.keep_draft(tx, actor, rule, body, 1), "dropped", told)
    drop = act(office, store.drop_draft, "dropped", told)
    meanwhile(office, keep, drop)
    assert told == [None, None]
    assert owner.get("/api/rules/dropped").json()["draft_version"] == 3


def test_a_button_pressed_twice_in_one_moment_runs_once(office: Office, owner: TestClient) -> None:
    made(owner, "press", definition("button", NOTE, label={"en-US": "Press"}, needs="change"))
    id_ = created(owner, "lead", company="Ruida")["id"]

    def press(tx: Tx) -> None:
        actor = actors.load(tx, office.people.owner)
        pressing.press(tx, actor, catalog.load(tx)["lead"], id_, "press")

    meanwhile(office, press, press)
    assert len(runs(owner, "press")) == 1


def test_a_rule_that_is_deleted_while_it_fails_stays_deleted(office: Office, owner: TestClient) -> None:
    made(owner, "gone", definition("created", NOTE))
    told = list[str | None]()
    remove = act(office, removing.remove, "gone", told)
    reason = {"code": "rules.fails_again", "params": {"times": 5}}
    pause = act(office, lambda tx, _actor, rule: failing.pause(tx, rule, reason), "gone", told)
    meanwhile(office, remove, pause)
    assert "gone" not in " ".join(each["key"] for each in owner.get("/api/rules").json()["items"])
    assert owner.post("/api/rules/gone/restore").status_code == 200


def test_who_has_a_draft_open_is_told_that_a_handover_changed_whom_it_names(
    office: Office, owner: TestClient
) -> None:
    anna, ben = office.people.anna, office.people.ben
    body = definition("created", {"do": "notify", "people": [{"person": anna}], "text": "new"})
    reply = owner.post(
        "/api/rules", json={"key": "open", "label": {"en-US": "O"}, "form": "lead", "definition": body}
    )
    seen = reply.json()["draft_version"]
    office.do(lambda tx: possession.pass_on_named(tx, actors.load(tx, office.people.owner), anna, ben))
    late = owner.put("/api/rules/open/draft", json={"definition": body, "version": seen})
    assert (late.status_code, late.json()["code"]) == (409, "rules.changed")
    step = owner.get("/api/rules/open").json()["draft"]["steps"][0]
    assert step["people"] == [{"person": ben}]


def test_what_is_being_saved_stays_when_a_rule_adds_to_it(office: Office, owner: TestClient) -> None:
    furnish(office)
    one, two = (created(owner, "account", name=name)["id"] for name in ("One", "Two"))
    adds = [{"do": "tag", "field": "tags", "add": ["b"]}, {"do": "link", "field": "firms", "to": two}]
    made(owner, "adds", definition("created", *adds), form="ask")
    id_ = created(owner, "ask", name="A")["id"]
    discover()
    Relay(office.db, office.clock).drain()

    def save(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.owner))
        write.change(tx, who, catalog.load(tx)["ask"], id_, {"tags": ["a"], "firms": [one]})

    meanwhile(office, save, lambda tx: drain(tx, time.monotonic() + 60))
    assert [run["state"] for run in runs(owner, "adds")] == ["done"]
    ask = owner.get(f"/api/records/ask/{id_}").json()
    assert (ask["tags"], [each["id"] for each in ask["firms"]]) == (["a", "b"], [one, two])
