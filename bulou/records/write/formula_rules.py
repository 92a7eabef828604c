"""Formulas of rules, judged on rows that are being written: values as they will be, OLD as they were."""

from collections.abc import Callable
from typing import Any

from bulou.expr.formula import Node, Setting, evaluate
from bulou.forms.formulas import ruled_of, seen_at, seen_column, seen_of
from bulou.forms.model import FormRule
from bulou.records.write.formulas import setting_of
from bulou.records.write.model import Chunk, Row

Get = Callable[[str], Any]


def formula_holds(chunk: Chunk, rule: FormRule, row: Row) -> bool:
    """True when the rule has no formula, or when it says yes; an error is no yes."""
    return rule.formula is None or _says_yes(chunk, rule, _Asked(chunk, row, row.get))


def formula_held(chunk: Chunk, rule: FormRule, row: Row) -> bool:
    """The same, had nothing been changed."""
    return rule.formula is None or _says_yes(chunk, rule, _Asked(chunk, row, row.before.get))


def _says_yes(chunk: Chunk, rule: FormRule, source: "_Asked") -> bool:
    tree: Node | None = ruled_of(chunk.form)[rule.key]
    return tree is not None and evaluate(tree, source, _setting(chunk)) is True


def _setting(chunk: Chunk) -> Setting:
    """The clock and the workspace, looked up once per chunk."""
    known: Setting | None = chunk.kept.get(_setting)
    if known is None:
        known = chunk.kept[_setting] = setting_of(chunk)
    return known


class _Asked:
    """The values of a row, as `get` gives them, for the evaluator; what other records say, for the system."""

    def __init__(self, chunk: Chunk, row: Row, get: Get) -> None:
        self.chunk = chunk
        self.row = row
        self.get = get

    def value(self, path: str) -> Any:
        """The value at a path; a tuple for the column of a detail table."""
        return self._read(path, self.get)

    def old(self, path: str) -> Any:
        """The value before; None for a new record."""
        return None if self.row.creating else self._read(path, self.row.before.get)

    def _read(self, path: str, get: Get) -> Any:
        form = self.chunk.form
        path = form.expand(path)
        head, _, rest = path.partition(".")
        if head in form.details:
            column = form.detail(head).bound(rest)
            view = seen_of(column)
            return tuple(view.value(seen_column(column, each.get(rest))) for each in get(head) or ())
        if rest:
            far = self.chunk.judge.reader(get)(path)
            return seen_at(form, path).value(None if far is None else far.value)
        bound = form.get(head)
        stored = get(head) if bound is not None else self._system(head, get)
        return seen_at(form, head).value(stored if bound is None else seen_column(bound, stored))

    def _system(self, key: str, get: Get) -> Any:
        if key == "created_at" and self.row.creating:
            return self.row.dates.get("created_at", self.chunk.tx.now_text)
        return get(key)
