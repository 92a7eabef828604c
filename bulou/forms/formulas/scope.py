"""Fields as formulas see them: which names a form offers, of which types, and stored values as formula values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bulou.expr.formula import Failed
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import parse_instant
from bulou.kit.words import Words

TYPES: Mapping[str, str] = {
    "text": "text",
    "number": "number",
    "date": "date",
    "datetime": "datetime",
    "choice": "text",
    "choices": "text[]",
    "switch": "boolean",
}
POINTERS = frozenset({"record", "person", "department"})
DEEPEST = 5  # names of one path

# System columns that are settled when a record's own formulas are worked out.
SETTLED = frozenset({"created_at", "stage", "stage_since"})

Readable = Callable[[Form], frozenset[str]]
Step = tuple[str, Words]  # a key and its labels


@dataclass(frozen=True)
class Seen:
    """A value at the end of a path: what conditions call its type, its decimals, whether 20 means 20 %."""

    operand: str
    scale: int = 0
    percent: bool = False

    @property
    def type(self) -> str | None:
        """The formula type of one such value, None for what formulas cannot use."""
        return TYPES.get(self.operand)

    def value(self, stored: Any) -> Any:
        """A stored value as a formula value. An empty switch is no; percentages are ratios."""
        if isinstance(stored, Failed):
            return stored
        if stored is None:
            return {"switch": False, "choices": ()}.get(self.operand)
        match self.operand:
            case "number":
                return Decimal(stored).scaleb(-self.scale - (2 if self.percent else 0))
            case "date":
                return date.fromisoformat(stored)
            case "datetime":
                return parse_instant(stored)
            case "switch":
                return bool(stored)
            case "choices":
                return tuple(each for each in stored.split("|") if each)
        return stored


def seen_of(bound: BoundField) -> Seen:
    """How formulas see a field."""
    return Seen(bound.operand, bound.scale, bound.behaves.key == "percent")


def seen_column(bound: BoundField, stored: Any) -> Any:
    """What formulas see of a stored value: one of its columns where it has several; a formula's own error."""
    if not isinstance(stored, tuple):
        return stored
    if bound.kind.fails:
        return Failed(stored[1]) if stored[1] else stored[0]
    return bound.spread(stored)[bound.value_column.key]


@dataclass(frozen=True, eq=False)
class FormScope:
    """The names that a formula on records of `form` may use (expr.formula.Scope).

    `near`: only what is settled when the record itself is written, for stored results. `readable`: which keys of
    a form somebody may read; all when None. `locale`: `say` writes labels in it instead of keys.
    """

    form: Form
    near: bool = False
    readable: Readable | None = None
    locale: str | None = None
    _known: dict[str, dict[str, Words]] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> tuple[str, str] | None:
        """(path, type) of a path of keys or labels; a relation by itself means the title of its record."""
        steps = [step.strip() for step in name.split(".")]
        return self._walk(self.form, steps, (), False) if len(steps) <= DEEPEST else None

    def _walk(
        self, form: Form, steps: list[str], past: tuple[str, ...], many: bool
    ) -> tuple[str, str] | None:
        key = self._key(form, steps[0])
        operand = form.operand_type(key) if key else None
        if key is None or operand is None:
            return None
        path, rest = (*past, key), steps[1:]
        if operand == "rows":
            return self._column(form, key, rest, path, many)
        if operand in POINTERS or operand == "records":
            return self._far(form, key, rest, path, many or operand == "records")
        return _typed(path, TYPES.get(operand), many) if not rest else None

    def _far(
        self, form: Form, key: str, rest: list[str], path: tuple[str, ...], many: bool
    ) -> tuple[str, str] | None:
        target = None if self.near else form.relation(key)
        if target is None or (many and form.operand_type(key) == "records" and len(path) > 1):
            return None
        return self._walk(target, rest or [target.title], path, many)

    def _column(
        self, form: Form, key: str, rest: list[str], path: tuple[str, ...], many: bool
    ) -> tuple[str, str] | None:
        if len(rest) != 1 or many or len(path) > 1:
            return None
        for bound in form.detail(key).kept:
            if rest[0] == bound.key or rest[0] in bound.definition.label.values():
                return _typed((*path, bound.key), TYPES.get(bound.operand), True)
        return None

    def _key(self, form: Form, word: str) -> str | None:
        """The key that a key or a label names."""
        open_ = self._open(form)
        if word in open_:
            return word
        return next((key for key, labels in open_.items() if word in labels.values()), None)

    def _open(self, form: Form) -> dict[str, Words]:
        """The keys of a form that may be named, with their labels."""
        if form.key not in self._known:
            self._known[form.key] = dict(self._keys(form))
        return self._known[form.key]

    def _keys(self, form: Form) -> Iterator[Step]:
        readable = self.readable(form) if self.readable else None
        for bound in form.fields:
            kept = bound.kind.stored or not self.near
            if kept and (readable is None or bound.key in readable):
                yield bound.key, bound.definition.label
        for key, operand in form.system.items():
            settled = not self.near or key in SETTLED
            if operand is not None and settled and (readable is None or key in readable):
                yield key, {}

    def say(self, path: str) -> str:
        """The path, or its labels where those lead back to it."""
        labels = self._labels(path) if self.locale else None
        if labels is None or any(set("{}.\n") & set(label) for label in labels):
            return path
        said = ".".join(labels)
        found = self.find(said)
        return said if found and found[0] == path else path

    def _labels(self, path: str) -> list[str] | None:
        form: Form | None = self.form
        labels: list[str] = []
        steps = path.split(".")
        for at, key in enumerate(steps):
            bound = form.get(key) if form is not None else None
            if form is None or bound is None:
                return None
            labels.append(bound.definition.label.get(self.locale or "") or key)
            if bound.operand == "rows" and at + 2 == len(steps):
                column = form.detail(key).bound(steps[-1])
                return [*labels, column.definition.label.get(self.locale or "") or column.key]
            form = form.relation(key) or form
        return labels

    def names(self) -> Iterable[str]:
        """Every name of the form itself, of its detail tables and one relation away."""
        return (path for path, _, _ in self.offered())

    def offered(self) -> Iterator[tuple[str, str, list[Words]]]:
        """(path, type, labels step by step) of what `names` says."""
        for key, labels in self._open(self.form).items():
            operand = self.form.operand_type(key)
            if operand == "rows":
                below: Iterable[Step] = (
                    (each.key, each.definition.label) for each in self.form.detail(key).kept
                )
            else:
                target = None if self.near else self.form.relation(key)
                below = self._open(target).items() if target is not None else ()
            for step, words in [("", {}), *below]:
                found = self.find(f"{key}.{step}" if step else key)
                if found is not None and (found[0].count(".") == bool(step)):
                    yield (*found, [labels, words] if step else [labels])


def _typed(path: tuple[str, ...], type_: str | None, many: bool) -> tuple[str, str] | None:
    if type_ is None or (many and type_.endswith("[]")):
        return None
    return ".".join(path), f"{type_}[]" if many else type_


def seen_at(form: Form, path: str) -> Seen:
    """How formulas see the value at the end of a path that a scope has found."""
    at, steps = form, path.split(".")
    for key in steps[:-1]:
        if key in at.details:
            return seen_of(at.detail(key).bound(steps[-1]))
        there = at.relation(key)
        assert there is not None
        at = there
    bound = at.get(steps[-1])
    return seen_of(bound) if bound is not None else Seen(at.operand_type(steps[-1]) or "")
