"""The promises as files: on in a new workspace, off where an upgrade or a package brings them, in one language."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from bulou.apps import loader, packages
from bulou.apps import rules as app_rules
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.rules import removing, store
from tests.api.conftest import Office
from tests.api.test_packages import package, upload

ON_AT_FIRST = {"contract_renewal", "deal_silent", "lead_silent", "won_service"}
OFF_AT_FIRST = {
    f"{form}_{leak}" for form in ("lead", "deal") for leak in ("no_next_step", "overdue", "stalled")
}
OUTSIDE = {"won_welcome_mail", "won_welcome_sms"}


def states(tx: Tx) -> dict[str, str]:
    return {rule.key: rule.state for rule in store.listing(tx)}


def forget(tx: Tx) -> None:
    """The workspace as it was before the template had rules."""
    for rule in store.listing(tx):
        removing.remove(tx, SYSTEM, rule)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_new_workspace_begins_with_what_stays_inside(office: Office, locale: str) -> None:
    def work(tx: Tx) -> None:
        forget(tx)
        settings_table.put(tx, "locale", locale)
        loader.install(tx, "crm", by=office.people.owner)

    office.do(work)
    found = office.do(states)
    assert {key for key, state in found.items() if state == "on"} == ON_AT_FIRST
    assert found.keys() == ON_AT_FIRST | OFF_AT_FIRST | OUTSIDE
    rules = {rule.key: rule for rule in office.do(store.listing)}
    assert {rule.owner_id for rule in rules.values()} == {office.people.owner}
    assert {key for key, rule in rules.items() if rule.body is None} == OUTSIDE  # until there is a channel
    said = rules["won_service"].body["steps"][0]["text"]
    assert ("赢单" in said, "Won" in said) == (locale == "zh-CN", locale == "en-US")


def test_an_upgrade_brings_them_switched_off_and_keeps_what_was_made_of_them(office: Office) -> None:
    app = loader.read("crm")
    older = replace(app, objects=tuple(each for each in app.objects if each[0] != app_rules.KIND))
    newer = replace(app, version=app.version + 1)

    def work(tx: Tx) -> Any:
        forget(tx)
        packages.remember(tx, older)
        return packages.install(tx, SYSTEM, newer)

    plan = office.do(work)
    assert {line.key for line in plan.lines if (line.kind, line.action) == ("rule", "add")} == {
        *office.do(states)
    }
    assert set(office.do(states).values()) == {"off"}

    def edit(tx: Tx) -> None:
        rule = store.one(tx, "deal_silent")
        body = {**rule.body, "trigger": {**rule.body["trigger"], "amount": 5}}
        store.publish(tx, SYSTEM, store.keep_draft(tx, SYSTEM, rule, body, rule.draft_version))

    office.do(edit)
    again = office.do(lambda tx: packages.plan(tx, replace(newer, version=app.version + 2)))
    assert {line.action for line in again.lines if line.kind == "rule"} <= {"same", "kept"}
    office.do(lambda tx: packages.install(tx, SYSTEM, replace(newer, version=app.version + 2)))
    assert office.do(lambda tx: store.one(tx, "deal_silent").body["trigger"]["amount"]) == 5


def test_rules_of_a_form_that_was_deleted_here_stay_away(office: Office, owner: TestClient) -> None:
    app = loader.read("crm")
    older = replace(app, objects=tuple(each for each in app.objects if each[0] != app_rules.KIND))
    office.do(forget)
    office.do(lambda tx: packages.remember(tx, older))
    gone = owner.delete("/api/forms/contract", params={"force": "true"})
    assert gone.status_code in (200, 204), gone.text
    plan = office.do(lambda tx: packages.install(tx, SYSTEM, replace(app, version=app.version + 1)))
    (line,) = [each for each in plan.lines if each.key == "contract_renewal"]
    assert line.action == "deleted_here"
    assert "contract_renewal" not in office.do(states)


def test_a_package_that_says_it_is_on_is_off(office: Office, owner: TestClient) -> None:
    rule = {
        "key": "mine",
        "label": {"en-US": "Mine"},
        "form": "lead",
        "enabled": True,
        "definition": {
            "trigger": {"kind": "created"},
            "steps": [
                {"do": "notify", "people": [{"field": "owner"}], "text": {"en-US": "Hello", "zh-CN": "你好"}}
            ],
        },
    }
    data = package(
        {
            "app.yaml": "key: mine\nversion: 1\nlabel: { en-US: Mine }\n",
            "rules/mine.yaml": yaml.safe_dump(rule),
        }
    )
    reply = owner.post("/api/apps/install", json={"file": upload(owner, data)})
    assert reply.status_code in (200, 201, 202), reply.text
    if "job" in reply.json():
        office.drive(reply.json()["job"])
    found = office.do(lambda tx: store.one(tx, "mine"))
    assert found.state == "off"
    assert found.body["steps"][0]["text"] == "你好"


def test_a_pool_leaves_with_its_rules_of_assignment_but_without_the_people(
    office: Office, owner: TestClient
) -> None:
    kept = next(
        each for each in owner.get("/api/admin/pools").json()["items"] if each["definition"]["key"] == "leads"
    )
    kept["definition"]["assign"][1] |= {"people": [office.people.anna], "to": "weighted", "weights": {"3": 5}}
    owner.put("/api/admin/pools/leads", json={"version": kept["version"], "definition": kept["definition"]})
    data = owner.get("/api/apps/mine/package", params={"pools": "leads", "rules": "deal_silent"}).content
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        pool = yaml.safe_load(file.read("pools/leads.yaml"))
        rule = yaml.safe_load(file.read("rules/deal_silent.yaml"))
    assert len(pool["assign"]) == 5
    assert pool["assign"][1] == {"when": {"field": "region", "op": "eq", "value": "east"}, "to": "weighted"}
    assert pool["left_out"] == [{"path": "assign.1", "code": "person"}]
    assert "3 个工作日" in rule["definition"]["steps"][0]["text"]
