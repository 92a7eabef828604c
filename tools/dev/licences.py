"""docs/licences.md: what the product is built with, under which licences; stops at GPL and AGPL."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata

from packaging.requirements import Requirement

from tools.dev.places import ROOT, WEB

PAGE = ROOT / "docs" / "licences.md"
# The LGPL is allowed for a library that is unmodified and replaceable; an installed package is both.
REFUSED = re.compile(r"(?<![A-Za-z])(AGPL|GPL|GNU (Affero )?General Public)", re.I)
LIBRARY = re.compile(r"LGPL|Lesser General Public", re.I)
HEAD = """# Licences

Bulou is licensed under the Apache License, Version 2.0. This page lists all that runs with it.
It is generated (`./dev fix licences`) and checked: GPL and AGPL are refused; the LGPL is allowed for a
library that is unmodified and can be replaced.
"""


def python_rows() -> list[tuple[str, str]]:
    """Name and licence of every Python package the product needs, straight or through others."""
    found: dict[str, str] = {}
    waiting = list(metadata.requires("bulou") or [])
    while waiting:
        requirement = Requirement(waiting.pop())
        extras = [{"extra": extra} for extra in requirement.extras] or [{"extra": ""}]
        if requirement.marker and not any(requirement.marker.evaluate(extra) for extra in extras):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in found:
            found[name] = _licence(name)
            waiting += _needed(name, requirement.extras)
    return sorted(found.items())


def web_rows() -> list[tuple[str, str]]:
    """Name and licence of every package whose code is in the built pages."""
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    rows = {
        path.rsplit("node_modules/", 1)[1]: str(package.get("license", "unknown"))
        for path, package in packages.items()
        if path and not package.get("dev") and not package.get("devOptional") and not package.get("optional")
    }
    return sorted(rows.items())


def page() -> str:
    """The whole page."""
    return HEAD + _table("Server", python_rows()) + _table("Pages", web_rows())


def main(arguments: list[str]) -> int:
    """Checks the page and the licences, or with `--write` writes the page."""
    rows = python_rows() + web_rows()
    bad = [f"{name}: {licence}" for name, licence in rows if refused(licence)]
    if bad:
        print("these licences cannot be part of the product:\n" + "\n".join(bad))
        return 1
    if "--write" in arguments:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        print("docs/licences.md is stale; type ./dev fix licences")
        return 1
    return 0


def refused(licence: str) -> bool:
    """Whether every way to use this licence is a GPL; one allowed alternative is enough.

    >>> [refused(text) for text in ("MIT", "GPL-3.0", "LGPL-3.0-only", "GPL-2.0 OR MIT", "AGPL-3.0 AND MIT")]
    [False, True, False, False, True]
    """
    ways = re.split(r"\s+or\s+", licence, flags=re.I)
    return all(bool(REFUSED.search(LIBRARY.sub("", way))) or way == "unknown" for way in ways)


def _needed(name: str, extras: set[str]) -> list[str]:
    """What a package needs, the extras asked for included and the others left out."""
    chosen = []
    for line in metadata.requires(name) or []:
        marker = Requirement(line).marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            chosen.append(line.split(";")[0])
    return chosen


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    known = [line for line in about.get_all("Classifier") or [] if "License ::" in line]
    said = [about.get_all(key) or [] for key in ("License-Expression", "License")]
    classified = [" OR ".join(line.rsplit(" :: ", 1)[1] for line in known)] if known else []
    named = next(iter([*said[0], *classified, *said[1]]), "unknown")
    return str(named).strip().splitlines()[0]


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {name} | {licence} |" for name, licence in rows]
    return "\n".join([f"\n## {title}\n", "| package | licence |", "| --- | --- |", *lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
