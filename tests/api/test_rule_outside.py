"""What rules send outside, from the saved record to the other side: real services on loopback that check and count."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.connect import asking, channels, mail
from bulou.connect.deliveries import Means, Sender
from bulou.connect.outbound import Limits
from bulou.db.contributed import discover
from bulou.db.tables.messages import delivery
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from tests.api.conftest import Office, created
from tests.api.ruling import definition, made, runs, states, work
from tests.db.sending import HERE, port_of_nobody
from tests.letters import Mailbox, chatterbox, mailbox
from tests.services import (
    ID,
    SECRET,
    Place,
    aliyun,
    answered,
    dingtalk,
    feishu,
    service,
    tencent,
    webhook,
    wecom,
)

SENDER = "不漏 <robot@bulou.example>"
SMS = {"sign": "不漏", "template": "SMS_1"}
PATHS = {
    "dingtalk_robot": f"/robot/send?access_token={ID}",
    "wecom_robot": f"/cgi-bin/webhook/send?key={ID}",
    "feishu_robot": "/open-apis/bot/v2/hook/1",
}
JUDGES = {
    "aliyun_sms": aliyun,
    "tencent_sms": tencent,
    "webhook": webhook,
    "dingtalk_robot": dingtalk,
    "wecom_robot": wecom,
    "feishu_robot": feishu,
}
MAIL = {"do": "mail", "to": "{email}", "subject": "{company}", "text": "{note}"}
CALL = {"do": "webhook", "body": {"lead": "{id}", "company": "{company}"}}


@dataclass
class Outside:
    """The services beside an office, each with a channel; `keys`: the channels by kind."""

    office: Office
    box: Mailbox
    places: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def channel(self, kind: str, label: str, **options: str) -> str:
        """A channel in the product; its key."""
        secrets = make_secrets(self.office.settings.data_dir)
        wanted = channels.Wanted(kind, label, options)
        return str(self.office.do(lambda tx: channels.add(tx, SYSTEM, secrets, wanted)))

    def send(self) -> int:
        """Everything that is due, as a server sends it; how many tries."""
        means = Means(make_secrets(self.office.settings.data_dir), HERE)
        return Sender(self.office.db, means, self.office.clock).drain()

    def later(self, **span: float) -> int:
        """Time passes, and what is due is sent."""
        self.office.clock.now += timedelta(**span)
        return self.send()

    def queued(self) -> list[Any]:
        """Deliveries of rules, the oldest first."""
        query = select(delivery).where(delivery.c.cause.like("rule:%")).order_by(delivery.c.id)
        return list(self.office.do(lambda tx: tx.rows(query)))

    def states(self) -> list[str]:
        """Their states."""
        return [row.state for row in self.queued()]


@contextmanager
def _services(office: Office) -> Iterator[Outside]:
    with ExitStack() as stack:
        outside = Outside(office, stack.enter_context(mailbox()))
        for kind, judge in JUDGES.items():
            outside.places[kind] = stack.enter_context(service(judge))
        yield outside


@pytest.fixture
def outside(office: Office) -> Iterator[Outside]:
    """All services, up and well."""
    discover()
    with _services(office) as found:
        at = {kind: place.url for kind, place in found.places.items()}
        port = str(found.box.port)
        post = found.channel("smtp", "mail", host="127.0.0.1", port=port, security="offered", sender=SENDER)
        ours = {"access_key_id": ID, "access_key_secret": SECRET, "endpoint": at["aliyun_sms"], **SMS}
        theirs = {"secret_id": ID, "secret_key": SECRET, "app_id": "14", "endpoint": at["tencent_sms"], **SMS}
        found.keys |= {
            "smtp": post,
            "aliyun_sms": found.channel("aliyun_sms", "ali", **ours),
            "tencent_sms": found.channel("tencent_sms", "tencent", **theirs),
            "webhook": found.channel("webhook", "erp", url=at["webhook"], secret=SECRET),
        }
        for kind, path in PATHS.items():
            signed = {} if kind == "wecom_robot" else {"secret": SECRET}
            found.keys[kind] = found.channel(kind, kind, url=at[kind] + path, **signed)
        yield found


def test_every_way_outside_arrives_once_signed_and_with_the_values_of_the_record(
    outside: Outside, owner: TestClient, anna: TestClient
) -> None:
    text = {"do": "sms", "to": "{phone}", "text": "{company}：{note}"}
    template = {"do": "sms", "to": "{phone}", "template": "1110", "values": {"a": "{company}", "b": "{id}"}}
    group = {"do": "im", "title": "{company}", "text": "{note}"}
    steps = [
        MAIL,
        {**text, "channel": outside.keys["aliyun_sms"]},
        {**template, "channel": outside.keys["tencent_sms"]},
        CALL,
        *({**group, "channel": outside.keys[kind]} for kind in PATHS),
    ]
    made(owner, "all", definition("created", *steps))
    values = {"company": "江海食品 😀", "note": "今天 <b>到货</b> & {x}", "email": "li.hua@example.com"}
    lead = created(anna, "lead", **values, phone="139 0225 5229")
    work(outside.office)
    assert states(owner, "all") == ["done"]
    assert [place.came for place in outside.places.values()] == [[]] * 6  # nothing before it is sent
    assert outside.send() == 7
    assert outside.states() == ["sent"] * 7
    assert [len(place.taken) for place in outside.places.values()] == [1] * 6  # each signature was right
    [letter] = outside.box.letters
    assert (letter["Subject"], letter["To"]) == (values["company"], values["email"])
    assert letter.get_content().strip() == values["note"]
    ali, other = (outside.places[kind].taken[0] for kind in ("aliyun_sms", "tencent_sms"))
    assert ali.query["PhoneNumbers"] == "13902255229"
    assert values["company"] in ali.query["TemplateParam"]
    assert other.json["TemplateParamSet"] == [values["company"], str(lead["id"])]
    call = outside.places["webhook"].taken[0]
    assert call.json == {"lead": lead["id"], "company": values["company"]}
    assert call.headers["idempotency-key"].startswith("rule:")
    for kind in PATHS:
        assert values["company"] in str(outside.places[kind].taken[0].json)
    work(outside.office)
    assert outside.later(days=1) == 0


def test_a_channel_that_is_down_queues_and_sends_everything_once_it_works(
    outside: Outside, owner: TestClient, anna: TestClient
) -> None:
    server = {"host": "127.0.0.1", "security": "offered", "sender": SENDER}
    down = outside.channel("smtp", "down", port=str(port_of_nobody()), **server)
    made(owner, "send", definition("created", {**MAIL, "channel": down}, CALL))
    for number in range(3):
        created(anna, "lead", company=f"Firm {number}", email="a@example.com")
    outside.places["webhook"].says += [answered({}, 503)] * 2
    work(outside.office)
    outside.send()
    assert states(owner, "send") == ["done"] * 3  # what waits outside holds up no run
    assert sorted(outside.states()) == ["queued"] * 5 + ["sent"]
    keys = [came.headers["idempotency-key"] for came in outside.places["webhook"].came]
    assert len(set(keys)) == 3
    known = outside.office.do(lambda tx: channels.get(tx, down))
    up = channels.Wanted("smtp", "up", {**server, "port": str(outside.box.port)})
    secrets = make_secrets(outside.office.settings.data_dir)
    outside.office.do(lambda tx: channels.change(tx, SYSTEM, secrets, down, known.version, up))
    outside.later(hours=1)
    assert outside.states() == ["sent"] * 6
    assert sorted(str(each["Subject"]) for each in outside.box.letters) == ["Firm 0", "Firm 1", "Firm 2"]
    again = [came.headers["idempotency-key"] for came in outside.places["webhook"].taken]
    assert sorted(again) == sorted(keys)


def notices(client: TestClient) -> list[str]:
    return [each["kind"] for each in client.get("/api/notifications").json()["items"]]


def test_a_mailbox_that_refuses_fails_its_letter_and_tells_whose_rule_it_is(
    outside: Outside, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "send", definition("created", MAIL))
    created(anna, "lead", company="Gone", email="gone@example.com", note="x")
    work(outside.office)
    outside.box.refuses = "550 5.1.1 没有这个邮箱"
    outside.send()
    assert (outside.states(), states(owner, "send")) == (["failed"], ["done"])
    assert "delivery.failed" in notices(owner)
    outside.box.refuses = "452 4.2.2 mailbox full"
    created(anna, "lead", company="Full", email="full@example.com", note="x")
    work(outside.office)
    outside.send()
    assert outside.states() == ["failed", "queued"]
    outside.box.refuses = ""
    outside.later(minutes=10)
    assert outside.states() == ["failed", "sent"]
    assert [str(each["To"]) for each in outside.box.letters] == ["full@example.com"]
    assert owner.get("/api/rules/send").json()["state"] == "on"


@pytest.mark.parametrize("how", ["hangs", "endless", "drips"])
def test_a_webhook_without_an_end_holds_up_nobody(
    outside: Outside, owner: TestClient, anna: TestClient, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(asking, "LIMITS", Limits(seconds=0.5, most=64 * 1024, cut=True))
    place = outside.places["webhook"]
    setattr(place, how, threading.Event() if how == "hangs" else True)
    made(owner, "send", definition("created", CALL, MAIL))
    for number in range(3):
        created(anna, "lead", company=f"Firm {number}", email="a@example.com", note="x")
    work(outside.office)
    outside.send()
    assert states(owner, "send") == ["done"] * 3
    assert len(outside.box.letters) == 3
    calls = [row.state for row in outside.queued() if row.channel == "webhook"]
    # An answer whose head says yes is a yes, however long it goes on; what never comes is asked for again.
    assert calls == (["sent"] * 3 if how == "endless" else ["queued"] * 3)
    assert place.given < 32 * 1024**2  # of ten gigabytes each


@pytest.mark.parametrize(("says", "pause"), [(b"220-hello\r\n" * 1000, 0.0), (b"2", 0.01)])
def test_a_mail_server_that_never_comes_to_an_end_holds_up_nobody(
    outside: Outside,
    owner: TestClient,
    anna: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    says: bytes,
    pause: float,
) -> None:
    monkeypatch.setattr(mail, "LONGEST", 1.0)
    with chatterbox(says, pause) as port:
        there = {"host": "127.0.0.1", "port": str(port), "security": "offered", "sender": SENDER}
        talks = outside.channel("smtp", "talks", **there)
        made(owner, "send", definition("created", {**MAIL, "channel": talks}, CALL))
        created(anna, "lead", company="Ruida", email="a@example.com", note="x")
        work(outside.office)
        outside.send()
    assert outside.states() == ["queued", "sent"]
    assert outside.office.do(lambda tx: channels.get(tx, talks)).down_since is not None


EVIL = [
    "Ruida\r\nBcc: all@example.com\r\n\r\nevil",
    "Ruida\nSubject: other",
    "江海食品\u2028Bcc: all@example.com",
    "=?utf-8?q?Bcc=3A_all=40example=2Ecom?=",
    "\u202egro.elpmaxe\u202c 公司",
    "😀" * 100,
    "é\u0301 ſ İ",
    '"<all@example.com>", x',
]
HEADERS = {
    *("from", "to", "subject", "date", "message-id", "auto-submitted", "x-bulou-delivery"),
    *("mime-version", "content-type", "content-transfer-encoding", "x-auto-response-suppress"),
}


@pytest.mark.parametrize("text", EVIL)
def test_a_record_says_nothing_in_the_head_of_a_letter(
    outside: Outside, owner: TestClient, anna: TestClient, text: str
) -> None:
    letter = {"do": "mail", "to": "{email}, {note}", "subject": "New: {note}", "text": "{note}"}
    made(owner, "send", definition("created", letter))
    lead = created(anna, "lead", company="Ruida", email="kunde@example.com", note=text)
    work(outside.office)
    outside.send()
    assert {str(each["To"]) for each in outside.box.letters} == {"kunde@example.com"}
    [got] = outside.box.letters
    assert {name.lower() for name in got} <= HEADERS
    kept = anna.get(f"/api/records/lead/{lead['id']}").json()["note"]
    assert str(got["Subject"]).replace("\u200b", "") == "New: " + " ".join(kept.split())
    assert got.get_content().splitlines() == kept.splitlines()


def test_a_list_of_people_without_anybody_fails_its_run_and_says_why(
    outside: Outside, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "send", definition("created", {**MAIL, "to": "", "people": [{"role": "finance"}]}))
    created(anna, "lead", company="Ruida", note="x")
    work(outside.office)
    [ran] = runs(owner, "send")
    assert (ran["state"], ran["error"]["code"], outside.queued()) == ("failed", "rules.nobody", [])
