"""Making a run ready: its rule as it was when it began, who acts, what they see, what is known of the event."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import ColumnElement, bindparam, case, select

from bulou.access.visible import Visible, unlimited
from bulou.db.kept import Kept
from bulou.db.outbox import Fact
from bulou.db.tables.rules import rule_version
from bulou.db.tx import Tx
from bulou.expr.conditions import Leaf, UnknownField, leaves, parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import day_in
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles
from bulou.rules.errors import NotSeen
from bulou.rules.filling import Known
from bulou.rules.model import Rule
from bulou.rules.queue import OWNER, link_of
from bulou.rules.runs import Run
from bulou.rules.subject import BEFORE, Subject
from bulou.rules.walking import Walk, begun


def as_of(tx: Tx, rule: Rule, run: Run) -> Rule:
    """The rule as the run's version said, and whose it was: what is at work goes on as it began, and nobody's steps
    get the rights of who published other ones since."""
    if run.version == rule.version:
        return rule
    v = rule_version.c
    body = tx.value(select(v.body).where(v.rule_id == rule.id, v.version == run.version))
    owner = run.input.get(OWNER, rule.owner_id)
    return (
        rule if body is None else replace(rule, body=orjson.loads(body), version=run.version, owner_id=owner)
    )


def walk_of(tx: Tx, rule: Rule, actor: Actor, run: Run, *, dry: bool = False) -> Walk:
    """The run, ready to go on."""
    form = None if rule.form is None else catalogs.load(tx).get(rule.form)
    trigger = (form, run.record_id) if form is not None and run.record_id else None
    about = {"at": _local(tx.now, actor), "date": day_in(tx.now, actor.zone).isoformat()}
    entry = register(tx).people.get(run.by or 0)
    known = Known(
        trigger,
        before=_before(tx, actor, form, run) if form is not None else {},
        body=run.input.get("body"),
        run={**about, "by": entry.name if entry else ""},
    )
    cause = (*run.cause, link_of(rule, run.record_id))
    place = run.place or begun()
    return Walk(tx, rule, actor, f"rule:{run.id}", cause, form, run.record_id, place, known, dry)


def _local(now: datetime, actor: Actor) -> str:
    return f"{now.astimezone(ZoneInfo(actor.zone)):%Y-%m-%d %H:%M}"


def need_sight(tx: Tx, rule: Rule, actor: Actor, record_id: int) -> None:
    """NotSeen unless whoever acts sees the record, and on it every field that the rule's conditions ask for."""
    form = None if rule.form is None else catalogs.load(tx).get(rule.form)
    if form is None or not record_id:
        return
    seen = sight(tx, actor, form)
    name = (need_sight, rule.id, rule.version)
    known = seen.kept.get(name) if rule.id else None
    if known is None:
        try:
            known = [_look(seen, rule, deleted) for deleted in (False, True)]
        except UnknownField as error:
            raise NotSeen(field=error.params.get("field", "")) from error
        if not _far(rule):  # what is compared far away may ask for the clock
            seen.kept[name] = known
    if all(query.one(tx, {"id": record_id}) is None for query in known):
        raise NotSeen(id=record_id)


def sees_enough(tx: Tx, rule: Rule, actor: Actor, record_id: int) -> bool:
    """`need_sight`, asked."""
    try:
        need_sight(tx, rule, actor, record_id)
    except NotSeen:
        return False
    return True


def asks(rule: Rule) -> bool:
    """Whether that it runs, or is skipped, tells something of a record's values."""
    named = rule.trigger is not None and bool(tuple(rule.trigger.fields(rule.options)))
    return named or bool(list(_leaves(rule)))


def open_to(seen: Visible, rule: Rule) -> list[ColumnElement[bool]]:
    """The rows on which every field that the rule's conditions and trigger ask for is open, and on which what they ask
    of related records is the same with the reader's rights as without. UnknownField for one open nowhere."""
    keys = {leaf.field.removeprefix(BEFORE).split(".")[0] for leaf in _leaves(rule)}
    keys |= set(rule.trigger.fields(rule.options)) if rule.trigger is not None else set()
    found = [clause for key in sorted(keys) if (clause := _open(seen, key)) is not None]
    return [*found, *(_alike(seen, leaf) for leaf in _far(rule))]


def _look(seen: Visible, rule: Rule, deleted: bool) -> Kept:
    """The record `id`, if it is seen with everything that the rule asks for."""
    here = [seen.of.c.id == bindparam("id"), *open_to(seen, rule)]
    return Kept(secure_select(seen, seen.of.c.id, where=here, deleted=deleted))


def _leaves(rule: Rule) -> Iterator[Leaf]:
    """Every comparison of the rule's conditions."""
    options = rule.options
    for json in (rule.definition.when, getattr(options, "before", None), getattr(options, "after", None)):
        yield from leaves(parse(json))


def _far(rule: Rule) -> list[Leaf]:
    """Those that walk to other records."""
    return [leaf for leaf in _leaves(rule) if "." in leaf.field.removeprefix(BEFORE)]


def _alike(seen: Visible, leaf: Leaf) -> ColumnElement[bool]:
    plain = replace(leaf, field=leaf.field.removeprefix(BEFORE))
    both = (seen.operand, unlimited(seen.form, seen.of, seen.context))
    mine, real = (case((to_sql(plain, resolve, seen.context), 1), else_=0) for resolve in both)
    return mine == real


def _open(seen: Any, key: str) -> Any:
    base = key.removesuffix("__error")
    return None if base == "entered" else seen.when(base)


def _before(tx: Tx, actor: Actor, form: Form, run: Run) -> Mapping[str, Any]:
    """What the fields that changed held before, as JSON."""
    if "version" not in run.input or run.input.get("event") != "record.changed":
        return {}
    fact = Fact("record.changed", form.key, run.record_id, run.input, id=0, at=tx.now)
    found = {}
    for key, (stored, _after) in Subject(tx, fact, form).changes.items():
        found[key] = _json(tx, actor, form, key, stored)
    return found


def _json(tx: Tx, actor: Actor, form: Form, key: str, stored: Any) -> Any:
    bound, target = form.by_key.get(key), form.relation(key)
    if stored is None:
        return None
    if target is not None and isinstance(stored, int):
        return {"id": stored, "title": titles(tx, actor, target, [stored])[stored]}
    if bound is None or target is not None or bound.operand in ("record", "file", "rows"):
        return stored if bound is None else None
    return bound.kind.present(bound.kind.dump(bound.definition, stored), actor.zone)
