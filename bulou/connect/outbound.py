"""Requests that the server makes to addresses which people or providers named: the one door out over HTTP.

The name is resolved here, every address it stands for is judged, and the connection goes to the judged address itself,
so that a name cannot mean one thing when it is judged and another when it is asked. Private networks, this machine,
neighbours on the link and the services of clouds that give away their secrets are refused unless BULOU_OUTBOUND_ALLOW
lists them; each redirect is judged anew. Proxies of the environment are not used: they would resolve by themselves.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from bulou.connect.addresses import Guard
from bulou.kit.errors import AppError

PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset((301, 302, 303, 307, 308))
LONGEST_URL = 4000


class OutboundRefused(AppError):
    """The server does not ask this address: it is private, or not an address of the web. `host`."""

    code, status = "outbound.refused", 422


class OutboundFailed(AppError):
    """The other side could not be reached, took too long, said too much or spoke no HTTP. `host`, `reason`."""

    code, status = "outbound.failed", 502


@dataclass(frozen=True)
class Limits:
    """How long everything together may take, how much may come back, how many redirects are followed."""

    seconds: float = 10.0
    most: int = 1024 * 1024
    redirects: int = 0
    cut: bool = False  # what is more than `most` is left unread; else it is a failure


@dataclass(frozen=True)
class Fetched:
    """An answer. Names of headers are in small letters; `url` is where it came from in the end."""

    status: int
    body: bytes
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def send(
    guard: Guard,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    limits: Limits = Limits(),
) -> Fetched:
    """One request, redirects followed as far as `limits` let (of GET only). OutboundRefused, OutboundFailed."""
    end = time.monotonic() + limits.seconds
    given = {"accept": "application/json", **{key.lower(): value for key, value in (headers or {}).items()}}
    for hop in range(limits.redirects + 1):
        answer = _one(guard, method, url, given, body, limits, end)
        where = answer.headers.get("location")
        if answer.status not in REDIRECTS or not where or method != "GET" or hop == limits.redirects:
            return answer
        url, given = _next(url, where, given)
    raise AssertionError("the last hop returns")


def _next(url: str, where: str, headers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The next address; never from https back to http, and secrets do not go along to somebody else."""
    onward = urljoin(url, where)
    before, after = urlsplit(url), urlsplit(onward)
    if before.scheme == "https" and after.scheme != "https":
        raise OutboundRefused(host=after.hostname or "")
    same = (before.scheme, before.netloc) == (after.scheme, after.netloc)
    return onward, {
        key: value for key, value in headers.items() if same or key not in ("authorization", "cookie")
    }


def _one(
    guard: Guard,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    limits: Limits,
    end: float,
) -> Fetched:
    host = _host(url)
    sent = [(b"accept-encoding", b"identity"), (b"user-agent", b"Bulou")]
    sent += [(key.encode(), value.encode("latin-1", "replace")) for key, value in headers.items()]
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=1,
                network_backend=_Backend(guard, end),
            ) as pool,
            pool.stream(
                method, url, headers=sent, content=body if body or method == "POST" else None
            ) as reply,
        ):
            return Fetched(
                reply.status, _read(reply.iter_stream(), host, limits), url, _headers(reply.headers)
            )
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise OutboundFailed(host=host, reason=type(error).__name__) from error
    except (OSError, UnicodeError, ValueError) as error:
        raise OutboundFailed(host=host, reason=type(error).__name__) from error


def _host(url: str) -> str:
    """The host of an address that may be asked; OutboundRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port or 1
    except ValueError as error:
        raise OutboundRefused(host="") from error
    strange = not url.isascii() or not url.isprintable() or " " in url or "\\" in url
    if len(url) > LONGEST_URL or strange or parts.scheme not in PORTS or not parts.hostname or not port:
        raise OutboundRefused(host=(parts.hostname or "")[:100])
    if parts.username is not None or parts.password is not None:
        raise OutboundRefused(host=parts.hostname[:100])
    return parts.hostname


def _read(pieces: Iterator[bytes], host: str, limits: Limits) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limits.most and limits.cut:
            return bytes(body[: limits.most])
        if len(body) > limits.most:
            raise OutboundFailed(host=host, reason="TooMuch")
    return bytes(body)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def judged(guard: Guard, host: str, port: int) -> list[str]:
    """The addresses of `host` that may be asked, in the order of the resolver. OutboundRefused where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(info[4][0]).partition("%")[0] for info in found)
    open_ = [each for each in addresses if guard.takes(ipaddress.ip_address(each))]
    if not open_:
        raise OutboundRefused(host=host[:100])
    return open_


class _Backend(httpcore.NetworkBackend):
    """Connects to judged addresses only, and lets everything together take no longer than until `end`."""

    def __init__(self, guard: Guard, end: float) -> None:
        self.guard, self.end, self.plain = guard, end, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "_Stream":
        """The first of the addresses that answers."""
        failure: Exception = httpcore.ConnectError(host)
        for address in judged(self.guard, host, port):
            try:
                return _Stream(
                    self.plain.connect_tcp(address, port, left(self.end), local_address, socket_options),
                    self.end,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection on which no single word may take longer than what is left of the time."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self.stream, self.end = stream, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come in."""
        return self.stream.read(max_bytes, left(self.end))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self.stream.write(buffer, left(self.end))

    def close(self) -> None:
        """Let go."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        """Speak TLS from now on: the certificate must be of the name, whatever the address."""
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, left(self.end)), self.end)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know of the socket."""
        return self.stream.get_extra_info(info)


def left(end: float) -> float:
    """The seconds that are left; httpcore.ReadTimeout when there are none."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return seconds
