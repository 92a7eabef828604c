"""Starting what is measured: the product and the bare server, each a process of its own on loopback."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

PATIENCE = 120.0


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    process: subprocess.Popen[bytes]
    first_answer: float

    def cpu(self) -> float:
        """Seconds of processor time spent so far by the process and its children."""
        times = [each.cpu_times() for each in self._family()]
        return sum(each.user + each.system for each in times)

    def memory(self) -> float:
        """Resident megabytes of the process and its children."""
        return sum(each.memory_info().rss for each in self._family()) / 1024**2

    def own_memory(self) -> float:
        """Megabytes that would be free without them: pages of the database file that are only mapped left out."""
        return sum(each.memory_full_info().uss for each in self._family()) / 1024**2

    def _family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


@contextlib.contextmanager
def product(data: Path, url: str | None = None) -> Iterator[Running]:
    """`bulou serve` over a workspace."""
    port = free_port()
    bulou = str(Path(sys.executable).with_name("bulou"))
    line = [bulou, "serve", "--data", str(data), "--port", str(port)]
    env = {**os.environ, "BULOU_LOG_LEVEL": "warning", "BULOU_BACKUP_AT": ""}
    with _started(line, port, "/api/health", env | ({"BULOU_DATABASE_URL": url} if url else {})) as running:
        yield running


@contextlib.contextmanager
def bare(url: str) -> Iterator[Running]:
    """The bare server over the same kind of database."""
    port = free_port()
    with _started(
        [sys.executable, "-m", "bench.bare", str(port), url], port, "/echo", dict(os.environ)
    ) as running:
        yield running


@contextlib.contextmanager
def _started(line: list[str], port: int, probe: str, env: dict[str, str]) -> Iterator[Running]:
    begun = time.perf_counter()
    process = subprocess.Popen(line, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield Running(port, process, _wait(process, port, probe, begun))
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, probe: str, begun: float) -> float:
    method = "POST" if probe == "/echo" else "GET"
    while time.perf_counter() - begun < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(httpx.TransportError):
            if (
                httpx.request(
                    method, f"http://127.0.0.1:{port}{probe}", json={} if method == "POST" else None
                ).status_code
                < 500
            ):
                return time.perf_counter() - begun
        time.sleep(0.02)
    raise RuntimeError("the server does not answer")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
