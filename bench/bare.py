"""A bare HTTP server over the raw driver: what the same statements cost without any product around them.

`python -m bench.bare PORT URL` serves: POST /echo (no database), POST /insert (one commit), POST /select
`{sql, parameters}` → rows. Only the benchmark starts it, on loopback.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import psycopg
import uvicorn

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

TABLE = """CREATE TABLE IF NOT EXISTS bare (id {id}, name TEXT, account BIGINT, amount BIGINT, stage TEXT,
expected_close TEXT, owner BIGINT, created_at TEXT)"""
COLUMNS = ("name", "account", "amount", "stage", "expected_close", "owner", "created_at")


class Raw:
    """One raw connection, used by one thread."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        self.mark = "?" if self.sqlite else "%s"
        self.connection: Any = _sqlite(url) if self.sqlite else psycopg.connect(_plain(url), autocommit=True)
        identity = "INTEGER PRIMARY KEY AUTOINCREMENT" if self.sqlite else "BIGSERIAL PRIMARY KEY"
        self.connection.execute(TABLE.format(id=identity))

    def insert(self, body: dict[str, Any]) -> Any:
        """One INSERT, committed."""
        marks = ", ".join([self.mark] * len(COLUMNS))
        sql = f"INSERT INTO bare ({', '.join(COLUMNS)}) VALUES ({marks}) RETURNING id"
        return self.connection.execute(sql, [body.get(name) for name in COLUMNS]).fetchall()[0][0]

    def select(self, body: dict[str, Any]) -> Any:
        """The rows of the statement the product would run."""
        return [
            tuple(row)
            for row in self.connection.execute(body["sql"], body.get("parameters") or ()).fetchall()
        ]


def _sqlite(url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(url.split("///", 1)[1], isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def application(url: str) -> Any:
    """The ASGI application; the raw connection lives in its single thread."""
    thread = ThreadPoolExecutor(1)
    raw = thread.submit(Raw, url).result()

    async def serve(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        message = await receive()
        data = message.get("body", b"")
        while message.get("more_body"):
            message = await receive()
            data += message.get("body", b"")
        body = orjson.loads(data or b"{}")
        name = scope["path"].strip("/")
        if name == "echo":
            answer = body
        else:
            answer = await asyncio.get_running_loop().run_in_executor(thread, getattr(raw, name), body)
        out = orjson.dumps(answer, default=float)  # PostgreSQL sums to decimals
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(out)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": out})

    return serve


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
