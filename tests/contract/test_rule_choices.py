"""Every choice that a kind of trigger or action offers has its words in the designer of rules, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bulou
from bulou.pools import action  # noqa: F401  (contributed)
from bulou.rules.kinds import every_action
from bulou.rules.trigger import triggers

CATALOGUES = Path(bulou.__file__).parent.parent / "web" / "src" / "i18n"


def choices() -> Iterator[tuple[str, str, str]]:
    """Kind, option and value of everything that is chosen from a fixed list."""
    for kind in (*triggers, *every_action()):
        schema = kind.options.model_json_schema(by_alias=True)
        for option, given in schema.get("properties", {}).items():
            for each in (given, *given.get("anyOf", ())):
                yield from ((kind.key, option, str(value)) for value in each.get("enum", ()))


def words_of(locale: str) -> dict[str, Any]:
    """Option → the text of its block in the catalogue."""
    text = (CATALOGUES / locale / "ruleDesigner.ts").read_text("utf-8")
    options = text[text.index("\n  option: {") : text.index("\n  whole: {")]
    return dict(re.findall(r"\n    (\w+): \{([^}]*)\}", options))


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_every_choice_has_its_words(locale: str) -> None:
    words, offered = words_of(locale), set(choices())
    assert ("notify", "nobody", "skip") in offered
    missing = {each for each in offered if not re.search(rf"\b{each[2]}: ", words.get(each[1], ""))}
    assert missing == set()
