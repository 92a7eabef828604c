"""Buttons on a record: they set given fields through the one pipeline, with the rights of whoever presses them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bulou.access.visible import is_open, require
from bulou.db.tx import Tx
from bulou.forms.carry import written
from bulou.forms.form import Form
from bulou.forms.model import Element
from bulou.kit.clock import day_in
from bulou.kit.errors import Forbidden, NotFound
from bulou.records.batches import ledger
from bulou.records.linked.fill import values_of
from bulou.records.query.secure import context_of
from bulou.records.write import Command, Outcome, Who, apply


def button_of(form: Form, key: str) -> Element:
    """The form's button named `key`; NotFound when it has none such."""
    found = next(
        (each for each in form.definition.elements if each.key == key and each.press is not None), None
    )
    if found is None:
        raise NotFound(what="button", id=key)
    return found


def press(
    tx: Tx, who: Who, form: Form, id_: int, key: str, version: int | None = None
) -> tuple[Outcome, int]:
    """Carry out the button `key` on one record, as a batch of one that can be undone: it may set what nobody types, so
    writing the old values back would not do. The outcome and the batch; NotNow when its condition does not hold."""
    require(who.actor, form.key, "change")
    (command,) = commands_of(tx, who, form, key, [id_], version)
    batch = ledger.begin(tx, "press", form.key, {"button": key, "ids": [id_]}, who.person_id)
    outcome = apply(tx, replace(who, batch_id=batch), form, [command])[0]
    ledger.end(tx, batch, "done", {"changed" if outcome.changed else "unchanged": 1})
    return outcome, batch


def commands_of(
    tx: Tx, who: Who, form: Form, key: str, ids: Sequence[int], version: int | None = None
) -> list[Command]:
    """What the button `key` does to each of `ids`, with its condition.

    Fields that nobody types (`readonly`) may be set by it; what rights close stays closed. A field that whoever
    presses may not read is not copied: what stands where it would go stays.
    """
    pressed = button_of(form, key).press
    assert pressed is not None
    if not is_open(who.actor, "button", f"{form.key}.{key}"):
        raise Forbidden(action="press", form=form.key)
    context = context_of(tx, who.actor)
    others = {each.value["field"] for each in pressed.sets if _copies(each.value)}
    read = values_of(tx, who.actor, context, form, others, ids) if others else {}
    opened = frozenset(each.field for each in pressed.sets)
    return [
        Command(
            "change",
            id_,
            {
                each.field: _value(tx, who, context.zone, each.value, read.get(id_, {}))
                for each in pressed.sets
                if not _copies(each.value) or each.value["field"] in read.get(id_, {})
            },
            version,
            opened=opened,
            when=pressed.when,
        )
        for id_ in ids
    ]


def _copies(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("field"), str)


def _value(tx: Tx, who: Who, zone: str, value: Any, read: Mapping[str, Any]) -> Any:
    """What a button sets, as somebody would write it; another field as whoever presses may read it."""
    if not isinstance(value, dict):
        return value
    if value.get("now"):
        return tx.now_text
    if value.get("today"):
        return day_in(tx.now, zone).isoformat()
    if value.get("actor"):
        return who.person_id
    return written(read[value["field"]]) if _copies(value) else value
