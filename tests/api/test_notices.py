"""News: threads, what was read, mutes, choices of channels, and letters with the rights of whoever gets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from bulou.connect import channels, messages
from bulou.connect.addresses import Guard, ranges
from bulou.connect.deliveries import Means, Sender
from bulou.db.contributed import discover
from bulou.db.outbox import Relay
from bulou.db.tables.messages import delivery
from bulou.db.tables.people import person
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from tests.api.conftest import Office, code, created
from tests.letters import Mailbox, mailbox

URL = "https://crm.example.com"
MAIL = "anna@example.com"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def posted(office: Office, box: Mailbox) -> Office:
    """An office with a channel for mail, in which Anna has an address."""
    discover()
    options = {"host": "127.0.0.1", "port": str(box.port), "security": "offered", "sender": "b@example.com"}
    keys = make_secrets(office.settings.data_dir)
    wanted = channels.Wanted("smtp", "Mail", options)
    office.do(lambda tx: channels.add(tx, SYSTEM, keys, wanted))
    mine = update(person).where(person.c.id == office.people.anna).values(email=MAIL, locale="en-US")
    office.do(lambda tx: tx.execute(mine))
    return office


def send(office: Office) -> None:
    """Everything that is due."""
    Relay(office.db, office.clock).drain()
    means = Means(make_secrets(office.settings.data_dir), Guard(ranges("127.0.0.0/8")), None, URL)
    Sender(office.db, means, office.clock).drain()


def tell(office: Office, kind: str, **given: Any) -> None:
    notice = messages.Notice(kind, **given)
    office.do(lambda tx: messages.tell(tx, [office.people.anna], notice))


def states(office: Office) -> list[str]:
    rows = office.do(lambda tx: tx.rows(select(delivery.c.state).order_by(delivery.c.id)))
    return [row[0] for row in rows]


def mention(office: Office, by: TestClient, account: dict[str, Any], text: str) -> None:
    base = f"/api/records/account/{account['id']}"
    reply = by.post(f"{base}/comments", json={"body": text, "mentions": [office.people.anna]})
    assert reply.status_code == 201, reply.text


def test_news_stand_together_by_record_and_are_read_together(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    first, second = (created(anna, "account", name=name) for name in ("Ruida", "Haida"))
    for text in ("one", "two"):
        mention(office, owner, first, text)
    mention(office, owner, second, "three")
    told = anna.get("/api/notifications/threads").json()
    shown = [(each["thread"], each["count"], each["unread"]) for each in told["items"]]
    assert shown == [(f"account:{second['id']}", 1, 1), (f"account:{first['id']}", 2, 2)]
    assert told["unread"] == 3
    assert "two" in told["items"][1]["latest"]["title"]
    one = anna.get("/api/notifications", params={"thread": f"account:{first['id']}"}).json()["items"]
    assert len(one) == 2
    assert anna.post("/api/notifications/read", json={"thread": f"account:{first['id']}"}).status_code == 204
    assert anna.get("/api/notifications").json()["unread"] == 1
    left = anna.get("/api/notifications/threads", params={"unread": "1"}).json()["items"]
    assert [each["latest"]["record"] for each in left] == ["Haida"]
    assert anna.get("/api/notifications", params={"family": "handover"}).json()["items"] == []
    assert len(anna.get("/api/notifications", params={"family": "mention"}).json()["items"]) == 3
    assert owner.get("/api/notifications").json()["items"] == []


def test_what_is_muted_is_kept_as_read_and_sent_nowhere(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    account = created(anna, "account", name="Ruida")
    body = {"form": "account", "record": account["id"]}
    assert anna.post("/api/me/notices/mutes", json=body).status_code == 204
    mention(posted, owner, account, "hush")
    told = anna.get("/api/notifications").json()
    assert (told["unread"], told["items"][0]["read"]) == (0, True)
    [mute] = anna.get("/api/me/notices").json()["mutes"]
    assert mute["label"] == "Ruida"
    assert anna.delete(f"/api/me/notices/mutes/{mute['what']}").status_code == 204
    mention(posted, owner, account, "loud")
    send(posted)
    assert len(box.letters) == 1 and "loud" in box.letters[0]["Subject"]
    assert code(anna.post("/api/me/notices/mutes", json={"kind": "sign_in.new_device"})) == "invalid"
    hidden = created(owner, "account", name="Secret")
    body = {"form": "account", "record": hidden["id"]}
    assert code(anna.post("/api/me/notices/mutes", json=body)) == "invalid"


def test_a_letter_leads_back_to_the_record_in_the_language_of_its_reader(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    account = created(anna, "account", name="江海食品 <b>")
    mention(posted, owner, account, "请看一下 <script>alert(1)</script>")
    send(posted)
    [letter] = box.letters
    assert letter["To"] == MAIL
    assert "江海食品" in letter["Subject"] and "mentioned you" in letter["Subject"]
    plain, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None
    link = f"{URL}/f/account/{account['id']}"
    assert link in plain.get_content() and link in html.get_content()
    assert "<script>" not in html.get_content()


def test_a_letter_tells_what_its_reader_may_read_when_it_is_sent(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    account = created(anna, "account", name="Ruida")
    mention(posted, owner, account, "Price is 77")
    Relay(posted.db, posted.clock).drain()
    reply = owner.post(f"/api/records/account/{account['id']}/assign", json={"owner": posted.people.ben})
    assert reply.status_code == 200
    send(posted)
    [letter] = box.letters
    assert "may not read any more" in letter["Subject"]
    whole = letter.as_string()
    assert "77" not in letter["Subject"] and "Ruida" not in whole and "Price" not in whole


def test_places_in_a_text_are_filled_with_what_the_reader_may_read(
    posted: Office, owner: TestClient, anna: TestClient
) -> None:
    lead = created(owner, "lead", company="Ruida", owner=posted.people.anna)
    text = "{company} of {owner}: {nothing} {company.x} {id}"
    tell(posted, "rule.told", params={"template": text}, form="lead", record_id=lead["id"])
    [notice] = anna.get("/api/notifications").json()["items"]
    assert notice["title"].startswith("Ruida of Anna Ames: … …")
    assert "template" not in notice["body"]
    owner.post(f"/api/records/lead/{lead['id']}/assign", json={"owner": posted.people.ben})
    [notice] = anna.get("/api/notifications").json()["items"]
    assert notice["withheld"] and "Ruida" not in str(notice)


def test_what_was_read_meanwhile_is_not_sent(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    mention(posted, owner, created(anna, "account", name="Ruida"), "x")
    Relay(posted.db, posted.clock).drain()
    anna.post("/api/notifications/read", json={"all": True})
    send(posted)
    assert (box.letters, states(posted)) == ([], ["cancelled"])


def choose(client: TestClient, **given: Any) -> None:
    reply = client.put("/api/me/notices", json=given)
    assert reply.status_code == 200, reply.text


def test_a_choice_decides_what_is_sent(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    account = created(anna, "account", name="Ruida")
    choose(anna, mail={"mention": "off", "rule": "now"})
    mention(posted, owner, account, "x")
    tell(posted, "rule.told", params={"template": "Hello"})
    tell(posted, "import.done", params={})
    send(posted)
    assert [letter["Subject"] for letter in box.letters] == ["Hello"]
    ways = {each["key"]: each["mail"] for each in anna.get("/api/me/notices").json()["families"]}
    assert (ways["mention"], ways["security"], ways["work"]) == ("off", "now", "off")
    for wrong in ({"mail": {"nothing": "now"}}, {"mail": {"mention": "never"}}, {"digest_at": "25:00"}):
        assert code(anna.put("/api/me/notices", json=wrong)) == "invalid"
    for channel in ("mail", "sms"):
        (told,) = anna.put("/api/me/notices", json={channel: {"nothing": "now"}}).json()["errors"]
        assert told["field"] == f"{channel}.nothing"


def test_quiet_hours_hold_letters_until_their_end_and_past_days_off(
    posted: Office, anna: TestClient, box: Mailbox
) -> None:
    choose(anna, quiet={"since": "20:00", "until": "08:00", "days_off": True})
    posted.clock.now += timedelta(hours=13)  # Friday 22:00 in Shanghai
    tell(posted, "rule.told", params={"template": "Quiet"})
    tell(posted, "sign_in.new_device", params={"device": "x", "ip": "1.2.3.4"})
    send(posted)
    assert len(box.letters) == 1 and "device" in box.letters[0]["Subject"]
    for hours in (12, 24):  # Saturday and Sunday, 10:00
        posted.clock.now += timedelta(hours=hours)
        send(posted)
    assert len(box.letters) == 1
    posted.clock.now += timedelta(hours=21, minutes=59)  # Monday 07:59
    send(posted)
    assert len(box.letters) == 1
    posted.clock.now += timedelta(minutes=1)
    send(posted)
    assert [letter["Subject"] for letter in box.letters][1:] == ["Quiet"]


def test_a_digest_tells_each_notice_once_and_leaves_out_what_was_read(
    posted: Office, anna: TestClient, box: Mailbox
) -> None:
    choose(anna, mail={"rule": "digest"}, digest_at="17:00")
    for text in ("First", "Second", "Third"):
        tell(posted, "rule.told", params={"template": text})
    first = anna.get("/api/notifications").json()["items"][-1]
    anna.post("/api/notifications/read", json={"ids": [first["id"]]})
    send(posted)
    assert box.letters == []
    posted.clock.now += timedelta(hours=8)  # 17:00
    send(posted)
    [letter] = box.letters
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "2 unread" in letter["Subject"]
    assert ("First" in text, "Second" in text, "Third" in text) == (False, True, True)
    tell(posted, "rule.told", params={"template": "Fourth"})
    send(posted)
    posted.clock.now += timedelta(hours=24)
    send(posted)
    body = box.letters[-1].get_body(("plain",))
    assert len(box.letters) == 2 and body is not None
    assert ("Fourth" in body.get_content(), "Second" in body.get_content()) == (True, False)


def test_without_a_channel_or_an_address_nothing_waits(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    mention(office, owner, created(anna, "account", name="Ruida"), "x")
    send(office)
    assert states(office) == []


def test_a_refused_address_is_told_in_the_inbox_only(
    posted: Office, owner: TestClient, anna: TestClient, box: Mailbox
) -> None:
    box.refuses = "550 no such user"
    mention(posted, owner, created(anna, "account", name="Ruida"), "x")
    send(posted)
    send(posted)
    kinds = [each["kind"] for each in anna.get("/api/notifications").json()["items"]]
    assert kinds == ["delivery.refused", "mention"]
    assert states(posted) == ["failed"]
