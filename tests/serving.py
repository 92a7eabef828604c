"""The product as its users run it: `bulou init`, then `bulou serve` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

BULOU = str(Path(sys.executable).with_name("bulou"))
STARTS_WITHIN = 90.0  # seconds; a loaded machine is slow, a broken server fails at once


@dataclass(frozen=True)
class Workspace:
    """A workspace folder, who owns it, and the environment its processes run in."""

    data: Path
    account: str = "admin"
    password: str = "correct horse battery"
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `bulou ARGUMENTS --data …` to its end; raises with what it said when it fails."""
        line = [BULOU, *arguments, "--data", str(self.data)]
        done = subprocess.run(
            line, env=self.env(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (
            f"{' '.join(arguments)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done

    def env(self) -> dict[str, str]:
        """The environment of its processes: nothing of the caller's settings but the path."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("BULOU_")}
        return {**own, "PYTHONUTF8": "1", **self.environment}


@dataclass(frozen=True)
class Server:
    """A running `bulou serve`."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """`kill -9`: nothing is said, nothing is flushed."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, as a system does; gives the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def make_workspace(data: Path, *, demo: bool = False, database_url: str | None = None) -> Workspace:
    """A new workspace with the CRM template, on SQLite or on the given PostgreSQL database."""
    environment = {"BULOU_DATABASE_URL": database_url} if database_url else {}
    workspace = Workspace(data, environment=environment)
    who = ["--owner", workspace.account, "--password", workspace.password]
    workspace.run("init", *who, "--template", "crm", *(["--demo"] if demo else []))
    return workspace


def copy_workspace(model: Workspace, data: Path) -> Workspace:
    """One like `model`, which is on SQLite and not served: making it costs seconds, copying milliseconds."""
    shutil.copytree(model.data, data)
    return replace(model, data=data, environment=dict(model.environment))


@contextlib.contextmanager
def serve(workspace: Workspace, port: int | None = None) -> Iterator[Server]:
    """A server that answers its health check, stopped at the end unless it was killed before."""
    port = port or free_port()
    log = workspace.data.parent / f"serve-{port}.log"
    line = [BULOU, "serve", "--data", str(workspace.data), "--host", "127.0.0.1", "--port", str(port)]
    with log.open("ab") as out:
        process = subprocess.Popen(
            line, env=workspace.env(), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _await_health(server)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_health(server: Server) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    client = httpx.Client(verify=False, timeout=5)  # one: each costs the starting server processor time
    while time.monotonic() < deadline:
        assert server.process.poll() is None, (
            f"the server ended:\n{server.log.read_text(errors='replace')[-4000:]}"
        )
        with contextlib.suppress(httpx.TransportError):
            if client.get(f"{server.url}/api/health").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(
        f"no health within {STARTS_WITHIN} s:\n{server.log.read_text(errors='replace')[-4000:]}"
    )
