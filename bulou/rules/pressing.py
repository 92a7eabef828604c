"""Buttons of rules on a record: which are offered, and pressing one."""

from typing import Any

from sqlalchemy import select

from bulou.access.visible import may
from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, to_sql
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.ids import short_id
from bulou.kit.protocols import Actor
from bulou.records.query.one import may_read
from bulou.records.query.secure import secure_select, sight
from bulou.rules import queue
from bulou.rules.errors import NotPressable
from bulou.rules.known import Live, known
from bulou.rules.queue import Wanted

KIND = "button"


def offered(tx: Tx, actor: Actor, form: Form, id_: int) -> list[dict[str, Any]]:
    """`{key, label}` of the buttons on a record for somebody. RecordNotFound."""
    may_read(tx, actor, form, id_)
    return [
        {"key": live.rule.key, "label": dict(live.rule.options.label or live.rule.label)}
        for live in _buttons(tx, form)
        if _may_press(tx, actor, live, form, id_)
    ]


def press(tx: Tx, actor: Actor, form: Form, id_: int, key: str) -> None:
    """Queue a run, unless one that was pressed before has not begun yet. RecordNotFound, NotFound where there is no
    such button, NotPressable where it is not offered."""
    may_read(tx, actor, form, id_)
    live = next((each for each in _buttons(tx, form) if each.rule.key == key), None)
    if live is None:
        raise NotFound(what="button", id=key)
    if not _may_press(tx, actor, live, form, id_):
        raise NotPressable()
    tx.lock(f"press:{live.rule.id}:{id_}")  # of two presses in one moment the second sees the first
    if _is_waiting(tx, live, id_):
        return
    about = {"event": "pressed"}
    queue.put(tx, [Wanted(live.rule, f"press:{short_id()}", id_, input=about, by=actor.person_id)])


def _is_waiting(tx: Tx, live: Live, id_: int) -> bool:
    c = rule_run.c
    same = (c.rule_id == live.rule.id, c.record_id == id_, c.state == "queued", c.started_at.is_(None))
    return tx.one(select(c.id).where(*same).limit(1)) is not None


def _buttons(tx: Tx, form: Form) -> list[Live]:
    lives = known(tx).rules.values()
    return [live for live in lives if live.rule.form == form.key and live.rule.definition.kind == KIND]


def _may_press(tx: Tx, actor: Actor, live: Live, form: Form, id_: int) -> bool:
    """Whether they have the right it needs on the record, and the record meets its condition, as far as they see."""
    needs = live.rule.options.needs
    if not may(actor, form.key, needs):
        return False
    seen, acting = sight(tx, actor, form), sight(tx, actor, form, needs)
    try:
        met = to_sql(live.when, seen.operand, seen.context)
    except BadCondition:
        return False
    here = [seen.of.c.id == id_, acting.predicate, met]
    return tx.one(secure_select(seen, seen.of.c.id, where=here)) is not None
