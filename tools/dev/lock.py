"""`./dev lock`: resolves the dependencies and writes the pins; its check proves them current."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from pathlib import Path

from tools.dev.places import ROOT, Stop, run, say, status, tool
from tools.dev.python_env import ensure_python

# File → what it pins: everything a checkout needs, and what a server needs.
LOCKS = {
    "requirements.lock": ["--all-groups"],
    "deploy/requirements.lock": ["--no-dev"],
}
PROJECT = ROOT / "pyproject.toml"
PINS = re.compile(r"^constraint-dependencies = \[\n(?:    .*\n)*\]\n", re.M)
EXPORT = [
    "--no-emit-project",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def command(_name: str, arguments: list[str]) -> int:
    """The command line of `lock`."""
    ensure_python()
    lock(upgrade="--upgrade" in arguments)
    ensure_python()
    return 0


def lock(*, upgrade: bool) -> None:
    """Writes both kinds of pins for what pyproject.toml asks; known versions stay unless upgraded."""
    if upgrade:
        PROJECT.write_text(PINS.sub("", PROJECT.read_text()))
    run([tool("uv"), "lock", "--no-progress", *(["--upgrade"] if upgrade else [])])
    text = PINS.sub("", PROJECT.read_text())
    PROJECT.write_text(text.replace("[tool.uv]\n", "[tool.uv]\n" + _pins(ROOT / "uv.lock"), 1))
    run([tool("uv"), "lock", "--no-progress"])
    for name in LOCKS:
        _export(ROOT, name)


def check() -> int:
    """Regenerates the lock beside the tree and compares; without a reachable index it says so and passes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
            shutil.copy(ROOT / name, place / name)
        (place / "bulou").mkdir()
        shutil.copy(ROOT / "bulou" / "__init__.py", place / "bulou" / "__init__.py")
        if status([tool("uv"), "lock", "--no-progress", "--quiet"], cwd=place):
            say("lock not checked: the package index cannot be reached")
            return 0
        stale = [name for name in LOCKS if not _follows(_export(place, name), ROOT / name)]
    if stale:
        say(f"{' and '.join(stale)} do not follow from pyproject.toml; type ./dev lock")
    return 1 if stale else 0


def _export(place: Path, name: str) -> Path:
    made = place / name
    made.parent.mkdir(exist_ok=True)
    run([tool("uv"), "export", *EXPORT, *LOCKS[name], "--output-file", str(made)], cwd=place)
    return made


def _follows(made: Path, committed: Path) -> bool:
    """A new wheel of the same version adds a hash; that does not make the committed pins stale."""
    now, then = _entries(made), _entries(committed)
    return now.keys() == then.keys() and all(then[name] <= now[name] for name in then)


def _entries(file: Path) -> dict[str, set[str]]:
    """Requirement line → its hashes."""
    joined = file.read_text().replace("\\\n", " ")
    return {
        line.split("--hash")[0].strip(): set(re.findall(r"--hash=(\S+)", line))
        for line in joined.splitlines()
    }


def _pins(lockfile: Path) -> str:
    """The exact versions as uv constraints, one a line; several versions of one name keep their markers."""
    packages = tomllib.loads(lockfile.read_text())["package"]
    rows = []
    for package in packages:
        if "registry" not in package.get("source", {}):
            continue
        markers = package.get("resolution-markers", [])
        suffix = f" ; {' or '.join(f'({m})' for m in markers)}" if markers else ""
        rows.append(f'    "{package["name"]}=={package["version"]}{suffix}",\n')
    if not rows:
        raise Stop("uv resolved nothing")
    return "constraint-dependencies = [\n" + "".join(sorted(rows)) + "]\n"


if __name__ == "__main__":
    raise SystemExit(check())
