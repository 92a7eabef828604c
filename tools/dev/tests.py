"""`./dev test` and `./dev soak`: prepare everything, then one run of pytest, closing line last."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

from tools.dev.places import ROOT, environment, tool
from tools.dev.prepare import prepare

WORKERS = "2"
# Where files are memory, copying a database costs a tenth: several hundred files are made for each on PostgreSQL.
MEMORY = "/dev/shm"
ROOM = 6 * 1024**3  # bytes that must be free there

# Neighbours stay together and share what is furnished once; who has nothing left takes from the other's end.
SPREAD = ["--dist", "worksteal"]

# A test that takes minutes is usual there, and no reason to print where it stands.
SOAK = ["-o", "python_files=soak_*.py", "-o", "python_functions=soak_*", "-o", "faulthandler_timeout=0"]


def command(name: str, arguments: list[str]) -> int:
    """The command lines of `test` and `soak`: no argument runs everything, others go to pytest."""
    return _soak(arguments) if name == "soak" else _test(arguments)


def _test(arguments: list[str]) -> int:
    browser = prepare(browser=True, web_tools=True)
    return _pytest([*_spread(arguments), *arguments], {"BULOU_BROWSER": str(browser)})


def _soak(arguments: list[str]) -> int:
    """Full: one process, as what it measures is the product, not the crowd of tests beside it.

    Short: the servers are killed and looked at, not timed; those on one database need not wait for the other's.
    """
    prepare()
    short = "--short" in arguments
    rest = [argument for argument in arguments if argument != "--short"]
    if short:
        rest = [*_spread(rest), *rest]
    if not any(argument.startswith("tests/") for argument in rest):
        rest = ["tests/soak", *rest]
    return _pytest([*SOAK, *rest], {"BULOU_SOAK": "short" if short else "full"})


def _spread(arguments: list[str]) -> list[str]:
    """How the tests are spread, unless the arguments say it."""
    if any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        return []
    return ["-n", os.environ.get("BULOU_TEST_WORKERS", WORKERS), *SPREAD]


def _pytest(arguments: list[str], extra: dict[str, str]) -> int:
    line = [tool("python"), "-m", "pytest", *arguments]
    with _scratch() as folder:
        return subprocess.run(
            line, cwd=ROOT, env=environment({**extra, **folder}), stdin=subprocess.DEVNULL, check=False
        ).returncode


@contextlib.contextmanager
def _scratch() -> Iterator[dict[str, str]]:
    """The settings that put temporary files into memory while the tests run; none where there is too little."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    folder = tempfile.mkdtemp(prefix="bulou-test-", dir=MEMORY)
    os.chmod(folder, 0o755)  # a database server of its own user looks into it
    try:
        yield {"TMPDIR": folder}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
