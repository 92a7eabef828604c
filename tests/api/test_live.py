"""A real server: what is answered is committed, what changes is told to those who may know, and it stops when told."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import orjson
import pytest
import uvicorn
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bulou.api import live
from bulou.api.asked import SESSION_COOKIE
from bulou.api.news import Marks, News, read_news
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.publish import publish
from bulou.kit.events import Event
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from tests.api.conftest import Office, code
from tests.serving import free_port

PATIENCE = 30.0


@contextlib.contextmanager
def served(office: Office) -> Iterator[str]:
    """The application behind uvicorn on a free port."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(office.app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        office.app.state.site.hub.close()
        server.should_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


def browser(office: Office, url: str, account: str) -> httpx.Client:
    """A client with the session of `account`."""
    signed_in = office.client(account)
    headers = {"x-csrf-token": str(signed_in.headers["x-csrf-token"]), "accept-language": "en-US"}
    cookies = {SESSION_COOKIE: str(signed_in.cookies[SESSION_COOKIE])}
    return httpx.Client(base_url=url, headers=headers, cookies=cookies, timeout=PATIENCE)


def messages(reply: httpx.Response) -> Iterator[tuple[str, Any]]:
    """(event, data) as they arrive."""
    name = ""
    for line in reply.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, orjson.loads(line.removeprefix("data: "))


def relabel(tx: Tx) -> None:
    """Publish a form again: everybody is told."""
    form = catalog.load(tx)["campaign"].definition
    publish(tx, form.model_copy(update={"label": {"zh-CN": "活动", "en-US": "Event"}}))


def test_changes_are_told_to_those_who_may_know(office: Office) -> None:
    with served(office) as url, contextlib.ExitStack() as stack:
        streams = {}
        for account in ("anna", "ben", "stranger"):
            client = stack.enter_context(browser(office, url, account))
            streams[account] = messages(stack.enter_context(client.stream("GET", "/api/events")))
            assert next(streams[account]) == ("hello", {})
        hub = office.app.state.site.hub
        waiting(lambda: hub.looked >= 1)  # news count from the first look on
        anna = stack.enter_context(browser(office, url, "anna"))
        made = anna.post("/api/records/account", json={"name": "Live Ltd"}).json()
        told = next(streams["anna"])
        assert told == ("record", {"form": "account", "id": made["id"], "version": 1})
        elsewhere = next(streams["ben"])
        assert elsewhere == ("record", {"form": "account", "id": None, "version": None}), (
            "not his to know which"
        )
        office.do(relabel)
        assert next(streams["anna"])[0] == next(streams["ben"])[0] == "forms"
        assert next(streams["stranger"])[0] == "forms", "a stranger hears nothing of records"


def test_a_stream_needs_a_session(office: Office) -> None:
    with served(office) as url:
        reply = httpx.get(f"{url}/api/events")
        assert (reply.status_code, reply.json()["code"]) == (401, "sign_in.needed")


def test_a_stream_ends_with_its_session_however_much_there_is_to_tell(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(_listener: live.Listener) -> bytes:
        await asyncio.sleep(0)
        return b"news"

    async def read(_work: Any) -> News:
        return News(Marks(0, frozenset(), 0, 0, {}))

    async def still() -> bool:
        return False

    async def watch() -> list[bytes]:
        hub = live.Hub(office.db.signals)
        listener = hub.admit(office.people.anna)
        return [message async for message in hub.listen(listener, read, still)]

    monkeypatch.setattr(live, "ALIVE", 0.02)
    monkeypatch.setattr(live, "next_message", always)
    assert set(asyncio.run(watch())[1:]) <= {b"news"}  # it ends


def test_one_page_too_many_sends_the_oldest_to_rest(office: Office) -> None:
    hub = office.app.state.site.hub
    with served(office) as url, contextlib.ExitStack() as stack:
        anna = stack.enter_context(browser(office, url, "anna"))
        pages = [stack.enter_context(anna.stream("GET", "/api/events")) for _ in range(live.EACH)]
        ben = stack.enter_context(browser(office, url, "ben"))
        other = messages(stack.enter_context(ben.stream("GET", "/api/events")))
        assert next(other) == ("hello", {})
        last = messages(stack.enter_context(anna.stream("GET", "/api/events")))
        assert next(last) == ("hello", {})
        assert list(messages(pages[0])) == [("hello", {}), ("rest", {})], "told, and ended"
        waiting(lambda: len(hub.listeners) == live.EACH + 1)
        waiting(lambda: hub.looked >= 1)
        made = anna.post("/api/records/account", json={"name": "Live Ltd"}).json()
        told = ("record", {"form": "account", "id": made["id"], "version": 1})
        second = messages(pages[1])
        assert [next(second), next(second), next(last)] == [("hello", {}), told, told]
        assert next(other)[0] == "record", "nobody else is disturbed"
    waiting(lambda: not hub.listeners)


def test_nobody_exhausts_the_server_with_streams(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "EACH", 2)
    monkeypatch.setattr(live.Listener, "tell", lambda _listener, _message: None)  # they do not go when told
    hub = office.app.state.site.hub
    with served(office) as url, contextlib.ExitStack() as stack:
        anna = stack.enter_context(browser(office, url, "anna"))
        pages = [stack.enter_context(anna.stream("GET", "/api/events")) for _ in range(5)]
        assert [page.status_code for page in pages] == [200] * 4 + [429]
        assert (pages[-1].headers["retry-after"], pages[-1].read()[:1]) == ("30", b"{")
        monkeypatch.setattr(live, "most_streams", lambda: 5)
        ben = stack.enter_context(browser(office, url, "ben"))
        theirs = [stack.enter_context(ben.stream("GET", "/api/events")) for _ in range(2)]
        assert [page.status_code for page in theirs] == [200, 429], "all together"
        theirs[-1].read()
        assert code(theirs[-1]) == "events.too_many"
        monkeypatch.undo()
    waiting(lambda: not hub.listeners)


def test_somebody_disabled_does_not_silence_the_others(office: Office) -> None:
    people = frozenset({office.people.anna, office.people.ben})
    marks = office.do(lambda tx: read_news(tx, None, people)).marks
    with office.client("anna") as anna:
        anna.post("/api/records/account", json={"name": "News"})
    office.do(lambda tx: accounts.disable(tx, SYSTEM, office.people.ben))
    told = office.do(lambda tx: read_news(tx, marks, people)).messages
    assert [message.event for message in told[office.people.anna]] == ["record"]
    assert not told.get(office.people.ben)


def test_open_streams_do_not_hold_up_the_stop(office: Office) -> None:
    with (
        served(office) as url,
        browser(office, url, "anna") as client,
        client.stream("GET", "/api/events") as reply,
    ):
        stream = messages(reply)
        next(stream)
        office.app.state.site.hub.close()
        assert list(stream) == []


def test_what_is_answered_is_there_for_others(office: Office) -> None:
    with served(office) as url, browser(office, url, "anna") as anna, browser(office, url, "head") as head:
        for number in range(10):
            made = anna.post("/api/records/account", json={"name": f"Firm {number}"}).json()
            assert head.get(f"/api/records/account/{made['id']}").status_code == 200


def waiting(until: Callable[[], bool]) -> None:
    """Return when `until` holds."""
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_failing_commit_is_answered_with_an_error(office: Office) -> None:
    anna = office.client("anna")
    before = office.last_fact()

    def fail(_connection: Any) -> None:
        raise RuntimeError("the disk is gone")

    event.listen(office.db.write_engine, "commit", fail)
    try:
        reply = anna.post("/api/records/account", json={"name": "Never"})
    finally:
        event.remove(office.db.write_engine, "commit", fail)
    assert (reply.status_code, code(reply)) == (500, "internal")
    assert "disk" not in reply.text
    assert office.events(before) == []
    assert anna.get("/api/records/account").json()["items"] == []


class Refusal(Exception):
    """What a driver says about a serialization failure."""

    sqlstate = "40001"


@pytest.mark.parametrize(("failures", "status", "events"), [(1, 201, ["record.created"]), (3, 503, [])])
def test_the_database_may_ask_for_a_replay(
    office: Office, monkeypatch: pytest.MonkeyPatch, failures: int, status: int, events: list[str]
) -> None:
    anna = office.client("anna")
    before = office.last_fact()
    left = [failures]

    emit_all = Tx.emit_all

    def refuse(tx: Tx, events: Sequence[Event]) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("insert", {}, Refusal())
        emit_all(tx, events)

    monkeypatch.setattr(Tx, "emit_all", refuse)
    reply = anna.post("/api/records/account", json={"name": "Perhaps"})
    monkeypatch.undo()
    assert (reply.status_code, left) == (status, [0])
    assert office.events(before) == events
    assert len(anna.get("/api/records/account").json()["items"]) == len(events)
