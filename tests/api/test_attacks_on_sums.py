"""Sums of boards and pages on paper: what they could tell of closed fields and of others' records."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.apps import loader
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, created
from tests.api.test_prints import printed, ticket, upload
from tests.api.test_sharing import EVERYTHING, put_role
from tests.word_files import text_of, word

BOARD = "/api/records/opportunity/kanban?limit=5"


def board(client: TestClient, **asked: Any) -> dict[str, Any]:
    reply = client.get(BOARD, params=asked)
    assert reply.status_code == 200, reply.text
    return dict(reply.json()["totals"])


def test_a_board_adds_up_what_its_reader_may_see(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    account = created(owner, "account", name="Firm", owner=office.people.anna)["id"]
    for name, amount, whose in (
        ("Mine", 1000, "ben"),
        ("Hers", 20000, "anna"),
        ("Secret", 300000, "anna"),
    ):
        created(
            owner,
            "opportunity",
            name=name,
            account=account,
            amount=amount,
            owner=getattr(office.people, whose),
        )
    every = {"form": "opportunity", "actions": EVERYTHING, "rows": "all"}
    named = {"field": "name", "op": "eq", "value": "Secret"}
    for deny, count, amount in (
        ({"rows": named, "deny": True}, 2, 21000),
        ({"rows": named, "deny": True, "fields": {"amount": "hidden"}}, 3, 21000),
        ({"rows": named, "deny": True, "fields": {"amount": "masked"}}, 3, 21000),
        ({"rows": "all", "deny": True, "fields": {"amount": "masked"}}, 3, 0),
    ):
        put_role(office, "sees", every, {**every, **deny}, people=("ben",))
        found = board(office.client("ben"))
        assert (found["count"], found["amount"]) == (count, amount), deny
        assert found["weighted"] <= amount and found["leaking"]["amount"] <= amount
    for path in ('{"field":"amount","op":"gt","value":1}', '{"field":"amount","op":"not_empty"}'):
        reply = office.client("ben").get(BOARD, params={"filter": path})
        assert reply.status_code in (400, 422), reply.text
    put_role(office, "sees", every, {**every, "deny": True, "fields": {"stage": "hidden"}}, people=("ben",))
    assert office.client("ben").get(BOARD).status_code in (400, 422)


def test_a_template_reaches_no_field_that_is_closed_to_who_prints(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(lambda tx: loader.install(tx, "service"))
    record = ticket(owner)
    told = "{{ reporter }}|{{ device.customer }}|{{ device.name }}|{{ device|string }}|{{ subject|upper }}"
    shape = {"{{ subject }}": "漏水"}
    template = upload(owner, word(told, *shape)).json()
    closed = {"reporter": "masked"}
    grants = [
        {"form": "ticket", "actions": ["read", "print"], "rows": "all", "fields": {"*": "read", **closed}},
        {"form": "device", "actions": ["read"], "rows": "all", "fields": {"*": "read", "customer": "hidden"}},
    ]
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))
    for body in ({"template": template["id"]}, {}):
        reply = printed(anna, "ticket", record["id"], format="docx", **body)
        said = "\n".join(text_of(reply.content)) if reply.status_code == 200 else reply.text
        assert "王工" not in said and "华星" not in said, said
    grants[1]["rows"] = "own"  # the device itself is somebody else's
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))
    for body in ({"template": template["id"]}, {}):
        reply = printed(anna, "ticket", record["id"], format="docx", **body)
        said = "\n".join(text_of(reply.content)) if reply.status_code == 200 else reply.text
        assert "一号泵" not in said and "华星" not in said, said
