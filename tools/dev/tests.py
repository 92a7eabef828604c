"""`./dev test`: prepares everything, then one run of pytest over checks and tests, its closing line last."""

from __future__ import annotations

import os
import subprocess

from tools.dev.places import ROOT, environment, tool
from tools.dev.prepare import prepare

WORKERS = "2"


def command(_name: str, arguments: list[str]) -> int:
    """The command line of `test`: no argument runs everything, others go to pytest as they are."""
    browser = prepare(browser=True, web_tools=True)
    env = environment({"BULOU_BROWSER": str(browser), "PYTHONHASHSEED": "0"})
    workers = os.environ.get("BULOU_TEST_WORKERS", WORKERS)
    spread = (
        [] if any(a.startswith(("-n", "--numprocesses", "--pdb")) for a in arguments) else ["-n", workers]
    )
    line = [tool("python"), "-m", "pytest", *spread, *arguments]
    return subprocess.run(line, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode
