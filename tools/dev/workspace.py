"""`./dev run`: prepare, make the workspace with demo data when there is none, and serve it."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import socket
import subprocess
from pathlib import Path

from tools.dev.places import ROOT, Stop, environment, say, status, tool
from tools.dev.prepare import prepare

OWNER = "admin"
PASSWORD_FILE = "first-password.txt"
FIRST_PORT = 8000


def command(_name: str, arguments: list[str]) -> int:
    """The command line of `run`; what it does not know goes on to `bulou serve`."""
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--data", type=Path, default=ROOT / "workspace", help="the workspace folder")
    parser.add_argument("--port", type=int, help="default: 8000, or the next free one")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    options, rest = parser.parse_known_args(arguments)
    prepare()
    data = options.data.resolve()
    if not data.exists():
        _make_workspace(data)
    port = options.port or _free_port(options.host)
    _print_sign_in(data, options.host, port)
    return _serve(
        [tool("bulou"), "serve", "--data", str(data), "--host", options.host, "--port", str(port), *rest]
    )


def _make_workspace(data: Path) -> None:
    say("making the workspace with demo data")
    password = secrets.token_urlsafe(12)
    init = [tool("bulou"), "init", "--data", str(data), "--owner", OWNER, "--password", password]
    if status([*init, "--template", "crm", "--demo"]):
        # Half a workspace would be taken for a whole one by the next start.
        shutil.rmtree(data, ignore_errors=True)
        raise Stop("the workspace could not be made")
    with os.fdopen(os.open(data / PASSWORD_FILE, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(f"{password}\n")


def _print_sign_in(data: Path, host: str, port: int) -> None:
    password = data / PASSWORD_FILE
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    print(f"\n  Bulou 不漏   http://{name}:{port}")
    if password.is_file():
        print(f"  account {OWNER} · password {password.read_text().strip()}   ({password})")
    print("  Ctrl-C stops it\n", flush=True)


def _free_port(host: str) -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            # Without it, a port whose last connections still fade out counts as taken.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise Stop(f"no free port from {FIRST_PORT} on; choose one with --port")


def _serve(line: list[str]) -> int:
    """The server takes this process's place, so that signals reach it; Windows has no such thing."""
    if os.name != "nt":
        os.execve(line[0], line, environment())
    return subprocess.run(line, env=environment(), check=False).returncode
