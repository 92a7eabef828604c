"""What rules send outside is queued with the step that wants it, once, under a key that stays the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.connect import channels, choices
from bulou.connect.choices import Choices, Quiet
from bulou.db.contributed import discover
from bulou.db.tables.messages import delivery
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from bulou.people import accounts
from tests.api.conftest import Office, created
from tests.api.ruling import definition, made, runs, states, work

CHANNELS = {
    "smtp": {
        "host": "127.0.0.1",
        "port": "2525",
        "security": "offered",
        "sender": "Bulou <crm@ruida.example>",
    },
    "webhook": {"url": "https://example.com/hook"},
    "dingtalk_robot": {"url": "https://oapi.dingtalk.com/robot/send?access_token=x"},
}


def set_up(office: Office) -> None:
    discover()
    secrets = make_secrets(office.settings.data_dir)
    for kind, options in CHANNELS.items():
        wanted = channels.Wanted(kind, kind, options)
        office.do(lambda tx, wanted=wanted: channels.add(tx, SYSTEM, secrets, wanted))


def queued(office: Office) -> list[Any]:
    return list(office.do(lambda tx: tx.rows(select(delivery).where(delivery.c.cause.like("rule:%")))))


def test_letters_calls_and_messages_are_queued_once(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    set_up(office)
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.anna, {"email": "anna@ruida.example"}))
    letter = {
        "do": "mail",
        "people": [{"field": "owner"}],
        "to": "{email}",
        "subject": "New: {company}",
        "text": "Hello",
    }
    call = {"do": "webhook", "body": {"lead": "{id}", "name": "{company}", "kind": "new"}}
    fails = {"do": "update_record", "values": {"level": "{note}"}}
    made(owner, "send", definition("created", letter, call, {"do": "im", "text": "{company}"}, fails))
    lead = created(
        anna, "lead", company="Ruida\nBcc: x@example.com", email="kunde@example.com", note="no such level"
    )
    work(office)
    assert states(owner, "send") == ["failed"]
    (ran,) = runs(owner, "send")
    rows = queued(office)
    assert [row.recipient for row in rows] == ["anna@ruida.example", "kunde@example.com", "", ""]
    assert {row.key.rpartition(":")[0] for row in rows[:2]} == {f"rule:{ran['id']}:0"}
    assert orjson.loads(rows[2].payload) == {"lead": lead["id"], "name": rows[3].text, "kind": "new"}
    assert all("\n" not in row.subject for row in rows)
    assert owner.post(f"/api/rule-runs/{ran['id']}/retry").status_code == 200
    work(office)
    assert len(queued(office)) == 4


def test_a_record_makes_no_links_and_mentions_nobody_in_a_group(office: Office, owner: TestClient) -> None:
    """What a visitor wrote into a public form is read by the group as it was written, not as Markdown."""
    set_up(office)
    step = {"do": "im", "title": "{company}", "text": "**{company}** {note} [open]({link})"}
    made(owner, "tell", definition("created", step))
    company = "A [sign in](https://evil.example) ![x](https://evil.example/x.png) <@all>"
    note = '[x][y]\n[y]: https://evil.example <at user_id="all">all</at> [z] (https://evil.example)'
    created(owner, "lead", company=company, note=note)
    work(office)
    (row,) = queued(office)
    own = row.text.rpartition(" [open](")
    assert own[0].startswith("**A [sign in") and own[2].endswith(")")
    for said in (row.subject, own[0]):
        assert "https://evil.example" in said  # nothing is left out
        assert [each for each in ("](", "][", "]:", "![", "<") if each in said] == []


def test_without_a_channel_the_check_says_so(owner: TestClient) -> None:
    body = {"form": "lead", "definition": definition("created", {"do": "sms", "to": "{phone}", "text": "x"})}
    problems = owner.post("/api/rules/check", json=body).json()["problems"]
    assert [(each["field"], each["code"]) for each in problems] == [("steps.0.channel", "rules.no_channel")]


def test_quiet_hours_hold_what_rules_send_to_us(office: Office, owner: TestClient, anna: TestClient) -> None:
    set_up(office)
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.anna, {"email": "anna@ruida.example"}))
    quiet = Choices(quiet=Quiet("20:00", "08:00"))
    office.do(lambda tx: choices.put(tx, office.people.anna, quiet))
    letter = {
        "do": "mail",
        "people": [{"field": "owner"}],
        "to": "{email}",
        "subject": "New",
        "text": "Hello",
    }
    made(owner, "send", definition("created", letter))
    office.clock.now += timedelta(hours=13)  # 22:00 in Shanghai
    created(office.client("anna"), "lead", company="Ruida", email="kunde@example.com")
    work(office)
    assert {row.recipient: row.next_at for row in queued(office)} == {
        "anna@ruida.example": "2026-11-21T00:00:00.000Z",
        "kunde@example.com": "2026-11-20T14:00:00.000Z",
    }
