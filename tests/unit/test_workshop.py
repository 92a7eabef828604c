"""`./dev`: which Node will do, which licences are refused, what the pins look like, what `new` writes."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from tools.dev import lock, scaffold
from tools.dev.licences import refused
from tools.dev.main import COMMANDS
from tools.dev.node import usable
from tools.dev.places import ROOT, Stop

NODES = [
    ("v18.20.1", False),
    ("v20.18.0", False),
    ("v20.19.0", True),
    ("v22.11.0", False),
    ("v22.12.0", True),
    ("v24.0.0", True),
    ("", False),
]
LICENCES = [
    ("MIT", False),
    ("GPL-3.0-only", True),
    ("GNU General Public License v3 (GPLv3)", True),
    ("LGPL-3.0-only", False),
    ("GNU Lesser General Public License v3 (LGPLv3)", False),
    ("GPL-2.0 OR MIT", False),
    ("AGPL-3.0 AND MIT", True),
    ("unknown", True),
]


@pytest.mark.parametrize(("version", "answer"), NODES)
def test_a_node_is_usable_when_the_build_tool_says_so(version: str, answer: bool) -> None:
    assert usable(version) is answer


@pytest.mark.parametrize(("licence", "answer"), LICENCES)
def test_copyleft_of_the_whole_is_refused(licence: str, answer: bool) -> None:
    assert refused(licence) is answer


@pytest.mark.parametrize("name", lock.LOCKS)
def test_every_pin_is_exact_and_carries_hashes_but_no_address(name: str) -> None:
    entries = lock._entries(ROOT / name)
    assert len(entries) > 20
    assert all("==" in line and hashes for line, hashes in entries.items())
    assert "://" not in (ROOT / name).read_text()


@pytest.mark.parametrize("kind", scaffold.KINDS)
def test_new_writes_files_that_parse(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (scaffold.VERSIONS, scaffold.DECISIONS):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    assert scaffold.command("new", [kind, "bank_account"]) == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(scaffold.KINDS[kind])
    for path in written:
        text = path.read_text()
        assert "$" not in text
        if path.suffix == ".py":
            ast.parse(text)


def test_new_overwrites_nothing_and_wants_a_plain_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    assert scaffold.command("new", ["field", "barcode"]) == 0
    with pytest.raises(Stop, match="there already"):
        scaffold.command("new", ["field", "barcode"])
    with pytest.raises(Stop, match="small letters"):
        scaffold.command("new", ["field", "Bar Code"])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_module(name: str) -> None:
    module = importlib.import_module(f"tools.dev.{COMMANDS[name][0]}")
    assert callable(module.command)
