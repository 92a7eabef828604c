"""Deliveries: queued in the caller's transaction, sent after it, each with an outcome that somebody can read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bulou.connect import channels
from bulou.connect.addresses import Guard
from bulou.connect.deliveries import Delivery, by_hand, pruning, queue
from bulou.connect.mail import post_of
from bulou.db.database import Database
from bulou.db.tables.records import notification
from bulou.db.tx import run
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import setup
from tests.db.sending import Post, port_of_nobody
from tests.letters import Mailbox, mailbox
from tests.services import SECRET, Place, answered, service, webhook

SENDER = "不漏 <robot@bulou.example>"
TO = "li.hua@example.com"


@pytest.fixture
def post(db: Database, tmp_path: Path) -> Post:
    return Post(db, tmp_path)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def hook() -> Iterator[Place]:
    with service(webhook) as found:
        yield found


def mail(post: Post, box: Mailbox) -> str:
    return post.channel("smtp", host="127.0.0.1", port=str(box.port), security="offered", sender=SENDER)


def hooked(post: Post, hook: Place, path: str = "/in") -> str:
    return post.channel("webhook", url=hook.url + path, secret=SECRET)


def told(post: Post) -> list[tuple[int, str]]:
    query = select(notification.c.person_id, notification.c.kind).order_by(notification.c.id)
    return [tuple(row) for row in run(post.db, lambda tx: tx.rows(query), write=False)]


def owner(post: Post) -> int:
    return run(post.db, lambda tx: setup.create_owner(tx, "owner", "a long enough password", "Olga"))


def test_a_letter_with_chinese_everywhere_arrives_as_it_was_written(post: Post, box: Mailbox) -> None:
    mail(post, box)
    id_ = post.queue("mail", to=TO, subject="江海食品 — 合同 😀", text="你好，\n李华", html="<p>你好</p>")
    assert post.drain() == 1
    [letter] = box.letters
    assert (letter["Subject"], letter["From"], letter["To"]) == ("江海食品 — 合同 😀", SENDER, TO)
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]
    plain = letter.get_body(("plain",))
    assert plain is not None and plain.get_content().splitlines() == ["你好，", "李华"]
    assert post.row(id_).state == "sent" and post.row(id_).attempts == 1
    assert post.drain() == 0 and len(box.letters) == 1


def test_the_server_of_the_environment_is_a_channel_that_is_not_changed_here(
    post: Post, box: Mailbox
) -> None:
    post.guard, post.server = Guard(), post_of(box.url, SENDER)
    run(post.db, lambda tx: channels.apply_environment(tx, post.server))
    id_ = post.queue("mail", to=TO, text="x")
    post.drain()
    assert (post.state(id_), len(box.letters)) == ("sent", 1)
    key = _key(post)
    wanted = channels.Wanted("smtp", "mine", {"host": "h", "sender": SENDER})
    for work in (
        lambda tx: channels.change(tx, SYSTEM, post.means.secrets, key, 1, wanted),
        lambda tx: channels.remove(tx, SYSTEM, key),
    ):
        with pytest.raises(AppError) as caught:
            run(post.db, work)
        assert caught.value.code == "invalid"
    run(post.db, lambda tx: channels.apply_environment(tx, None))
    assert run(post.db, channels.listing, write=False) == []


def test_what_is_rolled_back_is_never_sent(post: Post, hook: Place) -> None:
    key = hooked(post, hook)

    def work(tx: object) -> None:
        queue(tx, Delivery(key, text="no"))  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run(post.db, work)
    assert post.drain() == 0
    assert hook.came == []


def test_the_same_key_is_the_same_delivery(post: Post, hook: Place) -> None:
    key = hooked(post, hook)
    first = post.queue(key, payload={"n": 1}, key="rule:1:1")
    assert post.queue(key, payload={"n": 2}, key="rule:1:1") == first
    post.drain()
    assert [came.json for came in hook.taken] == [{"n": 1}]


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("li@example.com\r\nBcc: all@example.com", "hello"),
        ("li@example.com, all@example.com", "hello"),
        ("li hua@example.com", "hello"),
        ("<li@example.com>", "hello"),
        ("li@", "hello"),
        ("", "hello"),
        ("李华@example.com", "hello"),
    ],
)
def test_what_is_no_single_address_fails_at_once(post: Post, box: Mailbox, to: str, subject: str) -> None:
    mail(post, box)
    id_ = post.queue("mail", to=to, subject=subject, text="x")
    post.drain()
    assert box.letters == []
    assert (post.row(id_).state, "mail_bad_address" in post.row(id_).error) == ("failed", True)


def test_a_subject_begins_no_header(post: Post, box: Mailbox) -> None:
    mail(post, box)
    post.queue("mail", to=TO, subject="hello\r\nBcc: all@example.com\r\n\r\nevil", text="x")
    post.drain()
    [letter] = box.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "hello Bcc: all@example.com evil"
    assert letter.get_content().strip() == "x"


def test_a_mailbox_that_refuses_for_good_fails_and_is_told(post: Post, box: Mailbox) -> None:
    by = owner(post)
    mail(post, box)
    box.refuses = "550 5.1.1 no such mailbox"
    id_ = post.queue("mail", to=TO, text="x", by=by)
    post.drain()
    row = post.row(id_)
    assert (row.state, row.attempts) == ("failed", 1)
    assert "550 5.1.1 no such mailbox" in row.error
    assert told(post) == [(by, "delivery.failed")]
    assert post.known(row.channel if row.channel != "mail" else _key(post)).down_since is None


def _key(post: Post) -> str:
    return run(post.db, channels.listing, write=False)[0].key


def test_a_mailbox_that_is_full_now_is_tried_again_and_in_the_end_fails(post: Post, box: Mailbox) -> None:
    mail(post, box)
    box.refuses = "452 4.2.2 mailbox full"
    id_ = post.queue("mail", to=TO, text="x")
    post.drain()
    assert post.state(id_) == "queued"
    assert post.drain() == 0  # not before its time
    post.later(minutes=2)
    assert post.drain() == 1
    box.refuses = ""
    post.later(minutes=5)
    assert post.drain() == 1
    assert (post.state(id_), len(box.letters)) == ("sent", 1)

    box.refuses = "452 4.2.2 mailbox full"
    other = post.queue("mail", to=TO, text="x")
    tries = 0
    while post.state(other) == "queued":
        tries += post.drain()
        post.later(hours=6)
    assert (post.state(other), tries) == ("failed", post.row(other).attempts)


def test_a_server_that_is_down_queues_everything_and_sends_it_once_it_works(post: Post) -> None:
    by = owner(post)
    nobody = port_of_nobody()
    key = post.channel("smtp", host="127.0.0.1", port=str(nobody), security="offered", sender=SENDER)
    ids = [post.queue(key, to=TO, text=str(number)) for number in range(3)]
    assert post.drain() == 1  # one is enough to know
    known = post.known(key)
    assert known.down_since is not None and known.failures == 1
    assert [post.state(id_) for id_ in ids] == ["queued"] * 3
    assert told(post) == [(by, "channel.down")]
    post.later(minutes=2)
    assert post.drain() == 1
    assert post.known(key).down_since == known.down_since
    assert len(told(post)) == 1  # told once of one outage

    with mailbox() as box:
        keys = post.means.secrets
        options = {"host": "127.0.0.1", "port": str(box.port), "security": "offered", "sender": SENDER}
        wanted = channels.Wanted("smtp", "again", options)
        run(post.db, lambda tx: channels.change(tx, SYSTEM, keys, key, 1, wanted), clock=lambda: post.now)
        post.later(hours=1)
        assert post.drain() == 3
        assert [post.state(id_) for id_ in ids] == ["sent"] * 3
        assert len(box.letters) == 3
    assert post.known(key).down_since is None


def test_a_webhook_is_signed_and_says_its_key(post: Post, hook: Place) -> None:
    key = hooked(post, hook)
    post.queue(key, payload={"公司": "江海食品"}, key="rule:7:2")
    post.drain()
    [came] = hook.taken
    assert came.json == {"公司": "江海食品"}
    assert came.headers["idempotency-key"] == "rule:7:2"
    wrong = post.channel("webhook", url=hook.url, secret="something else")
    id_ = post.queue(wrong, payload={})
    post.drain()
    assert (post.state(id_), len(hook.taken)) == ("failed", 1)


def test_a_webhook_that_stumbles_gets_the_same_key_again(post: Post, hook: Place) -> None:
    key = hooked(post, hook)
    hook.says += [answered({}, 500), answered({}, 429)]
    id_ = post.queue(key, payload={"a": 1}, key="k")
    for _ in range(3):
        post.drain()
        post.later(minutes=10)
    assert post.state(id_) == "sent"
    assert [came.headers["idempotency-key"] for came in hook.came] == ["k", "k", "k"]
    assert [came.headers["x-bulou-attempt"] for came in hook.came] == ["1", "2", "3"]


@pytest.mark.parametrize("path", ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::1]:1/"])
def test_a_redirect_is_not_followed(post: Post, hook: Place, path: str) -> None:
    key = hooked(post, hook)
    hook.says.append((307, {"location": path}, b""))
    id_ = post.queue(key, payload={})
    post.drain()
    assert (post.state(id_), "redirected" in post.row(id_).error, len(hook.came)) == ("failed", True, 1)


def test_private_addresses_are_not_asked(post: Post, hook: Place) -> None:
    post.guard = Guard()
    id_ = post.queue(hooked(post, hook), payload={})
    post.drain()
    assert (post.state(id_), "private_address" in post.row(id_).error) == ("failed", True)
    assert hook.came == []


def test_an_answer_of_ten_gigabytes_is_not_read(post: Post, hook: Place) -> None:
    hook.endless = True
    id_ = post.queue(hooked(post, hook), payload={})
    post.drain()
    assert post.state(id_) == "sent"


def test_a_webhook_that_never_answers_holds_up_no_other_channel(
    post: Post, hook: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from bulou.connect import asking
    from bulou.connect.outbound import Limits

    monkeypatch.setattr(asking, "LIMITS", Limits(seconds=0.5, cut=True))
    with service(webhook) as good:
        hook.hangs = threading.Event()
        stuck = post.queue(hooked(post, hook), payload={})
        other = post.queue(hooked(post, good), payload={})
        sender = post.sender
        sender.start()
        assert good.heard.wait(20) and hook.heard.wait(20)
        sender.stop()
    row = post.row(stuck)
    assert (row.state, row.attempts, "no_answer" in row.error) == ("queued", 1, True)
    assert post.state(other) == "sent"


def killed(post: Post, url: str) -> None:
    at = post.now.isoformat()
    child = subprocess.run(
        [sys.executable, "-m", "tests.killing_sender", url, str(post.folder), at], check=False
    )
    assert child.returncode == -9


def test_killed_between_sending_and_commit_a_letter_is_unknown(post: Post, box: Mailbox, db_url: str) -> None:
    by = owner(post)
    mail(post, box)
    id_ = post.queue("mail", to=TO, text="x", by=by)
    killed(post, db_url)
    assert (len(box.letters), post.state(id_)) == (1, "sending")
    assert post.drain() == 0  # its sender might be alive
    post.later(minutes=5)
    post.drain()
    assert (len(box.letters), post.state(id_)) == (1, "unknown")
    assert told(post) == [(by, "delivery.unknown")]
    run(post.db, lambda tx: by_hand.send_again(tx, SYSTEM, id_), clock=lambda: post.now)
    post.drain()
    assert (len(box.letters), post.state(id_)) == (2, "sent")
    assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]


def test_killed_between_sending_and_commit_a_webhook_gets_it_again(
    post: Post, hook: Place, db_url: str
) -> None:
    id_ = post.queue(hooked(post, hook), payload={"a": 1}, key="once")
    killed(post, db_url)
    post.later(minutes=5)
    post.drain()
    assert post.state(id_) == "sent"
    assert [came.headers["idempotency-key"] for came in hook.taken] == ["once", "once"]


def test_who_was_thought_dead_and_is_alive_says_what_happened(post: Post, box: Mailbox) -> None:
    from bulou.connect.deliveries import claiming
    from bulou.connect.deliveries.sender import attempt

    mail(post, box)
    id_ = post.queue("mail", to=TO, text="x")
    sender = post.sender
    taken = run(post.db, lambda tx: claiming.claim(tx, "mail", post.means), clock=lambda: post.now)
    assert taken is not None
    post.later(minutes=5)
    post.drain()
    assert post.state(id_) == "unknown"
    assert sender.settle(taken, attempt(taken)) == "sent"
    assert (post.state(id_), len(box.letters)) == ("sent", 1)


def test_two_senders_send_everything_once(post: Post, hook: Place) -> None:
    key = hooked(post, hook)
    for number in range(60):
        post.queue(key, payload={"n": number})
    first, second = post.sender, post.sender
    first.start()
    second.drain()
    first.stop()
    post.drain()
    assert sorted(came.json["n"] for came in hook.taken) == list(range(60))


def test_without_a_channel_it_waits_and_in_the_end_fails(post: Post, box: Mailbox) -> None:
    id_, other = (post.queue("mail", to=TO, text="x") for _ in range(2))
    assert post.drain() == 0
    assert (post.state(id_), "no_channel" in post.row(id_).error) == ("queued", True)
    run(post.db, lambda tx: by_hand.cancel(tx, SYSTEM, other), clock=lambda: post.now)
    mail(post, box)
    post.later(minutes=11)
    assert post.drain() == 1
    assert (post.state(id_), post.state(other)) == ("sent", "cancelled")
    with pytest.raises(AppError) as caught:
        run(post.db, lambda tx: by_hand.cancel(tx, SYSTEM, id_))
    assert caught.value.code == "delivery.not_open"


def test_a_secret_is_sealed_kept_when_not_given_and_never_told(post: Post, hook: Place) -> None:
    key = hooked(post, hook)
    known = post.known(key)
    assert SECRET not in known.sealed and SECRET not in str(known.config)
    wanted = channels.Wanted("webhook", "other", {"url": hook.url})
    keys = post.means.secrets
    run(post.db, lambda tx: channels.change(tx, SYSTEM, keys, key, 1, wanted), clock=lambda: post.now)
    assert post.known(key).options(keys) == {"url": hook.url, "secret": SECRET}
    with pytest.raises(AppError) as caught:
        run(post.db, lambda tx: channels.change(tx, SYSTEM, keys, key, 1, wanted))
    assert caught.value.code == "channel.changed"


def test_what_ended_long_ago_is_forgotten(post: Post, box: Mailbox) -> None:
    mail(post, box)
    old = post.queue("mail", to=TO, text="x")
    post.drain()
    post.later(days=80)
    young = post.queue("mail", to=TO, text="x")
    post.drain()
    post.later(days=20)
    assert run(post.db, pruning.prune, clock=lambda: post.now) == 1
    assert post.row(old) is None and post.row(young).state == "sent"
