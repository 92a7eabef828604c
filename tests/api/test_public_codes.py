"""Codes by mail: an entry counts only with the code that went to its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.api.app import create_app
from tests.api.conftest import Office, code
from tests.api.public_forms import changed, leads, made, opened, ready, sent
from tests.letters import Mailbox, mailbox

SENDER = "不漏 <robot@bulou.example>"
MINE = "li.hua@example.com"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def posted(office: Office, box: Mailbox) -> Office:
    """The same office with a mail server."""
    settings = replace(office.settings, smtp_url=box.url, mail_from=SENDER)
    return replace(office, app=create_app(settings, db=office.db, clock=office.clock), settings=settings)


def asked(office: Office, visitor: TestClient, slug: str, address: str, **headers: str) -> Any:
    """The answer to asking for a code."""
    body = {**ready(office, visitor, slug), "address": address}
    return visitor.post(f"/api/public/{slug}/code", json=body, headers=headers)


def digits(box: Mailbox) -> str:
    """The code of the newest letter."""
    found = re.search(r"\b\d{6}\b", box.letters[-1].get_content())
    assert found, box.letters[-1]
    return found[0]


def told(reply: Any) -> dict[str, str]:
    """What a refusal says, by field."""
    assert reply.status_code == 422, reply.text
    return {each["field"]: each["code"] for each in reply.json()["errors"]}


def test_an_entry_counts_with_the_code_that_went_to_its_address(
    posted: Office, owner: TestClient, box: Mailbox
) -> None:
    visitor = posted.client()
    slug = made(owner, code="email")["slug"]
    page = opened(visitor, slug)
    assert page["code"] == "email"
    assert [field["required"] for field in page["fields"] if field["key"] == "email"] == [True]
    values = {"company": "江海食品", "contact": "Li Hua", "phone": "13902255229", "email": MINE}
    assert told(sent(posted, visitor, slug, values)) == {"email": "public.code_needed"}
    assert told(sent(posted, visitor, slug, {**values, "email": ""})) == {"email": "fields.required"}
    reply = asked(posted, visitor, slug, f"  {MINE.upper()} ", **{"accept-language": "en-US"})
    assert reply.status_code == 200, reply.text
    letter = box.letters[-1]
    assert (letter["To"].casefold(), letter["From"], letter["Auto-Submitted"]) == (
        MINE,
        SENDER,
        "auto-generated",
    )
    assert "Book a demo" in letter.get_content()
    assert letter["Subject"] == f"{digits(box)} is your code"
    proof = {"mail_token": reply.json()["token"], "mail_code": digits(box)}
    wrong = {**proof, "mail_code": f"{(int(digits(box)) + 1) % 1_000_000:06}"}
    assert told(sent(posted, visitor, slug, values, **wrong)) == {"email": "public.code_wrong"}
    other = {**values, "email": "somebody@else.example"}
    assert told(sent(posted, visitor, slug, other, **proof)) == {"email": "public.code_wrong"}
    assert told(sent(posted, visitor, slug, values, mail_token="x", mail_code="123456")) == {
        "email": "public.code_old"
    }
    assert leads(owner) == []
    assert sent(posted, visitor, slug, values, **proof).status_code == 201
    assert [each["company"] for each in leads(owner)] == ["江海食品"]
    posted.clock.now += timedelta(minutes=11)
    assert told(sent(posted, visitor, slug, values, **proof)) == {"email": "public.code_old"}


def test_codes_are_not_guessed_and_mailboxes_not_flooded(
    posted: Office, owner: TestClient, box: Mailbox
) -> None:
    visitor = posted.client()
    slug = made(owner, code="email")["slug"]
    token = asked(posted, visitor, slug, MINE).json()["token"]
    values = {"company": "A", "contact": "B", "phone": "13902255229", "email": MINE}
    right = digits(box)
    guesses = [f"{(int(right) + 1 + at) % 1_000_000:06}" for at in range(5)]
    replies = [
        sent(posted, visitor, slug, values, mail_token=token, mail_code=each) for each in [*guesses, right]
    ]
    assert [each.status_code for each in replies] == [422] * 5 + [429]
    assert leads(owner) == []
    codes = [asked(posted, visitor, slug, address).status_code for address in (MINE, MINE.upper(), MINE)]
    assert (codes, len(box.letters)) == ([200, 200, 429], 3)
    for address in ("nobody", "a@b.example\r\nBcc: c@d.example", "", "a@b.example,c@d.example"):
        assert asked(posted, visitor, slug, address).status_code == 422, address
    unsolved = {"address": MINE, "challenge": "x", "solution": "y"}
    assert code(visitor.post(f"/api/public/{slug}/code", json=unsolved)) == "public.bad_challenge"
    assert len(box.letters) == 3


def test_what_cannot_be_sent_is_told(office: Office, posted: Office, owner: TestClient, box: Mailbox) -> None:
    visitor = posted.client()
    public = made(owner, code="email")
    slug = public["slug"]
    box.refuses = "451 not now"
    reply = asked(posted, visitor, slug, MINE)
    assert (reply.status_code, code(reply)) == (503, "mail.failed")
    reply = asked(office, office.client(), slug, MINE)
    assert (reply.status_code, code(reply)) == (503, "mail.not_set_up")
    base = "/api/forms/lead/public"
    assert [each.get(base).json()["mail"] for each in (owner, posted.client("owner"))] == [False, True]
    definition = public["definition"]
    for key in ("company", "nonsense", "contact"):
        body = {"version": public["version"], "definition": {**definition, "code": key}}
        assert told(owner.patch(f"{base}/{public['id']}", json=body)) == {
            "definition.code": "public.no_address"
        }
    public = changed(owner, public, definition={**definition, "code": None})
    assert told(asked(posted, visitor, slug, MINE)) == {"address": "fields.unknown_field"}
    changed(owner, public, enabled=False)
    body = {"address": MINE, "challenge": "x", "solution": "y"}
    assert visitor.post(f"/api/public/{slug}/code", json=body).status_code == 422
    assert box.letters == []
