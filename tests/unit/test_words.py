"""Every error has its words in every language, and the catalogues say the same things."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import bulou
from bulou.db.tables import metadata
from bulou.kit.errors import AppError
from bulou.kit.words import LOCALES
from bulou.words import catalogue, sentence

ROOT = Path(bulou.__file__).parent
# Codes that are told about a value: kinds raise them, the pipeline and the routes name them.
CALLS = re.compile(
    r'(?:FieldError|FieldProblem|refused|wrong|\.refuse|_bad)\(\s*(?:[^"()]*,\s*)?(?:f?"[^"]*",\s*)?"([a-z_]+\.[a-z_]+)"'
    r'|(?:problem|note)="([a-z_]+\.[a-z_]+)"'
)


def classes() -> Iterator[type[AppError]]:
    """Every error class of the product."""
    for module in pkgutil.walk_packages([str(ROOT)], "bulou."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        yield found


def codes() -> set[str]:
    """Every code that the source names."""
    found = {each.code for each in classes() if each.__module__.startswith("bulou.")}
    for path in ROOT.rglob("*.py"):
        for groups in CALLS.findall(path.read_text("utf-8")):
            found |= {code for code in groups if code}
    return found


# Names with a dot that begin like a code and are none: events, audited actions, kinds of jobs, notices, keys.
# Actions of the audit trail and columns of tables are known by themselves.
NO_CODES = re.compile(
    r"(?:http\.(?:disconnect|request)|personal\.(?:erase|export)|forms\.catalog|file\.\w+|person\.\w+|department\.\w+|view\.\w+"
    r"|session\.\w+|app\.\w+"
    r"|people\.(?:actor|tree|clearing)|menu\.arranged|labels\.json|audit\.\w+|import\.(?:started|done)|export\.done"
    r"|records\.(?:bulk|undo|belonging|empty_bin|followers|formulas|formulas_midnight|sweep_files|\w+_(?:moved|merged|followed))"
    r"|handover\.(?:done|received)|records\.handover(?:_sweep|_undo)?|sign_in\.(?:new_device|codes_refused|recovery_used|linked)"
    r"|calendar\.(?:colour_by|start|end)|people\.calendar|records\.formulas_calendar|channel\.down|delivery\.refused"
    r"|records\.duplicates(?:_nightly)?|duplicates\.done|rules\.(?:run|rebuild|clear|match|calendar|due|known)"
    r"|pools\.(?:assign|clocks?|recycle)|records\.tasks|tasks\.remind|twins\.(?:json|asked)"
    r"|reports\.note_leaks|forms\.(?:convert|purge)|search\.rebuild|apps\.install|form\.\w+|public\.html)"
)
COLUMNS = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}


def named_like_codes() -> set[str]:
    """Every text of the source that looks like a code: `family.name` of a family that the catalogue knows."""
    families = {code.partition(".")[0] for code in catalogue(LOCALES[0])} | {"bulk"}
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"[a-z_]+\.[a-z_]+", text) and text.partition(".")[0] in families:
                found.add(text)
    told = {code.removeprefix("told.do.") for code in catalogue(LOCALES[0]) if code.startswith("told.do.")}
    return {text for text in found - told - COLUMNS if not NO_CODES.fullmatch(text)}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_has_a_text(locale: str) -> None:
    assert sorted(code for code in codes() | named_like_codes() if code not in catalogue(locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_status_has_a_title(locale: str) -> None:
    statuses = {each.status for each in classes()}
    assert sorted(status for status in statuses if f"title.{status}" not in catalogue(locale)) == []


def test_the_languages_say_the_same_with_the_same_parameters() -> None:
    first, *others = (catalogue(locale) for locale in LOCALES)
    for other in others:
        assert sorted(first.keys() ^ other.keys()) == []
        assert [code for code in first if blanks(first[code]) != blanks(other[code])] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_code_has_two_texts(locale: str) -> None:
    seen: dict[str, str] = {}
    twice = []
    for path in sorted((ROOT / "words" / locale).glob("*.yaml")):
        for line in path.read_text("utf-8").splitlines():
            key = line.partition(":")[0]
            if line and line[0].isalpha() and key in seen:
                twice.append(f"{key} in {seen[key]} and {path.name}")
            seen[key] = path.name
        assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)
    assert twice == []


# A number before a noun of many: "{count} records"; the form of one and of many is written "{count:record|records}".
MANY = re.compile(r"\{\w+\} (?:[a-z]+ )?([a-z]{2,}s|people|departments)\b(?!/)")
NO_NOUN = frozenset(
    {"is", "was", "has", "its", "this", "holds", "exists", "belongs", "needs", "asks", "unless", "yours"}
)


def of_many(text: str) -> bool:
    """Whether the text speaks of many whatever the number is."""
    return any(noun not in NO_NOUN for noun in MANY.findall(text))


def test_english_speaks_of_one_thing_as_of_one() -> None:
    assert [code for code, text in catalogue("en-US").items() if of_many(text)] == []
    assert [of_many(text) for text in ("{days} days", "{n} more rows", "{file} is", "{n:row|rows}")] == [
        True,
        True,
        False,
        False,
    ]


NUMBERS: list[tuple[str, dict[str, object], str]] = [
    ("fields.too_long", {"max": 1}, "At most 1 character"),
    ("fields.too_long", {"most": 5}, "At most 5 characters"),
    ("fields.wrong_count", {"min": 0, "max": 1}, "Needs between 0 and 1 row"),
    ("notice.export.done", {"name": "a.xlsx", "rows": 1}, "Export ready, a.xlsx, 1 row"),
    ("notice.export.done", {"name": "a.xlsx", "rows": 12345}, "Export ready, a.xlsx, 12,345 rows"),
]


@pytest.mark.parametrize(("code", "params", "said"), NUMBERS)
def test_numbers_choose_the_form(code: str, params: dict[str, object], said: str) -> None:
    assert sentence(code, params, "en-US") == said


def test_parameters_are_filled_in_and_missing_ones_leave_no_trace() -> None:
    assert sentence("fields.too_long", {"max": 5}, "en-US") == "At most 5 characters"
    assert sentence("fields.too_long", {"most": 5}, "zh-CN") == "最多 5 个字"
    assert sentence("fields.too_long", {}, "en-US") == "At most characters"
    assert (
        sentence("fields.bad_scheme", {"allowed": ["http", "https"]}, "en-US")
        == "A link starts with http, https"
    )
    assert sentence("nothing.such", {}, "en-US") is None


def blanks(text: str) -> set[str]:
    """The parameters a text shows."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
