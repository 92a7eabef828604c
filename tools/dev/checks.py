"""`./dev check`: everything that can be judged without running the product; the tests run the same list."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.dev.node import find_node
from tools.dev.places import ROOT, WEB, environment, say, tool
from tools.dev.prepare import prepare
from tools.dev.web import web_tool


@dataclass(frozen=True)
class Check:
    """One check: its name, the command line that judges and, where there is one, the one that mends."""

    name: str
    judge: Callable[[], list[str]]
    mend: Callable[[], list[str]] | None = None
    cwd: Path = ROOT


def _module(name: str, *arguments: str) -> list[str]:
    return [tool("python"), "-m", name, *arguments]


def _package(path: str, *arguments: str) -> list[str]:
    """A program of the pages' own packages."""
    return [find_node(), str(WEB / "node_modules" / path), *arguments]


CHECKS = (
    Check("lint", lambda: [tool("ruff"), "check", "."], lambda: [tool("ruff"), "check", "--fix-only", "."]),
    Check("format", lambda: [tool("ruff"), "format", "--check", "."], lambda: [tool("ruff"), "format", "."]),
    Check("types", lambda: [tool("mypy")]),
    Check("floors", lambda: [tool("lint-imports"), "--no-cache"]),
    Check("lock", lambda: _module("tools.dev.lock")),
    Check(
        "licences", lambda: _module("tools.dev.licences"), lambda: _module("tools.dev.licences", "--write")
    ),
    Check("reference", lambda: _module("tools.reference"), lambda: _module("tools.reference", "--write")),
    Check("client", lambda: _module("tools.dev.client"), lambda: _module("tools.dev.client", "--write")),
    Check("web-types", lambda: _package("typescript/bin/tsc", "--noEmit"), cwd=WEB),
    Check("web-lint", lambda: [*web_tool("oxlint"), "--deny-warnings", "src", "build"], cwd=WEB),
    Check(
        "web-format",
        lambda: [*web_tool("@biomejs/biome"), "format", "."],
        lambda: [*web_tool("@biomejs/biome"), "format", "--write", "."],
        WEB,
    ),
    Check("web-unused", lambda: [*web_tool("knip"), "--no-progress"], cwd=WEB),
    Check("web-units", lambda: _package("vitest/vitest.mjs", "run"), cwd=WEB),
)


def command(name: str, arguments: list[str]) -> int:
    """The command lines of `check` and `fix`; names choose among the checks."""
    unknown = set(arguments) - {check.name for check in CHECKS}
    if unknown:
        known = " ".join(check.name for check in CHECKS)
        say(f"there is no check {' '.join(sorted(unknown))}; there are {known}")
        return 2
    prepare(web=False, web_tools=True)
    chosen = [check for check in CHECKS if not arguments or check.name in arguments]
    return _fix(chosen) if name == "fix" else _check(chosen)


def judge(check: Check) -> tuple[int, str]:
    """Runs one check; gives its exit status and everything it said."""
    done = subprocess.run(
        check.judge(),
        cwd=check.cwd,
        env=environment({"NO_COLOR": "1"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _check(chosen: list[Check]) -> int:
    failed = []
    for check in chosen:
        code, text = judge(check)
        say(f"{check.name}: {'ok' if code == 0 else 'FAILED'}")
        if code:
            failed.append(check.name)
            print(text.rstrip(), flush=True)
    say(f"{len(failed)} of {len(chosen)} failed: {' '.join(failed)}" if failed else f"all {len(chosen)} pass")
    return 1 if failed else 0


def _fix(chosen: list[Check]) -> int:
    codes = [
        subprocess.run(
            check.mend(), cwd=check.cwd, env=environment(), stdin=subprocess.DEVNULL, check=False
        ).returncode
        for check in chosen
        if check.mend
    ]
    return 1 if any(codes) else 0
