"""The record that an event is about, read once, with its values before; conditions are judged on it in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from bulou.db.kept import Kept
from bulou.db.outbox import Fact
from bulou.db.tables.records import history
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, Condition, Context, Stored, holds
from bulou.forms.form import Form
from bulou.kit.remembered import remembered
from bulou.records.write.judging import Judge
from bulou.records.write.plan import plan_of, stored_values

BEFORE = "before."
_CHANGES = Kept(
    select(history.c.changes)
    .where(
        history.c.form == bindparam("form"),
        history.c.record_id == bindparam("id"),
        history.c.version == bindparam("version"),
    )
    .order_by(history.c.id.desc())
    .limit(1)
)


@dataclass(eq=False)
class Subject:
    """What one fact is about. Values are as stored, by key; unlimited by rights: the run itself looks at those."""

    tx: Tx
    fact: Fact
    form: Form | None
    own: dict[str, Any] = field(default_factory=dict)  # values that lie in tables of their own
    judges: dict[int, tuple[Context, Judge]] = field(default_factory=dict)
    contexts: dict[Any, Context] = field(default_factory=dict)  # by who acts

    @cached_property
    def values(self) -> Mapping[str, Any] | None:
        """The record as it is now, in the bin, too; None when it is gone for good."""
        if self.form is None or self.fact.record_id is None:
            return None
        return stored_of(self.tx, self.form, self.fact.record_id)

    @cached_property
    def changes(self) -> Mapping[str, Any]:
        """Key → (before, after) as the history keeps them of this very write."""
        version = self.fact.body.get("version")
        if version is None:
            return {}
        asked = {"form": self.fact.form, "id": self.fact.record_id, "version": version}
        row = _CHANGES.one(self.tx, asked)
        return frozen(orjson.loads(row[0])) if row else {}

    @property
    def changed(self) -> frozenset[str]:
        """The keys whose value is another now."""
        return frozenset(self.fact.body.get("changed", ()))

    def get(self, key: str) -> Any:
        """A value as it is now."""
        values = self.values or {}
        if key in values or self.form is None:
            return values.get(key)
        if key not in self.own:
            self.own[key] = own_rows(self.tx, self.form, self.fact.record_id or 0, key)
        return self.own[key]

    def was(self, key: str) -> Any:
        """A value as it was before this write; of a new record nothing."""
        if self.fact.kind == "record.created":
            return None
        return self.changes[key][0] if key in self.changes else self.get(key)

    def holds(self, condition: Condition, context: Context) -> bool:
        """Whether the condition is true of the record; one that has become impossible is not."""
        return self._judge(condition, context, self.get)

    def held(self, condition: Condition, context: Context) -> bool:
        """Whether it was true before this write."""
        return self._judge(condition, context, self.was)

    def _judge_for(self, context: Context) -> Judge:
        """One for each context: what it reads of other records serves all rules."""
        assert self.form is not None
        known = self.judges.get(id(context))
        if known is None:
            known = self.judges[id(context)] = (context, Judge(self.tx, self.form, context, ()))
        return known[1]

    def _judge(self, condition: Condition, context: Context, get: Callable[[str], Any]) -> bool:
        if self.form is None:
            return True
        judge = self._judge_for(context)
        now, earlier = judge.reader(get), judge.reader(self.was)

        def value_of(path: str) -> Stored | None:
            return earlier(path[len(BEFORE) :]) if path.startswith(BEFORE) else now(path)

        try:
            return holds(condition, value_of, context) is True
        except BadCondition:
            return False


def frozen(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of the history as stored values: what JSON made a list of is a tuple again."""
    return {key: tuple(_tuple(each) for each in pair) for key, pair in changes.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(each) for each in value) if isinstance(value, list) else value


def stored_of(tx: Tx, form: Form, id_: int) -> dict[str, Any] | None:
    """One record's stored values by key, from its own table."""
    row = _whole(form).one(tx, {"id": id_})
    if row is None:
        return None
    columns = dict(zip((column.key for column in form.table.c), row, strict=True))
    return stored_values(plan_of(form), columns)


@remembered
def _whole(form: Form) -> Kept:
    table = form.table
    return Kept(
        select(*table.c).where(table.c.id == bindparam("id"))
    )  # visible: a rule is matched, not shown


def own_rows(tx: Tx, form: Form, id_: int, key: str) -> tuple[int, ...]:
    """What a record has in a table of its own: ids of targets, or of detail rows."""
    if key in form.links:
        link = form.links[key]
        query = select(link.c.target_id).where(link.c.record_id == id_).order_by(link.c.position)
    elif key in form.details:
        rows = form.details[key].table
        query = select(rows.c.id).where(rows.c.parent_id == id_).order_by(rows.c.position)
    else:
        return ()
    return tuple(row[0] for row in tx.rows(query))
