"""The pages: packages from the lock file, built again when a source changed, and the linters beside them."""

from __future__ import annotations

import json
from pathlib import Path

from tools.dev.node import find_node, npm
from tools.dev.places import WEB, Stop, digest, fresh, run, say, stamp

TOOLS = WEB / "tools"
SETTINGS = ("package.json", "package-lock.json", "index.html", "vite.config.ts", "tsconfig.json")


def sources() -> list[Path]:
    """Every file the built pages depend on."""
    found = [WEB / name for name in SETTINGS if (WEB / name).is_file()]
    for folder in ("src", "public", "build"):
        found += [path for path in (WEB / folder).rglob("*") if path.is_file() and not _is_test(path)]
    return found


def ensure_packages() -> None:
    """`npm ci` when the lock file changed."""
    lock = WEB / "package-lock.json"
    mark = digest([WEB / "package.json", lock])
    if fresh("web-packages", mark) and (WEB / "node_modules").is_dir():
        return
    say("installing the packages of the pages")
    run(npm("ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"), cwd=WEB)
    stamp("web-packages", mark)


def ensure_built() -> None:
    """web/dist as its sources say."""
    if not (WEB / "src" / "main.tsx").is_file():
        return
    mark = digest(sources())
    if fresh("web-built", mark) and (WEB / "dist" / "index.html").is_file():
        return
    ensure_packages()
    say("building the pages")
    run(
        [find_node(), str(WEB / "node_modules" / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"],
        cwd=WEB,
    )
    stamp("web-built", mark)


def ensure_tools() -> None:
    """Linters and generators of the pages, kept apart: their holes for foreign platforms break `npm ci`."""
    ensure_packages()
    mark = digest([TOOLS / "package.json"])
    if fresh("web-tools", mark) and (TOOLS / "node_modules").is_dir():
        return
    say("installing the linters of the pages")
    arguments = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--no-progress"]
    run(npm(*arguments, "--loglevel=error"), cwd=TOOLS)
    stamp("web-tools", mark)


def web_tool(package: str, name: str | None = None) -> list[str]:
    """The command of a linter installed by `ensure_tools`; `name` when the package has several programs."""
    home = TOOLS / "node_modules" / package
    if not home.is_dir():
        raise Stop(f"{package} is not installed; type ./dev prepare")
    programs = json.loads((home / "package.json").read_text())["bin"]
    script = programs if isinstance(programs, str) else programs[name or package.split("/")[-1]]
    return [find_node(), str(home / script)]


def _is_test(path: Path) -> bool:
    return ".test." in path.name
