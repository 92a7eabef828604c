"""What a clone must not carry: paths of this or that machine, and addresses of package registries."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files

# Put together from halves, or this file would find itself.
REGISTRIES = tuple(
    map("".join, [("py", "pi.org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "mirror.com")])
)
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:wo" r"rk|fa" r"rm|ro" r"ot)/[A-Za-z.]", re.M)
BINARY = (".png", ".jpg", ".ico", ".xlsx", ".xls", ".gz", ".br", ".woff2", ".zip", ".pdf")


def test_no_file_names_a_registry() -> None:
    found = [f"{name}: {host}" for name, text in _texts() for host in REGISTRIES if host in text]
    assert not found, "pins and lock files carry no addresses: a clone uses its own mirror\n" + "\n".join(
        found
    )


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [f"{name}: {match[0].strip()}" for name, text in _texts() if (match := MACHINE_PATH.search(text))]
    assert not found, "\n".join(found)


def test_lock_files_that_record_hosts_are_not_kept() -> None:
    kept = {name.rsplit("/", 1)[-1] for name in files()}
    assert not kept & {"uv.lock", "pylock.toml", "poetry.lock", "yarn.lock", "pnpm-lock.yaml"}
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")


def _texts() -> list[tuple[str, str]]:
    chosen = [name for name in files() if not name.endswith(BINARY)]
    return [(name, (ROOT / name).read_text(encoding="utf-8", errors="replace")) for name in chosen]
