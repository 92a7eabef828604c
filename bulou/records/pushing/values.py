"""What a step of a push puts into its record, as far as whoever pushes may read it in the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.formula import BadFormula, Failed, Setting, check, evaluate, fields_of
from bulou.forms.carry import carried, written
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.forms.formulas import FormScope, rule_scope
from bulou.forms.pushes import ITSELF, Push, PushStep, Put
from bulou.kit.clock import day_in, instant
from bulou.kit.protocols import Actor
from bulou.people import calendar
from bulou.records.formulas.seen import values_of as formula_values
from bulou.records.linked.fill import values_of
from bulou.records.query.masks import mask_in
from bulou.records.query.one import read, sees
from bulou.records.query.secure import context_of, sight

NOTHING: Any = object()  # the caller may not know it, which is not the same as its being empty
WAITS = "step"  # the key of what only an earlier step can say


@dataclass
class Proposed:
    """What a step proposes: `values` as they are written; `{"step": key}` where an earlier step's record goes.
    `shown`: the same as records read it, where that is another thing. `left`: the fields of the target that get
    nothing, since the caller may not read what they would get."""

    values: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


class Source:
    """The record that is pushed, as the caller reads it; everything is read once."""

    def __init__(self, tx: Tx, actor: Actor, form: Form, id_: int, push: Push) -> None:
        self.tx, self.actor, self.form, self.id = tx, actor, form, id_
        self.context = context_of(tx, actor)
        self.whole = read(tx, actor, form, id_)
        keys = {key for step in push.steps for key in _takes(step)}
        plain = {key for key in keys if (bound := form.get(key)) is not None and bound.columns}
        self.plain = values_of(tx, actor, self.context, form, plain, [id_]).get(id_, {})

    def says(self, key: str) -> bool:
        """Whether a field says anything, as far as the caller reads it."""
        value = self.plain.get(key, self.whole.get(key))
        return value is not None and value not in ("", [], {})

    def value(self, put: Put, bound: BoundField, target: Form) -> Any:
        """What `put` brings into the field `bound`; NOTHING where the caller may not read it."""
        if put.step is not None:
            return {WAITS: put.step}
        if put.formula is not None:
            return self._worked(put.formula)
        if put.take is None:
            return self._constant(put.value)
        if put.take == ITSELF:
            return pointing(bound, self.form.key, self.id)
        source = self.form.get(put.take)
        if source is None:
            return NOTHING
        if source.operand == "rows":
            return self._rows(put, target)
        return self._taken(source, bound)

    def _taken(self, source: BoundField, bound: BoundField) -> Any:
        if not source.columns:  # a list of records in a table of its own
            if source.key not in self.whole:
                return NOTHING
            return written([each for each in self.whole[source.key] if not _locked(each)])
        if source.key not in self.plain:
            return NOTHING
        value = self.plain[source.key]
        if source.operand == "record" and isinstance(value, int) and not self._sees(source, value):
            return NOTHING
        cells = CellContext(locale=self.actor.locale, zone=self.context.zone)
        return carried(source, bound, value, cells)

    def _sees(self, source: BoundField, id_: int) -> bool:
        there = self.form.others.get(source.target or "")
        return there is not None and sees(self.tx, self.actor, there, id_)

    def shown(self, put: Put) -> Any:
        """How lists, rows and files of the source read; None for everything else."""
        source = self.form.get(put.take or "")
        if source is None or source.operand not in ("file", "records"):
            return None
        return self.whole.get(source.key)

    def set_to(self, value: Any) -> Any:
        """What a setting gives: another field as the caller reads it, or a constant."""
        if isinstance(value, Mapping) and isinstance(value.get("field"), str):
            context = self.context
            found = values_of(self.tx, self.actor, context, self.form, [value["field"]], [self.id])
            return found.get(self.id, {}).get(value["field"])
        return self._constant(value)

    def _constant(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            if value.get("now"):
                return self.tx.now_text
            if value.get("today"):
                return day_in(self.tx.now, self.context.zone).isoformat()
            if value.get("actor"):
                return self.actor.person_id
        return value

    def _rows(self, put: Put, target: Form) -> Any:
        """Rows of a detail table as new rows of another, column by column."""
        rows = self.whole.get(put.take or "")
        ours, theirs = self.form.details.get(put.take or ""), target.details.get(put.put)
        if rows is None or ours is None or theirs is None:
            return NOTHING
        pairs = [pair for pair in put.columns if ours.get(pair.take) and theirs.get(pair.put)]
        cells = CellContext(locale=self.actor.locale, zone=self.context.zone)
        return [
            {
                pair.put: carried(
                    ours.bound(pair.take), theirs.bound(pair.put), written(row[pair.take]), cells
                )
                for pair in pairs
                if pair.take in row and mask_in(row[pair.take]) is None and not _locked(row[pair.take])
            }
            for row in rows
        ]

    def _worked(self, text: str) -> Any:
        """What a formula gives; NOTHING where it asks for what the caller may not read, or goes wrong."""
        try:
            tree = check(text, rule_scope(self.form), "column")
        except BadFormula:
            return NOTHING
        paths = fields_of(tree)
        scope = FormScope(self.form, readable=lambda each: sight(self.tx, self.actor, each).fields)
        if any(scope.find(path) is None for path in paths) or not self._open(paths):
            return NOTHING
        values = formula_values(self.tx, self.actor, self.form, self.id, paths)
        days = calendar.load(self.tx)
        setting = Setting(self.tx.now, self.context.zone, self.actor.week_start, days)
        return _plain(evaluate(tree, values, setting))

    def _open(self, paths: frozenset[str] | set[str]) -> bool:
        """Whether the fields of the record itself are open on this very record."""
        heads = {path.partition(".")[0] for path in paths}
        plain = [key for key in heads if (bound := self.form.get(key)) is not None and bound.columns]
        found = values_of(self.tx, self.actor, self.context, self.form, plain, [self.id])
        return found.get(self.id, {}).keys() >= set(plain)


def _locked(value: Any) -> bool:
    """Whether it names a record that the caller does not see: that may not be named elsewhere by them."""
    return isinstance(value, Mapping) and bool(value.get("locked"))


def _takes(step: PushStep) -> set[str]:
    named = {put.take for put in step.puts if put.take not in (None, ITSELF)}
    return {*(key for key in named if key), *step.needs, *([step.through] if step.through else [])}


def _plain(value: Any) -> Any:
    """A formula's value as JSON."""
    if isinstance(value, Failed):
        return NOTHING
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def pointing(bound: BoundField, form: str, id_: int) -> Any:
    """A record as the value of a field that names one, or several."""
    one: Any = {"form": form, "id": id_} if bound.target == "*" else id_
    return [one] if bound.operand == "records" else one


def proposed(source: Source, target: Form, step: PushStep, action: str) -> Proposed:
    """What a step puts into a record that is made (`action` create) or changed.

    Fields that are closed to the caller in the target get nothing and are not told of.
    """
    open_ = sight(source.tx, source.actor, target, action).fields
    found = Proposed()
    for put in step.puts:
        if put.put == "stage":
            found.values["stage"] = put.value
            continue
        bound = target.get(put.put)
        if bound is None or bound.kind.computed or put.put not in open_:
            continue
        value = source.value(put, bound, target)
        if value is NOTHING:
            found.left.append(put.put)
        elif value is not None and value not in ("", []):
            found.values[put.put] = value
            shown = source.shown(put)
            if shown is not None:
                found.shown[put.put] = shown
    return found
