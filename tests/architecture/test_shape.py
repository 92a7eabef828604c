"""The looks of the code: short files, short functions, names people speak, a first sentence."""

from __future__ import annotations

import ast
import re

from tests.architecture.tree import ROOT, Module, files, length, modules, raised_limits

FILE_LINES = 400
FUNCTION_LINES = 40
KIND_LINES = 250
TSX_LINES = 250
KIND_FOLDERS = re.compile(
    r"^bulou/(forms/fields|flows/nodes|rules/triggers|rules/actions|connect/services|api/today)/(?!__init__)"
    r"|^web/src/kinds/"
)
GENERATED = {"web/src/api/schema.d.ts"}
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|misc)($|_)", re.I)
MEND = (
    "give the growing thing a folder of siblings; or raise it in docs/decisions with a line: limit `path` 520"
)


def test_no_file_outgrows_its_limit() -> None:
    limits = raised_limits()
    found = [
        f"{name}: {lines} lines, at most {limit}"
        for name in files()
        if name.endswith((".py", ".ts", ".tsx")) and name not in GENERATED
        for lines, limit in [(_lines(name), limits.get(name, _limit(name)))]
        if lines > limit
    ]
    assert not found, f"{MEND}\n" + "\n".join(found)


def test_no_function_outgrows_its_limit() -> None:
    found = [
        f"{module.path}:{function.lineno} {function.name}: {length(function)} lines, at most {FUNCTION_LINES}"
        for module in modules()
        if not module.path.startswith("bulou/db/migrations/versions/")
        for function in module.functions()
        if length(function) > FUNCTION_LINES
    ]
    assert not found, "a step is a function: name the steps\n" + "\n".join(found)


def test_every_module_opens_with_one_sentence() -> None:
    found = [module.path for module in modules() if not _opens_with_a_sentence(module)]
    assert not found, "say in one docstring sentence what the module is\n" + "\n".join(found)


def test_every_public_piece_of_the_product_says_what_it_is() -> None:
    found = [
        f"{module.path}:{node.lineno} {node.name}"
        for module in modules("bulou/")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name not in ("upgrade", "downgrade")
        and ast.get_docstring(node) is None
    ]
    assert not found, "public docstrings give shapes, units and errors\n" + "\n".join(found)


def test_names_are_words_people_speak() -> None:
    paths = [name for name in files() if FORBIDDEN_NAMES.search(_stem(name))]
    pieces = [
        f"{module.path}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and FORBIDDEN_NAMES.search(_snake(node.name))
    ]
    assert not paths + pieces, "name it after what it does\n" + "\n".join(paths + pieces)


def test_a_raised_limit_names_a_file_that_exists() -> None:
    assert not [path for path in raised_limits() if path not in files()]


def _limit(name: str) -> int:
    if KIND_FOLDERS.search(name):
        return KIND_LINES
    return TSX_LINES if name.endswith(".tsx") else FILE_LINES


def _lines(name: str) -> int:
    return (ROOT / name).read_bytes().count(b"\n")


def _opens_with_a_sentence(module: Module) -> bool:
    docstring = ast.get_docstring(module.tree)
    return bool(docstring and docstring.strip().split("\n\n")[0].rstrip().endswith((".", ":", "。")))


def _stem(name: str) -> str:
    return _snake(name.rsplit("/", 1)[-1].split(".")[0].replace("-", "_"))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
