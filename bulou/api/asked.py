"""What a request says before anybody knows who sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from bulou.api.body import read_json, read_whole
from bulou.api.problems import WrongType
from bulou.kit.errors import NotFound
from bulou.kit.origin import LONGEST_AGENT, Origin
from bulou.kit.words import pick_locale
from bulou.people.authenticate import Caller

SESSION_COOKIE = "bulou_session"
CSRF_COOKIE = "bulou_csrf"
LARGEST_ID = 2**63 - 1


@dataclass(eq=False)
class Asked:
    """One request: path, query, headers and raw body. `locale` becomes the person's own once known."""

    scope: Scope
    request_id: str
    path: Mapping[str, str]
    raw: bytes = b""
    locale: str = ""
    chose_locale: bool = False
    person_id: int | None = None
    stale: Caller | None = None  # to be touched after the answer
    headers: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """GET, POST …"""
        return str(self.scope["method"])

    def header(self, name: bytes) -> str | None:
        """A header by its lower-case name."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string; a repeated name keeps its last value."""
        text = self.scope["query_string"].decode("latin-1")
        return dict(parse_qsl(text, keep_blank_values=True)) if text else {}

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies."""
        found = {}
        for part in (self.header(b"cookie") or "").split(";"):
            name, equals, value = part.strip().partition("=")
            if equals:
                found[name] = value.strip('"')
        return found

    def id(self, name: str) -> int:
        """A positive 64-bit number of the path; anything else is not found."""
        text = self.path[name]
        if not (text.isascii() and text.isdigit() and len(text) < 20) or not 0 < int(text) <= LARGEST_ID:
            raise NotFound(what=name, id=text[:40])
        return int(text)

    @property
    def bearer(self) -> str | None:
        """The API token, if there is one."""
        kind, _, value = (self.header(b"authorization") or "").partition(" ")
        return value.strip() if kind.lower() == "bearer" and value.strip() else None

    @property
    def ip(self) -> str:
        """Where the request came from."""
        client = self.scope.get("client")
        return str(client[0]) if client else ""

    @cached_property
    def origin(self) -> Origin:
        """Where the request came from, as long as nobody knows who sent it."""
        agent = (self.header(b"user-agent") or "").replace("\x00", "")[:LONGEST_AGENT]
        return Origin("public", self.ip or None, agent or None, self.request_id)

    @property
    def secure(self) -> bool:
        """True when the browser speaks HTTPS with us (or with the proxy that forwards to us)."""
        return self.scope.get("scheme") == "https"

    @cached_property
    def body(self) -> Any:
        """The JSON body; None when there is none. Raises NotJson, WrongType, TooDeep, Invalid (NUL)."""
        if not self.raw:
            return None
        kind = (self.header(b"content-type") or "application/json").split(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise WrongType(expected="application/json")
        return read_json(self.raw)


def ask(scope: Scope) -> Asked:
    """Read the head of a request. The page says its language; where nothing is said, the person's own one counts."""
    headers = dict(scope["headers"])
    accept = headers.get(b"accept-language", b"").decode("latin-1")
    return Asked(
        scope,
        scope["state"]["request_id"],
        scope.get("path_params", {}),
        locale=pick_locale(accept),
        chose_locale=accept not in ("", "*"),
        headers=headers,
    )


async def read_body(asked: Asked, receive: Receive, limit: int) -> bytes:
    """The whole body, refused as soon as it is known to be larger than `limit` bytes."""
    return await read_whole(receive, asked.headers.get(b"content-length", b""), limit)
