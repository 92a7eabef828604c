"""A small keep-alive HTTP/1.1 client, so that the client costs little beside the server it measures."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson


@dataclass(frozen=True)
class Call:
    """One request: method, path with query, body (JSON-able or None)."""

    method: str
    path: str
    body: object = None


@dataclass(frozen=True)
class Outcome:
    """What a run of calls took. Latencies are in seconds, sorted; `errors` counts statuses of 400 and above; `cpu`
    are the seconds of processor time that the server spent meanwhile, work beside the requests included."""

    seconds: float
    latencies: tuple[float, ...]
    errors: int
    cpu: float = 0.0

    @property
    def each(self) -> float:
        """Milliseconds of processor time for one call."""
        return self.cpu / max(len(self.latencies), 1) * 1000

    @property
    def rate(self) -> float:
        """Calls a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """The latency below which `share` of the calls stayed, in milliseconds."""
        if not self.latencies:
            return 0.0
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1000


class Line:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int, headers: dict[str, str]) -> None:
        self._address = (host, port)
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(*self._address)

    async def call(self, call: Call) -> tuple[int, bytes]:
        """Send one request and read its whole answer."""
        assert self._reader and self._writer
        body = b"" if call.body is None else orjson.dumps(call.body)
        head = (
            f"{call.method} {call.path} HTTP/1.1\r\nHost: bench\r\n{self._headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        raw = await self._reader.readuntil(b"\r\n\r\n")
        status = int(raw[9:12])
        length = _header(raw, b"content-length")
        if length is not None:
            return status, await self._reader.readexactly(int(length))
        return status, await self._chunked()

    async def _chunked(self) -> bytes:
        assert self._reader
        parts: list[bytes] = []
        while size := int(await self._reader.readline(), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readline()
        await self._reader.readline()
        return b"".join(parts)

    def close(self) -> None:
        """Hang up."""
        if self._writer:
            self._writer.close()


def _header(raw: bytes, name: bytes) -> bytes | None:
    for line in raw.lower().split(b"\r\n"):
        if line.startswith(name + b":"):
            return line.split(b":", 1)[1].strip()
    return None


def measure(
    port: int, headers: dict[str, str], calls: Callable[[int], Iterator[Call]], *, clients: int, count: int
) -> Outcome:
    """`count` calls spread over `clients` connections at once; `calls(k)` yields the k-th client's."""
    return asyncio.run(_measure(port, headers, calls, clients, count))


async def _measure(
    port: int, headers: dict[str, str], calls: Callable[[int], Iterator[Call]], clients: int, count: int
) -> Outcome:
    latencies: list[float] = []
    errors = 0

    async def one(number: int) -> None:
        nonlocal errors
        line = Line("127.0.0.1", port, headers)
        await line.open()
        stream = calls(number)
        for _ in range(count // clients):
            started = time.perf_counter()
            status, _body = await line.call(next(stream))
            latencies.append(time.perf_counter() - started)
            errors += status >= 400
        line.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(clients)))
    return Outcome(time.perf_counter() - begun, tuple(sorted(latencies)), errors)
