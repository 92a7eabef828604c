"""Requests that no page of ours sends: far too deep, too slow, too large, while the disk is full or read-only."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import Connection as Connected
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from starlette.types import Message

from bulou.api import body, connection
from bulou.api.connection import Connection
from bulou.api.doors import all_doors
from bulou.api.problems import CutShort, TooSlow
from bulou.db.database import Database
from bulou.db.trouble import trouble
from tests.api.conftest import Office, code, created

DEPTHS = (101, 900, 1010, 1020)


def nested(depth: int) -> list[bytes]:
    """JSON of some depth."""
    return [b"[" * depth + b"]" * depth, b'{"not":' * depth + b"null" + b"}" * depth]


def test_what_is_nested_too_deep_is_refused_everywhere(office: Office, anna: TestClient) -> None:
    before = office.last_fact()
    kind = {"content-type": "application/json"}
    for value in (each for depth in DEPTHS for each in nested(depth)):
        answers = [
            anna.get("/api/records/account", params={"filter": value.decode()}),
            anna.put("/api/me/preferences/x", content=b'{"value":' + value + b"}", headers=kind),
            anna.post("/api/records/account", content=b'{"name":' + value + b"}", headers=kind),
            anna.post("/api/aggregate/account", content=b'{"filter":' + value + b"}", headers=kind),
        ]
        assert {(each.status_code, code(each)) for each in answers} == {(422, "http.too_deep")}
    assert office.events(before) == []


NOWHERE = (
    "%00",
    "a%00b",
    "%ED%A0%80",
    "..%2f..%2fetc%2fpasswd",
    "99999999999999999999",
    "-1",
    "１",
    "x" * 3000,
)


def test_names_in_addresses_that_nothing_has(owner: TestClient) -> None:
    wrong = {}
    blank = re.compile(r"{(?!form)\w+}")
    for door in (door for _, door in all_doors() if blank.search(door.path)):
        for part in NOWHERE:
            filled = blank.sub(part, door.path).replace("{form}", "account")
            body = {} if door.method != "GET" else None
            reply = owner.request(door.method, f"/api{filled}", json=body)
            if reply.status_code not in (404, 405, 415, 422):
                wrong[door.key, part[:20]] = (reply.status_code, reply.text)
    assert {key: told for key, told in wrong.items() if key[0] != "set_preference"} == {}


HUGE = (0, -1, 2**31, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 10**30)
BODIES_WITH_IDS: list[tuple[str, str, Callable[[int], Any]]] = [
    ("POST", "/records/account/{id}/comments", lambda id_: {"body": "x", "mentions": [id_]}),
    ("POST", "/records/account/{id}/files", lambda id_: {"files": [id_]}),
    ("POST", "/records/account/{id}/assign", lambda id_: {"owner": id_}),
    ("POST", "/records/account/{id}/assign", lambda id_: {"owner": None, "version": id_}),
    ("PATCH", "/records/account/{id}", lambda id_: {"name": "x", "version": id_}),
    ("PATCH", "/records/account/{id}", lambda id_: {"parent": id_}),
    ("POST", "/records/account", lambda id_: {"name": "x", "owner": id_, "revenue": id_, "employees": id_}),
    ("POST", "/records/account/bulk", lambda id_: {"ids": [id_], "move": {"to": "delete"}}),
    ("POST", "/records/account/bulk", lambda id_: {"ids": [1], "move": {"to": "assign", "owner": id_}}),
    ("POST", "/records/account/query", lambda id_: {"filter": {"field": "id", "op": "eq", "value": id_}}),
    ("POST", "/notifications/read", lambda id_: {"ids": [id_]}),
    ("POST", "/log", lambda id_: {"about": {"form": "account", "id": id_}, "content": "x"}),
    ("POST", "/log", lambda id_: {"about": {"form": "account", "id": 1}, "content": "x", "contact": id_}),
    ("POST", "/exports", lambda id_: {"form": "account", "view": id_}),
    ("POST", "/exports", lambda id_: {"form": "account", "view": str(id_)}),
    ("POST", "/forms/account/views", lambda id_: {"label": "x", "definition": {"widths": {"name": id_}}}),
    ("POST", "/tokens", lambda id_: {"name": "x", "scopes": ["read"], "days": id_}),
    ("POST", "/aggregate/account", lambda id_: {"limit": id_, "measures": [{"agg": "count"}]}),
    ("POST", "/admin/people", lambda id_: {"name": "x", "department": id_}),
    ("POST", "/admin/people", lambda id_: {"name": "x", "departments": [id_]}),
    ("PATCH", "/admin/people/4", lambda id_: {"merge_into": id_}),
    ("PATCH", "/admin/people/4", lambda id_: {"department": id_}),
    ("POST", "/admin/departments", lambda id_: {"name": "x", "parent": id_, "head": id_, "position": id_}),
    ("PATCH", "/admin/departments/1", lambda id_: {"parent": id_}),
    ("PATCH", "/admin/departments/1", lambda id_: {"head": id_}),
    ("PUT", "/me/preferences/x", lambda id_: {"value": id_}),
]


def test_numbers_that_no_record_has(office: Office, owner: TestClient) -> None:
    made = created(owner, "account", name="A")
    wrong = []
    for method, path, holding in BODIES_WITH_IDS:
        for number in HUGE:
            content = json.dumps(holding(number)).encode()
            reply = owner.request(
                method,
                f"/api{path.replace('{id}', str(made['id']))}",
                content=content,
                headers={"content-type": "application/json"},
            )
            if reply.status_code >= 500:
                wrong.append((method, path, content, reply.text))
    assert wrong == []


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("header", [(b"content-length", b"1000000"), (b"transfer-encoding", b"chunked")])
def test_a_large_body_of_somebody_unknown_is_not_read(office: Office, header: tuple[bytes, bytes]) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/records/account",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), header],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body is read")

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(office.app(scope, receive, send))
    assert sent[0]["status"] == 401


@contextlib.contextmanager
def each_transaction(db: Database, first: str, last: str = "SELECT 1") -> Iterator[None]:
    """Every writing transaction meanwhile begins and, once it failed, ends with a statement more."""

    def begin(connection: Connected) -> None:
        connection.exec_driver_sql(first)

    def rollback(connection: Connected) -> None:
        connection.exec_driver_sql(last)

    event.listen(db.write_engine, "begin", begin)
    event.listen(db.write_engine, "rollback", rollback)
    yield
    event.remove(db.write_engine, "begin", begin)
    event.remove(db.write_engine, "rollback", rollback)


def test_a_database_that_takes_no_writes_is_told_and_nothing_is_lost(
    office: Office, anna: TestClient, db: Database
) -> None:
    kept = created(anna, "account", name="Kept")
    before = office.facts()
    closed = (
        ("PRAGMA query_only=ON", "PRAGMA query_only=OFF") if db.is_sqlite else ("SET TRANSACTION READ ONLY",)
    )
    with each_transaction(db, *closed):
        answers = [
            anna.post("/api/records/account", json={"name": "Not kept"}),
            anna.patch(f"/api/records/account/{kept['id']}", json={"name": "Other", "version": 1}),
            anna.post("/api/files", files={"file": ("a.txt", b"a")}),
        ]
        assert {(each.status_code, code(each)) for each in answers} == {(503, "http.not_writable")}
        assert anna.get(f"/api/records/account/{kept['id']}").json()["name"] == "Kept"
    assert office.facts() == before
    assert created(anna, "account", name="Kept again")["version"] == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_full_disk_is_told_and_leaves_no_half_record(
    office: Office, anna: TestClient, db: Database
) -> None:
    before = office.events()
    with each_transaction(db, "PRAGMA max_page_count=1"):  # SQLite takes it as: not a page more
        answers = [
            anna.post("/api/records/account", json={"name": f"{number}", "address": "x" * 250})
            for number in range(100)
        ]
    refused = [each for each in answers if each.status_code != 201]
    assert refused and {(each.status_code, code(each)) for each in refused} == {(507, "http.no_room")}
    office.do(lambda tx: tx.execute(text("PRAGMA max_page_count=1000000")))
    made = len(answers) - len(refused)
    assert anna.get("/api/records/account?count=exact").json()["total"]["value"] == made
    assert office.events().count("record.created") == before.count("record.created") + made
    created(anna, "account", name="Room again")


class Fake(Exception):
    """An error of a driver."""

    def __init__(self, said: str, sqlstate: str | None = None) -> None:
        super().__init__(said)
        if sqlstate is not None:
            self.sqlstate = sqlstate


TROUBLES: list[tuple[Exception, str | None]] = [
    (DBAPIError("", {}, Fake("could not extend file", "53100")), "http.no_room"),
    (DBAPIError("", {}, Fake("read-only transaction", "25006")), "http.not_writable"),
    (DBAPIError("", {}, Fake("shutting down", "57P01")), "http.unreachable"),
    (DBAPIError("", {}, Fake("deadlock", "40P01")), "http.busy"),
    (DBAPIError("", {}, Fake("duplicate key", "23505")), None),
    (DBAPIError("", {}, Fake("disk I/O error")), "http.not_writable"),
    (DBAPIError("", {}, Fake("no such table")), None),
    (OSError(28, "No space left on device"), "http.no_room"),
    (OSError(30, "Read-only file system"), "http.not_writable"),
    (FileNotFoundError(2, "No such file"), None),
]


@pytest.mark.parametrize(("error", "told"), TROUBLES, ids=range(len(TROUBLES)))
def test_what_a_failing_database_means(error: Exception, told: str | None) -> None:
    found = trouble(error)
    assert (found.code if found else None) == told


def slowly(*messages: Message) -> Callable[[], Awaitable[Message]]:
    """A client that sends these messages and then nothing more."""
    waiting = list(messages)

    async def receive() -> Message:
        if not waiting:
            await asyncio.get_running_loop().create_future()
        return waiting.pop(0)

    return receive


def test_nobody_waits_for_ever_for_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    part = {"type": "http.request", "body": b'{"name":', "more_body": True}
    with pytest.raises(CutShort):
        asyncio.run(body.read_whole(slowly(part, {"type": "http.disconnect"}), b"", 1000))
    monkeypatch.setattr(body, "PATIENCE", 0.01)
    with pytest.raises(TooSlow):
        asyncio.run(body.read_whole(slowly(part), b"", 1000))


async def hello(_scope: Any, _receive: Any, send: Any) -> None:
    """The smallest application."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


async def talk(*parts: bytes) -> bytes:
    """What a server answers to these bytes before it ends the connection."""
    config = uvicorn.Config(hello, http=Connection, ws="none", log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    config.load()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: Connection(config=config, server_state=server.server_state, app_state={}), "127.0.0.1", 0
    )
    async with listening:
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname()[:2])
        for each in parts:
            writer.write(each)
            await writer.drain()
        answer = b""
        with contextlib.suppress(ConnectionResetError):  # it has not read all that we say
            answer = await reader.read()
        writer.close()
        return answer


def test_a_head_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.05)
    assert asyncio.run(talk()) == b""
    assert asyncio.run(talk(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ")) == b""
    whole = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
    assert asyncio.run(talk(whole, whole)).count(b"hello") == 2
    assert asyncio.run(talk(whole, whole[:20])).count(b"hello") == 1


def test_a_head_without_end_is_refused() -> None:
    start = b"GET / HTTP/1.1\r\nhost: x\r\n"
    answer = asyncio.run(talk(start, b"x-long: " + b"y" * 200_000))
    assert answer[:12] in (b"HTTP/1.1 400", b"")


SYSTEM_VALUES: dict[str, Any] = {
    "id": 999,
    "created_at": "2001-01-01T00:00:00Z",
    "updated_at": "2001-01-01T00:00:00Z",
    "created_by": 1,
    "updated_by": 1,
    "created_via": "import",
    "batch_id": 7,
    "owner_since": "2001-01-01T00:00:00Z",
    "department": 99,
    "stage_since": "2001-01-01T00:00:00Z",
    "last_activity_at": "2001-01-01T00:00:00Z",
    "next_activity_at": "2001-01-01T00:00:00Z",
    "deleted_at": "2001-01-01T00:00:00Z",
    "title_sort": "aaa",
    "name__key": "aaa",
    "_may": ["delete"],
}


def test_system_columns_are_not_for_writing(office: Office, anna: TestClient, db: Database) -> None:
    made = created(anna, "opportunity", name="Plain")
    path = f"/api/records/opportunity/{made['id']}"

    def row() -> dict[str, Any]:
        query = text(f"SELECT * FROM f_opportunity WHERE id = {made['id']}")
        return dict(office.do(lambda tx: tx.one(query))._mapping)

    before = row()
    for key, value in SYSTEM_VALUES.items():
        for method, address, given in (
            ("PATCH", path, {key: value}),
            ("POST", f"{path}/stage", {"stage": before["stage"], "values": {key: value}}),
            ("POST", "/api/records/opportunity", {"name": f"With {key}", key: value}),
        ):
            reply = anna.request(method, address, json=given)
            assert reply.status_code in (200, 201, 422), (key, reply.text)
            if reply.status_code == 201:
                other = reply.json()
                assert other["id"] != 999 and other["created_by"]["id"] == office.people.anna
                assert other["created_at"] > "2026" and "delete" in other["_may"] and other["version"] == 1
        bulk = anna.post("/api/records/opportunity/bulk", json={"ids": [made["id"]], "change": {key: value}})
        if bulk.status_code == 202:
            office.drive(bulk.json()["job"])
    after = row()
    assert {key for key in before if before[key] != after[key]} <= {"version", "updated_at"}
