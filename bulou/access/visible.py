"""`visible(actor, form)`: which rows and, on each, which fields; every read of business data starts here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, false, true

from bulou.access.grants import dated
from bulou.access.operands import (
    ERROR,
    entered_operand,
    field_operand,
    limited,
    through_many,
    through_one,
)
from bulou.access.plan import ALWAYS, Open, Plan, keys_of, plan_for
from bulou.access.reach import reaches
from bulou.access.rights import is_open, may, require, rights_of
from bulou.access.scope import clause, parts
from bulou.access.sharing import opened_to
from bulou.expr.conditions import Context, Resolve, UnknownField, context_of
from bulou.kit.clock import utc_now
from bulou.kit.protocols import MANY, SYSTEM, Actor, CatalogLike, FormLike, Operand

__all__ = ["Visible", "is_open", "may", "require", "rights_of", "visible"]

ENTERED = "entered"  # `entered` and `entered.<stage>`: when a record came there, as funnels count it
OPEN_TO_ME = "open_to_me"  # how a record is open to the reader: shared with them, in a team of theirs


@dataclass(frozen=True, eq=False)
class Visible:
    """What `actor` may do `action` to in `form`, as SQL on `of` (the form's table or an alias of it).

    - `predicate`: the rows, `true()` when all of them (a `where` drops it);
    - `scopes`: clauses whose union, cut by `denies`, is `predicate`: for a UNION of index-friendly reads when
      there are several; () when every row is inside;
    - `fields`: keys open on at least some rows (system columns included);
    - `column(key)`, `guard(key, expression)`: null on rows where the field is not open.
    """

    actor: Actor
    form: FormLike
    action: str
    of: FromClause
    context: Context
    plan: Plan
    predicate: ColumnElement[bool]
    scopes: tuple[ColumnElement[bool], ...]
    denies: ColumnElement[bool] | None
    fields: frozenset[str]
    also: "Visible | None" = None  # what reading asks for, when another action is asked
    kept: dict[Any, Any] = field(default_factory=dict)  # statements built on it that do not ask for the clock
    _open: dict[str, ColumnElement[bool] | None] = field(default_factory=dict)
    _far: dict[str, "tuple[FromClause, Visible] | None"] = field(default_factory=dict)

    @property
    def all_fields(self) -> bool:
        """True when every field is open on every row that may be seen: no guard is needed anywhere."""
        return all(key in self.fields and self.when(key) is None for key in keys_of(self.form))

    def when(self, key: str) -> ColumnElement[bool] | None:
        """The rows (of the visible ones) on which `key` is open, None when it is on all of them.

        UnknownField when it is open on none, exactly as for a field that does not exist.
        """
        if key not in self.fields:
            raise UnknownField("", field=key)
        if key not in self._open:
            self._open[key] = _when(self, key)
        return self._open[key]

    @property
    def masks(self) -> frozenset[str]:
        """The fields of which a mask is shown on rows where they are not open themselves."""
        found = self.plan.masked.keys()
        if self.also is None or not (found or self.also.plan.masked):
            return frozenset(found)
        ours, theirs = ({*each.masked, *each.fields} for each in (self.plan, self.also.plan))
        return frozenset((found | self.also.plan.masked.keys()) & ours & theirs)

    def masked(self, key: str) -> ColumnElement[bool]:
        """The rows (of the visible ones) on which at least a mask of `key`, one of `masks`, is shown, and one of all
        that it is worked out from."""
        plans = [self.plan, *([self.also.plan] if self.also else [])]
        keys = (key, *sorted(self.form.grounds.get(key, ())))
        open_ = [plan.masked.get(each) or plan.fields.get(each) for plan in plans for each in keys]
        limits = [
            limit for each in open_ for limit in ([false()] if each is None else _limits_of(self, each))
        ]
        return and_(*limits) if limits else true()

    def guard(self, key: str, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """`expression`, computed from field `key`, on the rows where that is open, else null."""
        open_ = self.when(key)
        return expression if open_ is None else case((open_, expression))

    def column(self, key: str) -> ColumnElement[Any]:
        """The (first) column of a field or system column, guarded."""
        open_ = self.when(key)  # first: what may not be read is refused before it is looked for
        if key in self.form.lookups:
            return self.resolve(key).expression
        return self.of.c[key] if open_ is None else case((open_, self.of.c[key]))

    def operand(self, path: str) -> Operand | None:
        """The operand of a field or dotted path, None when there is none that the actor may ask for.

        A path needs the relation and the field at its end open, and the records between visible; `entered` and
        `entered.<stage>` are the moments of the stage history.
        """
        head, _, rest = path.partition(".")
        if head not in self.fields:
            return self._beside(head, rest)
        if head in self.form.lookups:
            return self._looked_up(head, rest)
        if not rest:
            return field_operand(self.form, head, self.of, self.guard)
        far = self._walk(head)
        operand = far[1].operand(rest) if far else None
        if far is None or operand is None or operand.type == "opened":
            return None
        there, seen = far
        if self.form.operand_type(head) in MANY:
            record, links = self.guard(head, self.of.c["id"]), self.form.links[head]
            return through_many(self.of, record, links, there, seen.predicate, operand)
        return through_one(self.of, self.column(head), there, seen.predicate, operand)

    def _looked_up(self, head: str, rest: str) -> Operand | None:
        """What a lookup stands for, where the lookup itself is open."""
        stands_for = self.form.lookups[head]
        found, when = self.operand(f"{stands_for}.{rest}" if rest else stands_for), self.when(head)
        if found is None or when is None:
            return found
        return None if "within" in found.extra else limited(found, when)

    def _beside(self, head: str, rest: str) -> Operand | None:
        """What is no field of its own: moments of the stage history, how a record is open to the reader, the code of
        a formula's error."""
        if head == ENTERED and "stage" in self.fields:
            return entered_operand(self.form, rest, self.of, self.guard)
        if head == OPEN_TO_ME and not rest:
            return None if head in self.form.by_key else opened_to(self.actor, self.form, self.of)
        base = head.removesuffix(ERROR)
        if not rest and base != head and base in self.form.lookups and base in self.fields:
            return self._looked_up_error(base)
        if rest or base == head or base not in self.fields or self.form.operand_type(head) is None:
            return None
        return Operand(self.guard(base, self.of.c[head]), "text")

    def _looked_up_error(self, base: str) -> Operand | None:
        found = self.operand(base)
        error = found.extra.get("error") if found is not None else None
        return Operand(error, "text") if error is not None else None

    def resolve(self, path: str) -> Operand:
        """`operand(path)`, or UnknownField."""
        found = self.operand(path)
        if found is None:
            raise UnknownField("", field=path)
        return found

    def _walk(self, head: str) -> "tuple[FromClause, Visible] | None":
        if head not in self._far:
            target = self.form.relation(head)
            there = target.table.alias() if target is not None else None
            self._far[head] = (
                None
                if target is None or there is None
                else (there, visible(self.actor, target, context=self.context, of=there))
            )
        return self._far[head]


def visible(
    actor: Actor,
    form: FormLike,
    action: str = "read",
    *,
    catalog: CatalogLike | None = None,
    context: Context | None = None,
    of: FromClause | None = None,
    now: datetime | None = None,
) -> Visible:
    """What `actor` may see of `form`, or do `action` to.

    `context` is needed where conditions of grants ask for the clock; it is made from the actor and `now` when
    missing. `of` is the alias to judge instead of the form's own table. Other actions than read and create
    reach no further than reading does.
    """
    if of is not None or actor.is_system or dated(actor):
        context = context or context_of(actor, now or utc_now())
        return _make(actor, form, action, context, form.table if of is None else of)
    key = (visible, form.key, action)
    known: Visible | None = actor.kept.get(key)
    if known is None or known.form is not form:
        known = actor.kept[key] = _make(actor, form, action, context_of(actor, utc_now()), form.table)
    return known


def _make(actor: Actor, form: FormLike, action: str, context: Context, of: FromClause) -> Visible:
    plan = plan_for(actor, form, action)
    resolve = unlimited(form, of, context)
    scopes = parts(plan.rows, form, of, resolve, context, apart=True)
    denies = None if plan.denied.nothing else clause(plan.denied, form, of, resolve, context).is_not(true())
    predicate = clause(plan.rows, form, of, resolve, context)
    if denies is not None:
        predicate = and_(predicate, denies)
    fields = frozenset(plan.fields) | (ALWAYS if not plan.rows.nothing else frozenset())
    if form.lookups:
        fields -= {key for key in form.lookups if not reaches(actor, form, key)}
    also = None
    if action not in ("read", "create") and not actor.is_system:
        also = visible(actor, form, context=context, of=of)
        fields &= also.fields
        if not also.plan.denied.nothing or not also.plan.rows.covers(plan.rows):
            predicate = and_(predicate, also.predicate)
            scopes, denies = (predicate,), None
    return Visible(actor, form, action, of, context, plan, predicate, scopes, denies, fields, also)


def unlimited(form: FormLike, of: FromClause, context: Context) -> Resolve:
    """What conditions of grants are resolved with: the form without rights, on the same table."""
    return _plain(form, of, context).operand


def _plain(form: FormLike, of: FromClause, context: Context) -> Visible:
    """The form without rights, on the same table: what conditions of grants are resolved with."""
    plan = plan_for(SYSTEM, form, "read")
    fields = frozenset(plan.fields) | ALWAYS
    fields -= {key for key in form.lookups if not reaches(SYSTEM, form, key)}
    return Visible(SYSTEM, form, "read", of, context, plan, true(), (), None, fields)


def _when(seen: Visible, key: str) -> ColumnElement[bool] | None:
    keys = () if key in ALWAYS else (key, *sorted(seen.form.grounds.get(key, ())))
    limits = [limit for each in keys for limit in _limits(seen, each)]
    if seen.also is not None and (read := seen.also.when(key)) is not None:
        limits.append(read)
    return and_(*limits) if limits else None


def _limits(seen: Visible, key: str) -> list[ColumnElement[bool]]:
    return _limits_of(seen, seen.plan.fields[key])


def _limits_of(seen: Visible, open_: Open) -> list[ColumnElement[bool]]:
    form, of, context = seen.form, seen.of, seen.context
    resolve = unlimited(form, of, context)
    found = []
    if not open_.allowed.covers(seen.plan.rows):
        found.append(clause(open_.allowed, form, of, resolve, context))
    if not open_.denied.nothing:
        found.append(clause(open_.denied, form, of, resolve, context).is_not(true()))
    return found
