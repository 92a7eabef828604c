"""Every action that is written into the audit trail has words in every language, and every word an action."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from bulou.kit.words import LOCALES
from bulou.words import catalogue
from tests.architecture.tree import Module, modules

PREFIX = "told.do."


def calls() -> Iterator[tuple[Module, ast.Call]]:
    """Every `audit.write(…)` of the product, with the file in which it stands."""
    for module in modules("bulou/"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "write" and ast.unparse(node.func.value) == "audit":
                yield module, node


ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def actions_of(module: Module, call: ast.Call) -> set[str]:
    """What a call writes: a text, or what the function around it is given by its callers."""
    given = call.args[2] if len(call.args) > 2 else None
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return {given.value}
    around = [
        function
        for function in module.functions()
        if isinstance(given, ast.Name)
        and call in ast.walk(function)
        and given.id in map(name_of, function.args.args)
    ]
    names = {function.name for function in around}
    stem = module.path.rpartition("/")[2].removesuffix(".py")
    given_there = {f"{stem}.{name}" for name in names}
    return {
        each.value
        for other in (modules("bulou/") if names else ())
        for node in ast.walk(other.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in (names | given_there if other is module else given_there)
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and ACTION.fullmatch(each.value)
    }


def name_of(argument: ast.arg) -> str:
    return argument.arg


def written() -> set[str]:
    return {action for module, call in calls() for action in actions_of(module, call)}


def test_an_action_is_written_out_where_it_happens() -> None:
    found = [f"{module.path}:{call.lineno}" for module, call in calls() if not actions_of(module, call)]
    assert not found, "name the action as a text, so that its words can be looked for\n" + "\n".join(found)
    assert len(written()) > 40


@pytest.mark.parametrize("locale", LOCALES)
def test_every_action_has_words(locale: str) -> None:
    words = catalogue(locale)
    missing = [PREFIX + action for action in sorted(written()) if PREFIX + action not in words]
    missing += sorted(
        {code for action in written() if (code := f"told.family.{action.partition('.')[0]}") not in words}
    )
    assert not missing, "bulou/words/*/audit.yaml says what was done: add\n" + "\n".join(missing)


def keys() -> set[str]:
    """What details are written out where they are written."""
    given = [each for _, call in calls() for each in call.keywords if each.arg == "detail"]
    return {
        key.value
        for each in given
        for part in ast.walk(each.value)
        if isinstance(part, ast.Dict) and part is each.value
        for key in part.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


SILENT = {"changes", "agent"}  # told in a place of their own


@pytest.mark.parametrize("locale", LOCALES)
def test_every_detail_has_words(locale: str) -> None:
    assert len(keys()) > 40
    missing = sorted(
        f"told.about.{key}" for key in keys() - SILENT if f"told.about.{key}" not in catalogue(locale)
    )
    assert not missing, "bulou/words/*/audit.yaml says what it was about: add\n" + "\n".join(missing)


def test_no_words_are_left_of_actions_that_nobody_writes() -> None:
    known = {code.removeprefix(PREFIX) for code in catalogue(LOCALES[0]) if code.startswith(PREFIX)}
    assert sorted(known - written()) == []


def test_only_the_trail_itself_touches_its_rows() -> None:
    ours = (
        "bulou/people/audit.py",
        "bulou/people/chain.py",
        "bulou/people/sealing.py",
        "bulou/people/retention.py",
        "bulou/records/handover/traces.py",  # reads what somebody took along
    )
    found = [
        f"{module.path}:{line}"
        for module in modules("bulou/")
        if module.path not in ours and not module.path.startswith("bulou/db/")
        for line, name in module.imports()
        if name in {f"bulou.db.tables.people.{table}" for table in ("audit", "audit_block", "audit_dropped")}
    ]
    assert not found, "rows are added by people.audit.write and read by people.audit.read\n" + "\n".join(
        found
    )
