"""Where things lie: the checkout, its virtual environment, its stamps; and how commands are run there."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = VENV / "stamps"
WEB = ROOT / "web"
EXE = ".exe" if os.name == "nt" else ""


class Stop(SystemExit):
    """Ends `./dev` with a message and status 1; the message says what to type."""

    def __init__(self, message: str) -> None:
        super().__init__(f"./dev: {message}")


def tool(name: str) -> str:
    """Path of a program inside the virtual environment."""
    return str(BIN / f"{name}{EXE}")


def say(text: str) -> None:
    """One line of progress, on the error stream so that results stay clean."""
    print(f"· {text}", file=sys.stderr, flush=True)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for every command: the virtual environment first, no prompts, UTF-8."""
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1", "npm_config_yes": "true"}
    # Compiled modules in our own environment are worth seconds at every start, whatever the caller prefers.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", "")])
    env.update(extra or {})
    return env


def status(command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Runs a command to its end, its output passing through, and gives its exit status."""
    return subprocess.run(
        list(command), cwd=cwd, env=environment(env), stdin=subprocess.DEVNULL, check=False
    ).returncode


def run(command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Runs a command that must succeed."""
    code = status(command, cwd, env)
    if code:
        raise Stop(f"{' '.join(command)} ended with status {code}")


def output(command: Sequence[str], cwd: Path = ROOT) -> str:
    """What a command prints; empty when it fails or does not exist."""
    try:
        done = subprocess.run(
            list(command),
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash over the names and contents of files, and some words."""
    total = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def fresh(name: str, mark: str) -> bool:
    """Whether the stamp of this name carries this mark."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == mark


def stamp(name: str, mark: str) -> None:
    """Remembers that the work of this name is done for this mark."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(mark)
