"""Rules as rows: made, drafted, published, switched on and off, rolled back; each noted in the audit."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from bulou.db.tables.rules import rule as rule_table
from bulou.db.tables.rules import rule_version
from bulou.db.tx import Tx
from bulou.kit.ids import secret
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.people.register import register
from bulou.rules import due
from bulou.rules.check import problems_of
from bulou.rules.definition import RuleDef, read
from bulou.rules.errors import KeyTaken, NothingToPublish, RuleChanged, RuleInvalid, RuleNotFound
from bulou.rules.known import changing
from bulou.rules.model import DELETED, OFF, ON, PAUSED, Rule, rule_of
from bulou.rules.rights import need_hands, would_run

c = rule_table.c
WEBHOOK = "webhook"
THERE = c.state != DELETED
TAKEN = frozenset(
    {"new", "runs", "kinds", "channels", "check", "test", "rehearse"}
)  # addresses beside those of rules


def one(tx: Tx, key: str) -> Rule:
    """The rule named `key`. RuleNotFound."""
    row = tx.one(select(rule_table).where(c.key == key, THERE)) if len(key) <= 60 else None
    if row is None:
        raise RuleNotFound(what="rule", id=key)
    return rule_of(row)


def by_id(tx: Tx, id_: int) -> Rule | None:
    """The rule, None when there is none any more."""
    row = tx.one(select(rule_table).where(c.id == id_, THERE))
    return None if row is None else rule_of(row)


def by_ids(tx: Tx, ids: Collection[int]) -> dict[int, Rule]:
    """Those of these rules that there are."""
    rows = tx.rows(select(rule_table).where(c.id.in_(sorted(ids)))) if ids else ()
    return {rule.id: rule for rule in map(rule_of, rows)}


def by_slug(tx: Tx, slug: str) -> Rule | None:
    """The rule behind a webhook's address, whatever its state."""
    row = tx.one(select(rule_table).where(c.slug == slug, THERE)) if len(slug) <= 100 else None
    return None if row is None else rule_of(row)


def listing(tx: Tx, form: str | None = None) -> list[Rule]:
    """All rules, or those of a form, the oldest first."""
    query = select(rule_table).where(THERE).order_by(c.id)
    return [rule_of(row) for row in tx.rows(query if form is None else query.where(c.form == form))]


def create(
    tx: Tx, actor: Actor, key: str, label: Mapping[str, str], form: str | None, body: Any = None
) -> Rule:
    """A new rule, off, with a draft. KeyTaken; RuleInvalid where the draft's shape is wrong."""
    draft = None if body is None else _json(read(body))
    changing(tx)
    if key in TAKEN or tx.one(select(c.id).where(c.key == key)) is not None:
        raise KeyTaken(key=key)
    row = {
        "key": key,
        "label": _text(dict(label)),
        "form": form,
        "state": OFF,
        "version": 0,
        "draft": None if draft is None else _text(draft),
        "draft_version": 0 if draft is None else 1,
        "owner_id": actor.person_id,
        "failures": 0,
        **stamp(tx, actor, made=True),
    }
    tx.execute(insert(rule_table).values(row))
    _note(tx, actor, "rule.created", key, label, form)
    return one(tx, key)


def keep_draft(
    tx: Tx, actor: Actor, rule: Rule, body: Any, version: int, label: Mapping[str, str] | None = None
) -> Rule:
    """Another draft in the place of the one last seen. RuleChanged; RuleInvalid where its shape is wrong."""
    draft = _json(read(body))
    same = (c.id == rule.id) & (c.draft_version == version)
    values = {"draft": _text(draft), "draft_version": version + 1, **stamp(tx, actor)}
    if label is not None:
        values["label"] = _text(dict(label))
    rule = _held(tx, rule)
    if not tx.execute(update(rule_table).where(same).values(values)).rowcount:
        raise _changed(tx, rule)
    return one(tx, rule.key)


def drop_draft(tx: Tx, actor: Actor, rule: Rule) -> Rule:
    """Back to what is in force."""
    rule = _held(tx, rule)
    values = {"draft": None, "draft_version": rule.draft_version + 1, **stamp(tx, actor)}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    return one(tx, rule.key)


def publish(tx: Tx, actor: Actor, rule: Rule, version: int | None = None) -> Rule:
    """Put the draft (`version`: the one last seen) in force; whoever does so owns the rule from then on.

    RuleChanged, NothingToPublish, RuleInvalid with every problem.
    """
    rule = _held(tx, rule)
    if rule.draft is None:
        raise NothingToPublish()
    if version is not None and version != rule.draft_version:
        raise _changed(tx, rule)
    return _put_in_force(tx, actor, rule, rule.draft, "rule.published")


def roll_back(tx: Tx, actor: Actor, rule: Rule, version: int) -> Rule:
    """Publish an earlier version anew. RuleNotFound, RuleInvalid where it fits no longer."""
    row = tx.value(
        select(rule_version.c.body).where(
            rule_version.c.rule_id == rule.id, rule_version.c.version == version
        )
    )
    if row is None:
        raise RuleNotFound(what="version", id=version)
    return _put_in_force(tx, actor, _held(tx, rule), orjson.loads(row), "rule.rolled_back")


def _put_in_force(tx: Tx, actor: Actor, rule: Rule, body: Any, action: str) -> Rule:
    need_hands(actor, rule.form)
    definition = check(tx, actor, rule.form, body)
    version = rule.version + 1
    values = {
        "body": _text(body),
        "version": version,
        "draft": None,
        "draft_version": rule.draft_version + 1,
        "owner_id": actor.person_id or rule.owner_id,
        "failures": 0,
        **_address(rule, definition),
        **stamp(tx, actor),
    }
    if rule.state == PAUSED:
        values |= {"state": OFF, "reason": None}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    kept = {"rule_id": rule.id, "version": version, "label": _text(dict(rule.label)), "body": _text(body)}
    tx.execute(insert(rule_version).values({**kept, "at": tx.now_text, "by": actor.person_id}))
    told = audit.pairs(_told(rule.body), _told(body))
    about = {"key": rule.key, "name": dict(rule.label), "version": version, **told}
    audit.write(tx, actor, action, form=rule.form, detail=about)
    now = one(tx, rule.key)
    if now.state == ON:
        due.begin(tx, now, since=now.live_since or tx.now_text)
    return now


def check(tx: Tx, actor: Actor, form: str | None, body: Any) -> RuleDef:
    """The definition, if whoever asks could publish it. RuleInvalid with every problem."""
    definition = read(body)
    problems = problems_of(tx, would_run(tx, actor, definition), form, definition)
    if problems:
        raise RuleInvalid(problems=problems)
    return definition


def switch(tx: Tx, actor: Actor, rule: Rule, on: bool) -> Rule:
    """On or off. Switching on asks whether it still fits, as publishing does. NothingToPublish, RuleInvalid."""
    rule = _held(tx, rule)
    if (rule.state == ON) == on and rule.state != PAUSED:
        return rule
    if on:
        need_hands(actor, rule.form)
        if rule.body is None:
            raise NothingToPublish()
        check(tx, actor, rule.form, rule.body)
    values: dict[str, Any] = {"state": ON if on else OFF, "reason": None, **stamp(tx, actor)}
    if on:
        values |= {"live_since": tx.now_text, "failures": 0, "owner_id": actor.person_id}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    _note(tx, actor, "rule.switched_on" if on else "rule.switched_off", rule.key, rule.label, rule.form)
    now = one(tx, rule.key)
    due.begin(tx, now, since=tx.now_text) if on else due.end(tx, rule.id)
    return now


def date_back(tx: Tx, rule: Rule, since: str) -> None:
    """A rule that is on has been so since then: what is due of it is worked out from that moment."""
    changing(tx)
    tx.execute(update(rule_table).where(c.id == rule.id).values(live_since=since))
    due.begin(tx, one(tx, rule.key), since=since)


def renew_address(tx: Tx, actor: Actor, rule: Rule) -> Rule:
    """Another secret address and seal for a webhook; the old ones are dead."""
    rule = _held(tx, rule)
    values = {"slug": secret(), "seal": secret(), **stamp(tx, actor)}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    _note(tx, actor, "rule.renewed", rule.key, rule.label, rule.form)
    return one(tx, rule.key)


def _held(tx: Tx, rule: Rule) -> Rule:
    """The rule as it is by now; nobody else changes a rule until the end of the transaction. RuleNotFound where it was
    deleted meanwhile."""
    changing(tx)
    return one(tx, rule.key)


def versions(tx: Tx, rule: Rule) -> Sequence[Any]:
    """`(version, label, body, at, by)`, the newest first; JSON as text."""
    v = rule_version.c
    query = select(v.version, v.label, v.body, v.at, v.by).where(v.rule_id == rule.id)
    return tx.rows(query.order_by(v.version.desc()).limit(100))


def _changed(tx: Tx, now: Rule) -> RuleChanged:
    """Who was there meanwhile, and when."""
    entry = register(tx).people.get(now.changed_by or 0)
    by = None if entry is None else {"id": now.changed_by, "title": entry.name}
    return RuleChanged(version=now.draft_version, by=by, at=now.changed_at)


def _address(rule: Rule, definition: RuleDef) -> dict[str, Any]:
    if definition.kind != WEBHOOK:
        return {"slug": None, "seal": None}
    return {"slug": rule.slug or secret(), "seal": rule.seal or secret()}


def stamp(tx: Tx, actor: Actor, *, made: bool = False) -> dict[str, Any]:
    """Who changed a rule, and when."""
    stamp = {"changed_at": tx.now_text, "changed_by": actor.person_id}
    return {**stamp, "created_at": tx.now_text, "created_by": actor.person_id} if made else stamp


def _json(definition: RuleDef) -> dict[str, Any]:
    return definition.model_dump(mode="json")


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def _told(body: Any) -> dict[str, Any]:
    return {} if body is None else {key: body.get(key) for key in ("trigger", "when", "steps", "runs_as")}


def _note(tx: Tx, actor: Actor, action: str, key: str, label: Mapping[str, str], form: str | None) -> None:
    audit.write(tx, actor, action, form=form, detail={"key": key, "name": dict(label)})
