"""Boundaries import-linter cannot see: libraries in one place, commits, reads that start from `visible`."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import ROOT, files, modules

ENTRANCES = ("bulou/api/", "bulou/worker/", "bulou/cli/", "bulou/settings", "bulou/__main__")

# Library → the only places that may import it, and why.
KEPT = [
    ("fastapi", ENTRANCES, "engines know nothing of HTTP: take values, give values"),
    ("starlette", ENTRANCES, "engines know nothing of HTTP: take values, give values"),
    ("uvicorn", ENTRANCES, "engines know nothing of HTTP: take values, give values"),
    ("click", ("bulou/cli/",), "only the command line knows the command line"),
    ("dbos", ("bulou/db/jobs",), "jobs go through the port in db/jobs, whatever runs them"),
    ("alembic", ("bulou/db/",), "only db changes our own tables"),
    ("sqlite3", ("bulou/db/",), "the two databases differ in db and nowhere else"),
    ("authlib", ("bulou/connect/",), "signing in elsewhere is spoken in connect"),
    *(
        (
            library,
            ("bulou/connect/outbound",),
            "the one guarded door out: it judges every address that is asked",
        )
        for library in ("httpx", "httpcore", "requests", "urllib3", "aiohttp")
    ),
    ("smtplib", ("bulou/connect/mail",), "letters leave by connect.mail"),
    ("psycopg", ("bulou/db/",), "the two databases differ in db and nowhere else"),
]

# Modules that read record tables without `visible`, each with its reason.
READS_WITHOUT_VISIBLE: dict[str, str] = {
    "bulou/pools/assigning.py": "rules give out what nobody owns, whoever made it; no value is told",
    "bulou/api/apart.py": "only the newest id, to decide in which process a report is computed",
}


@pytest.mark.parametrize(("library", "places", "why"), KEPT, ids=[row[0] for row in KEPT])
def test_a_library_stays_in_its_place(library: str, places: tuple[str, ...], why: str) -> None:
    found = [
        f"{module.path}:{line}"
        for module in modules("bulou/")
        if not module.path.startswith(places)
        for line, name in module.imports()
        if name.split(".")[0] == library
    ]
    assert not found, f"{library} belongs to {', '.join(places)}: {why}\n" + "\n".join(found)


# What of the standard library connects to others; dotted names, since their packages do other things as well.
CONNECTS = (
    "urllib.request",
    "http.client",
    "ftplib",
    "telnetlib",
    "xmlrpc.client",
    "socket",
    "asyncio.open_connection",
)
CONNECTS_FOR_A_REASON = {
    "bulou/connect/outbound.py": "the guarded door itself",
    "bulou/connect/mail.py": "to the mail server of the settings",
}


def test_nothing_else_connects_to_others() -> None:
    found = [
        f"{module.path}:{line} {name}"
        for module in modules("bulou/")
        if module.path not in CONNECTS_FOR_A_REASON
        for line, name in module.imports()
        if any(name == each or name.startswith(each + ".") for each in CONNECTS)
    ]
    assert not found, "what the server asks of others goes through connect.outbound\n" + "\n".join(found)


def test_only_db_commits() -> None:
    found = [
        f"{module.path}:{node.lineno}"
        for module in modules("bulou/")
        if not module.path.startswith("bulou/db/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "rollback")
    ]
    assert not found, "one request or job step is one transaction; db.tx ends it\n" + "\n".join(found)


def test_business_data_is_read_through_visible() -> None:
    found = [
        f"{module.path}:{call.lineno}"
        for module in modules("bulou/")
        if module.path not in READS_WITHOUT_VISIBLE
        for function in module.functions()
        if not _mentions(function, ("visible", "secure_select"))
        for call in _record_selects(function)
    ]
    assert not found, (
        "a select( of a record table starts from visible(actor, form): use records.query.secure_select, "
        "or list the module here with its reason\n" + "\n".join(found)
    )


def test_only_ui_knows_the_widget_library() -> None:
    found = [
        name for name in _web("web/src/") if not name.startswith("web/src/ui/") and _imports(name, "antd")
    ]
    assert not found, "web/src/ui is the only folder that imports antd\n" + "\n".join(found)


def test_the_core_of_the_pages_knows_no_widgets() -> None:
    found = [
        name
        for name in _web("web/src/core/")
        if _imports(name, "antd")
        or _imports(name, "echarts")
        or re.search(r"""from ["'][./@]+/?ui/""", _text(name))
    ]
    assert not found, "web/src/core is hooks without looks\n" + "\n".join(found)


def _record_selects(function: ast.AST) -> list[ast.Call]:
    """`select(…)` calls in `function` that name the table of a form."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _called(node) == "select"]
    return [call for call in calls if any(_is_form_table(part) for part in ast.walk(call))]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _is_form_table(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "table"


def _mentions(function: ast.AST, names: tuple[str, ...]) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
        for node in ast.walk(function)
    )


def _web(under: str) -> list[str]:
    return [name for name in files() if name.startswith(under) and name.endswith((".ts", ".tsx"))]


def _imports(name: str, package: str) -> bool:
    return re.search(rf"""from ["']{package}(/[^"']*)?["']""", _text(name)) is not None


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# A query that failed to be fetched anew still has what it had: `isLoadingError` says that there is nothing to show.
LOST = re.compile(r"(?:^\s*if \(|\) : |^\s*\{)(\w+)\.(?:isError|error)(?:\)| \?)", re.M)
LOST_TOO = re.compile(r"^\s*if \((error|isError)\) return", re.M)  # taken apart before


def test_a_page_stays_when_it_cannot_be_fetched_anew() -> None:
    found = [
        f"{name}: {match[1]}"
        for name in files()
        if name.startswith("web/src/") and name.endswith(".tsx")
        for text in [(ROOT / name).read_text(encoding="utf-8")]
        for match in LOST.finditer(text)
        if f"{match[1]}.refetch()" in text
    ]
    found += [
        name
        for name in files()
        if name.startswith("web/src/") and name.endswith(".tsx")
        if LOST_TOO.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert not found, "ask for isLoadingError: what somebody types there is lost\n" + "\n".join(found)
