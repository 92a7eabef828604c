"""Judging conditions on rows that are being written, whose values are not stored yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bulou.access.visible import visible
from bulou.expr.conditions import Condition, Context, Stored, ValueOf, leaves, parse, paths
from bulou.expr.formula import fields_of
from bulou.expr.prepared import Get, Judgement, Source, prepare
from bulou.forms.form import ERROR, Form
from bulou.forms.formulas import ruled_of
from bulou.kit.protocols import BESIDE, MANY, SYSTEM, Operand
from bulou.kit.remembered import remembered
from bulou.records.write.model import Row

OWN_TABLES = frozenset({*MANY, "rows"})
WHOLE = OWN_TABLES.union(BESIDE)  # operand types whose stored values are judged as they are


@dataclass(frozen=True, eq=False)
class Asked:
    """What the rules, gates and buttons of a form ask for: conditions by the id of their JSON, which the form keeps."""

    parsed: Mapping[int, Condition]
    paths: frozenset[str]
    below: bool


@remembered
def asked_of(form: Form) -> Asked:
    """What a form's rules and gates ask for; forms are immutable, so it never goes stale."""
    gates = [gate for stage in form.definition.stages for gate in (stage.enter, stage.leave)]
    jsons = [
        *(rule.when for rule in form.definition.rules if rule.enabled),
        *(gate.condition for gate in gates),
        *(twin.when for twin in form.definition.duplicates),
        *(element.press.when for element in form.definition.elements if element.press is not None),
    ]
    parsed = {id(json): parse(json) for json in jsons if json is not None}
    fields = {key for gate in gates for key in gate.fields}
    formulas = [fields_of(tree) for tree in ruled_of(form).values() if tree is not None]
    below = any(leaf.op == "below" for condition in parsed.values() for leaf in leaves(condition))
    return Asked(parsed, frozenset(fields.union(*map(paths, parsed.values()), *formulas)), below)


@dataclass(eq=False)
class Judge:
    """Conditions on the rows of one form.

    What other records say is read once per path and chunk, unlimited by rights: a rule guards the data, it
    does not show them.
    """

    tx: Any
    form: Form
    context: Context
    rows: Iterable[Row]
    _far: dict[str, dict[Any, Any]] = field(default_factory=dict)
    _prepared: dict[int, tuple[Condition, Judgement]] = field(default_factory=dict)

    def ready(self, json: Any) -> Condition:
        """The parsed condition of a definition, parsed once per published version."""
        found = asked_of(self.form).parsed.get(id(json))
        return parse(json) if found is None else found

    def holds(self, row: Row, condition: Condition) -> bool | None:
        """The judgement on the values as they will be."""
        return self._judgement(condition)(row.get)

    def held(self, row: Row, condition: Condition) -> bool | None:
        """The judgement on the values as they were."""
        return self._judgement(condition)(row.before.get)

    def _judgement(self, condition: Condition) -> Judgement:
        found = self._prepared.get(id(condition))
        if found is None:
            found = condition, prepare(condition, self._source, self.context)
            self._prepared[id(condition)] = found  # kept with its condition, whose id stays taken
        return found[1]

    def _source(self, path: str) -> Source | None:
        """How `_value` comes by the values of a path, worked out once."""
        path = self.form.expand(path)
        first, _, rest = path.partition(".")
        type_ = self.form.operand_type(first)
        if type_ is None:
            return None
        if rest:
            known = self._value(path, _nothing)
            if known is None:
                return None
            return Source(known.type, known.scale, lambda get: self._far_value(path, get))
        bound = self.form.by_key.get(first)
        if bound is None and (of := error_of(first)):
            return Source(type_, 0, lambda get: _code(get(of)))
        plain = bound is None or len(bound.columns) < 2 or type_ in WHOLE
        scale = self.form.scale(first)
        if plain:
            return Source(type_, scale, lambda get: get(first))
        return Source(type_, scale, lambda get: self._operand(first, get(first)))

    def _far_value(self, path: str, get: Get) -> Any:
        found = self._value(path, get)
        return None if found is None else found.value

    def reader(self, get: Callable[[str], Any]) -> ValueOf:
        """What conditions read values with; `get(key)` gives stored values."""
        return lambda path: self._value(path, get)

    @property
    def paths(self) -> frozenset[str]:
        """Every path that the form's rules and gates ask for."""
        return asked_of(self.form).paths

    @property
    def asks_below(self) -> bool:
        """True when some condition walks down the tree of departments."""
        return asked_of(self.form).below

    def _value(self, path: str, get: Callable[[str], Any]) -> Stored | None:
        path = self.form.expand(path)
        first, _, rest = path.partition(".")
        type_ = self.form.operand_type(first)
        if type_ is None:
            return None
        if not rest:
            of = error_of(first)
            stored = (
                _code(get(of)) if of and first not in self.form.by_key else self._operand(first, get(first))
            )
            return Stored(stored, type_, self.form.scale(first))
        target = self.form.relation(first)
        if target is None or type_ in MANY:
            return None
        return self._walk(target, path, rest, get(first))

    def _operand(self, key: str, stored: Any) -> Any:
        """What conditions see of a stored value: one of its columns where it has several."""
        bound = self.form.by_key.get(key)
        if bound is None or not isinstance(stored, tuple) or bound.operand in WHOLE:
            return stored
        return bound.spread(stored)[bound.value_column.key]

    def _walk(self, target: Form, path: str, rest: str, id_: int | None) -> Stored | None:
        operand = visible(SYSTEM, target, context=self.context).operand(rest)
        if operand is None:
            return None
        known = self._far.setdefault(path, {})
        if id_ is not None and id_ not in known:
            known.update(self._fetch(target, operand, path, id_))
        return Stored(known.get(id_), operand.type, operand.scale)

    def _fetch(self, target: Form, operand: Operand, path: str, id_: int) -> Mapping[int, Any]:
        first = path.partition(".")[0]
        wanted: set[Any] = (
            {id_} | {row.get(first) for row in self.rows} | {row.before.get(first) for row in self.rows}
        )
        known = self._far[path]
        wanted -= set(known)
        wanted.discard(None)
        found: dict[int, Any] = dict.fromkeys(wanted)
        if operand.type in OWN_TABLES:
            return {**found, **self._rows_of(operand, wanted)}
        table = target.table  # visible: rules judge for the system
        beside = [operand.extra[name] for name in BESIDE.values() if name in operand.extra]
        query = select(table.c.id, operand.expression, *beside).where(table.c.id.in_(wanted))
        found.update({row[0]: tuple(row[1:]) if beside else row[1] for row in self.tx.rows(query)})
        return found

    def _rows_of(self, operand: Operand, wanted: set[Any]) -> Mapping[int, tuple[int, ...]]:
        """Record → what it has in a table of its own: ids of targets, or of detail rows."""
        junction, rows = operand.extra.get("junction"), operand.extra.get("rows")
        table: Any = rows if junction is None else junction
        of, value = (
            (table.c.parent_id, table.c.id) if junction is None else (table.c.record_id, table.c.target_id)
        )
        found: dict[int, tuple[int, ...]] = {}
        for id_, each in self.tx.rows(select(of, value).where(of.in_(wanted))):
            found[id_] = (*found.get(id_, ()), each)
        return found


def error_of(key: str) -> str:
    """The computed field whose error a path asks for, '' when it asks for none."""
    return key.removesuffix(ERROR) if key.endswith(ERROR) else ""


def _code(stored: Any) -> Any:
    """The code of a computed field's error."""
    return stored[1] if isinstance(stored, tuple) else None


def _nothing(_key: str) -> None:
    """Of a record of which nothing is known."""
