"""Buttons on a record: they set given fields through the one pipeline, with the rights of whoever presses them."""

from typing import Any

from bulou.access.visible import require, visible
from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms.carry import written
from bulou.forms.form import Form
from bulou.forms.model import Element
from bulou.kit.clock import day_in
from bulou.kit.errors import NotFound
from bulou.kit.protocols import SYSTEM
from bulou.records.errors import NotNow, RecordNotFound
from bulou.records.linked.fill import values_of
from bulou.records.query.secure import context_of, secure_select, sight
from bulou.records.write import Command, Outcome, Who, apply


def button_of(form: Form, key: str) -> Element:
    """The form's button named `key`; NotFound when it has none such."""
    found = next(
        (each for each in form.definition.elements if each.key == key and each.press is not None), None
    )
    if found is None:
        raise NotFound(what="button", id=key)
    return found


def press(tx: Tx, who: Who, form: Form, id_: int, key: str, version: int | None = None) -> Outcome:
    """Carry out the button `key` on one record.

    Fields that nobody types (`readonly`) may be set by it; what rights close stays closed. NotNow when its
    condition does not hold.
    """
    require(who.actor, form.key, "change")
    button = button_of(form, key)
    assert button.press is not None
    seen = sight(tx, who.actor, form)
    if tx.one(secure_select(seen, seen.of.c.id, where=[seen.of.c.id == id_])) is None:
        raise RecordNotFound(form=form.key, id=id_)
    if not _holds(tx, who, form, id_, button.press.when):
        raise NotNow(button=key)
    values = {each.field: _value(tx, who, form, id_, each.value) for each in button.press.sets}
    command = Command("change", id_, values, version, opened=frozenset(values))
    return apply(tx, who, form, [command])[0]


def _holds(tx: Tx, who: Who, form: Form, id_: int, when: Any) -> bool:
    """The condition on the record as it is, judged for the system as those of rules are."""
    everything = visible(SYSTEM, form, context=context_of(tx, who.actor))
    clause = to_sql(parse(when), everything.operand, everything.context)
    table = everything.of
    return tx.one(secure_select(everything, table.c.id, where=[table.c.id == id_, clause])) is not None


def _value(tx: Tx, who: Who, form: Form, id_: int, value: Any) -> Any:
    """What a button sets, as somebody would write it; another field as whoever presses may read it."""
    if not isinstance(value, dict):
        return value
    if value.get("now"):
        return tx.now_text
    if value.get("today"):
        return day_in(tx.now, context_of(tx, who.actor).zone).isoformat()
    if value.get("actor"):
        return who.person_id
    if "field" in value:
        other = str(value["field"])
        return written(
            values_of(tx, who.actor, context_of(tx, who.actor), form, [other], [id_]).get(id_, {}).get(other)
        )
    return value
