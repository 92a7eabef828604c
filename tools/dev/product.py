"""Commands that are the product's own, or programs beside it, run in the prepared environment."""

from __future__ import annotations

import os
import subprocess

from tools.dev.places import ROOT, environment, tool
from tools.dev.prepare import prepare

PROGRAMS = {
    "bulou": [tool("bulou")],
    "bench": [tool("python"), "-m", "bench"],
    "shots": [tool("python"), "-m", "tools.shots"],
}
NEEDS_BROWSER = {"shots"}


def command(name: str, arguments: list[str]) -> int:
    """Hands the arguments on, untouched, and gives the program's own exit status."""
    browser = prepare(web=name != "bulou", browser=name in NEEDS_BROWSER)
    env = environment({"BULOU_BROWSER": browser} if browser else None)
    line = [*PROGRAMS[name], *arguments]
    if name == "bulou":
        return _take_over(line, env)
    return subprocess.run(line, cwd=ROOT, env=env, check=False).returncode


def _take_over(line: list[str], env: dict[str, str]) -> int:
    """Paths among the arguments are the caller's, so the product runs where the caller stands."""
    if os.name != "nt":
        os.execve(line[0], line, env)
    return subprocess.run(line, env=env, check=False).returncode
