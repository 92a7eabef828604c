"""Requests to the application in this very process, as a page or a program would send them."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson

from bulou.api.asked import SESSION_COOKIE

PORT = 40000


@dataclass(frozen=True)
class Reply:
    """An answer; `headers` as they came."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, None where it is no JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None

    def header(self, name: bytes) -> str:
        """A header by its lower-case name, '' without it."""
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == name), "")


@dataclass(eq=False)
class Exchange:
    """One request under way: what is sent to the application and what comes back so far."""

    body: bytes = b""
    status: int = 0
    headers: tuple[tuple[bytes, bytes], ...] = ()
    received: bytearray = field(default_factory=bytearray)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: bool = False

    async def receive(self) -> dict[str, Any]:
        """The body, then nothing until the browser goes."""
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        """Part of the answer."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], tuple(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.received += message.get("body", b"")


@dataclass(eq=False)
class Browser:
    """Somebody who asks: with a session (`secret` and `csrf`), with a token (`bearer`), or unknown."""

    app: Any
    loop: asyncio.AbstractEventLoop
    secret: str | None = None
    csrf: str = ""
    bearer: str | None = None
    locale: str = "en-US"
    asked: int = 0

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> Reply:
        """Send a request to `path` (with its query) and wait for the whole answer."""
        return self.loop.run_until_complete(self._ask(method, path, body, kind))

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> Reply:
        under_way = Exchange(body)
        try:
            await self.app(self._scope(method, path, body, kind), under_way.receive, under_way.send)
        finally:
            under_way.gone.set()
        return Reply(under_way.status, under_way.headers, bytes(under_way.received))

    @contextmanager
    def listening(self, path: str) -> Iterator[Exchange]:
        """A stream that stays open: it goes on whenever something is asked or waited for."""
        under_way = Exchange()
        scope = self._scope("GET", path, b"", "")
        task = self.loop.create_task(self.app(scope, under_way.receive, under_way.send))
        try:
            yield under_way
        finally:
            under_way.gone.set()
            self.loop.run_until_complete(asyncio.wait({task}, timeout=5))
            task.cancel()

    def wait(self, seconds: float) -> None:
        """Let what is under way go on."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def _scope(self, method: str, path: str, body: bytes, kind: str) -> dict[str, Any]:
        plain, _, query = path.partition("?")
        self.asked += 1
        headers = [(b"host", b"drill"), (b"accept-language", self.locale.encode())]
        if body or method != "GET":
            headers += [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        if self.bearer is not None:
            headers.append((b"authorization", f"Bearer {self.bearer}".encode()))
        elif self.secret is not None:
            headers.append((b"cookie", f"{SESSION_COOKIE}={self.secret}".encode()))
            headers.append((b"x-csrf-token", self.csrf.encode()))
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "root_path": "",
            "query_string": query.encode("latin-1"),
            "headers": headers,
            "client": self._address(),
            "server": ("drill", 80),
        }

    def _address(self) -> tuple[str, int]:
        """Another one each time, as far as anybody counts: what bounds robots is not what is drilled."""
        return f"10.{self.asked >> 16 & 255}.{self.asked >> 8 & 255}.{self.asked & 255}", PORT


def query_of(values: Mapping[str, Any]) -> str:
    """A query string; what is no text is written as JSON."""
    texts = {
        key: value if isinstance(value, str) else orjson.dumps(value).decode()
        for key, value in values.items()
        if value is not None
    }
    return urlencode(texts)


def upload(name: str, content: bytes, fields: Mapping[str, str]) -> tuple[bytes, str]:
    """A file and texts as the body of an upload, and its content type."""
    line = secrets.token_hex(12)
    parts = [
        f'--{line}\r\ncontent-disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{line}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{line}--\r\n".encode()]), (
        f"multipart/form-data; boundary={line}"
    )
