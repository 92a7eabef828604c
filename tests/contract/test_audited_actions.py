"""Every action that is written into the audit trail has words in every language, and every word an action."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from bulou.kit.words import LOCALES
from bulou.words import catalogue
from tests.architecture.tree import modules

PREFIX = "told.do."


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every `audit.write(…)` of the product, with where it stands."""
    for module in modules("bulou/"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "write" and ast.unparse(node.func.value) == "audit":
                yield f"{module.path}:{node.lineno}", node


def action_of(call: ast.Call) -> str | None:
    given = call.args[2] if len(call.args) > 2 else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def written() -> set[str]:
    return {action for _, call in calls() if (action := action_of(call))}


def test_an_action_is_written_out_where_it_happens() -> None:
    found = [place for place, call in calls() if action_of(call) is None]
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


def test_no_words_are_left_of_actions_that_nobody_writes() -> None:
    known = {code.removeprefix(PREFIX) for code in catalogue(LOCALES[0]) if code.startswith(PREFIX)}
    assert sorted(known - written()) == []


def test_only_the_trail_itself_touches_its_rows() -> None:
    ours = (
        "bulou/people/audit.py",
        "bulou/people/chain.py",
        "bulou/people/sealing.py",
        "bulou/people/retention.py",
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
