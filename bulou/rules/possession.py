"""Rules that act with the person's rights, and rules that name them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.db.tables.rules import rule as rule_table
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.handover.contributed import Item, Passed, Possession, possessions
from bulou.rules import store
from bulou.rules.failing import pause
from bulou.rules.known import changing
from bulou.rules.model import ON, Rule

c = rule_table.c
DID = "who did it, for good"


def owned(tx: Tx, person_id: int) -> list[Item]:
    """The rules that act as the person."""
    rows = tx.rows(select(c.key, c.label, c.state).where(c.owner_id == person_id, store.THERE).order_by(c.id))
    return [Item(key, orjson.loads(label), f"/settings/rules/{key}", state) for key, label, state in rows]


def pass_on_owned(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver owns them. Only an administrator gives a rule more rights than it had: handed over by others, one
    that is on is paused until the receiver switches it on; without a receiver, too."""
    changing(tx)
    found = []
    for rule in store.listing(tx):
        if rule.owner_id == giver:
            _own(tx, by, rule, to)
            if rule.state == ON and (to is None or not by.admin):
                pause(tx, replace(rule, owner_id=to), {"code": "rules.handed_over", "params": {}})
            found.append(Passed(rule.key, rule.label, giver, to))
    return found


def take_back_owned(tx: Tx, by: Actor, passed: Passed) -> bool:
    """The owner of before, unless somebody published or took it over since."""
    rule = _there(tx, passed)
    if rule is None or rule.owner_id != passed.after:
        return False
    _own(tx, by, rule, passed.before)
    return True


def _there(tx: Tx, passed: Passed) -> Rule | None:
    """What was passed on, as it is now; None where it was deleted since."""
    changing(tx)
    return next((rule for rule in store.listing(tx) if rule.key == passed.id), None)


def _own(tx: Tx, by: Actor, rule: Rule, owner: int | None) -> None:
    values = {"owner_id": owner, "changed_at": tx.now_text, "changed_by": by.person_id}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    told = audit.pairs({"owner": rule.owner_id}, {"owner": owner})
    audit.write(
        tx,
        by,
        "rule.owner_changed",
        form=rule.form,
        detail={"key": rule.key, "name": dict(rule.label), **told},
    )


def naming(tx: Tx, person_id: int) -> list[Item]:
    """The rules that tell the person, or give them something."""
    return [
        Item(rule.key, rule.label, f"/settings/rules/{rule.key}", rule.state)
        for rule in store.listing(tx)
        if _names(rule, person_id)
    ]


def _names(rule: Rule, person_id: int | None) -> bool:
    return any(person_id in set(_people(body)) for body in (rule.body, rule.draft))


def pass_on_named(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver is named in the person's place; without one it stays as it is, and they hear nothing any more."""
    if to is None:
        return []
    changing(tx)
    found = [rule for rule in store.listing(tx) if _names(rule, giver)]
    for rule in found:
        _name(tx, by, rule, giver, to)
    return [Passed(rule.key, rule.label, giver, to) for rule in found]


def take_back_named(tx: Tx, by: Actor, passed: Passed) -> bool:
    """The person is named again where the receiver is."""
    rule = _there(tx, passed)
    if rule is None or not _names(rule, passed.after):
        return False
    _name(tx, by, rule, passed.after, passed.before)
    return True


def _name(tx: Tx, by: Actor, rule: Rule, old: int, new: int | None) -> None:
    """An editor who has the draft open is told that it changed."""
    values: dict[str, Any] = {"draft_version": rule.draft_version + (rule.draft is not None)}
    values |= {
        name: orjson.dumps(_renamed(body, old, new)).decode()
        for name, body in (("body", rule.body), ("draft", rule.draft))
        if body is not None
    }
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    detail = {"key": rule.key, "name": dict(rule.label), **audit.pairs({"person": old}, {"person": new})}
    audit.write(tx, by, "rule.changed", form=rule.form, detail=detail)


def _people(value: Any) -> Iterator[int]:
    """Everybody named as `{"person": id}`."""
    if isinstance(value, dict):
        if value.keys() == {"person"} and isinstance(value["person"], int):
            yield value["person"]
        for each in value.values():
            yield from _people(each)
    elif isinstance(value, list):
        for each in value:
            yield from _people(each)


def _renamed(value: Any, old: int, new: int | None) -> Any:
    if isinstance(value, dict):
        if value == {"person": old}:
            return {"person": new}
        return {key: _renamed(each, old, new) for key, each in value.items()}
    return [_renamed(each, old, new) for each in value] if isinstance(value, list) else value


possessions.register(
    Possession(
        key="rules",
        label={"zh-CN": "以此人身份执行的规则", "en-US": "Rules that act as them"},
        fate="moves",
        covers={"rule.owner_id": "the receiver owns them"},
        held=owned,
        pass_on=pass_on_owned,
        take_back=take_back_owned,
        order=26,
    )
)
possessions.register(
    Possession(
        key="rules_naming",
        label={"zh-CN": "提到此人的规则", "en-US": "Rules that name them"},
        fate="moves",
        covers={
            "rule.body": "the receiver is named in the person's place",
            "rule.draft": "the receiver is named in the person's place",
        },
        held=naming,
        pass_on=pass_on_named,
        take_back=take_back_named,
        order=27,
    )
)
possessions.register(
    Possession(
        key="rules_past",
        label={"zh-CN": "规则的历史", "en-US": "History of rules"},
        fate="stays",
        covers={
            "rule.created_by": DID,
            "rule.changed_by": DID,
            "rule_version.by": DID,
            "rule_version.body": "what was in force at that time",
            "rule_run.by": DID,
            "rule_run.input": "what was known at that time",
            "rule_run.place": "what steps made at that time",
            "rule_step.output": "what was done at that time",
        },
        order=98,
    )
)
