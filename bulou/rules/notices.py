"""Telling people in the product: with a record they may see, or about a rule of theirs."""

from collections.abc import Callable, Iterable
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import DEFAULT_LOCALE, say
from bulou.people import actors, notices, roles
from bulou.people.errors import PersonNotActive, PersonNotFound
from bulou.records.actions import Doing
from bulou.records.query.anywhere import sees_anywhere
from bulou.rules.gathering import KIND, gathered
from bulou.rules.model import Rule

PAUSED = "rule.paused"
TextFor = Callable[[Actor], str]


def tell(doing: Doing, people: Iterable[int], text: TextFor) -> tuple[list[int], list[int]]:
    """A notice for each of those who may see the record, in the words for them; the ids of those and of the others.

    What it says of the record is filled in whenever it is read, with the rights that its reader has then.
    """
    tx, form, record_id = doing.tx, doing.form, doing.record_id
    rule = doing.who.cause[-1].split(":")[1] if doing.who.cause else ""
    told, not_told = [], []
    for person_id in people:
        reader = reader_of(tx, person_id)
        if reader is None or not may_hear(tx, reader, form, record_id):
            not_told.append(person_id)
            continue
        told.append(person_id)
        about = form.key if form is not None and record_id else None
        if gathered(tx, person_id, rule, doing.rule, reader.locale, about):
            continue
        body = {"template": text(reader), "rule": rule}
        notices.tell(tx, person_id, KIND, body, form=about, record_id=record_id)
    return told, not_told


def reader_of(tx: Tx, person_id: int) -> Actor | None:
    """Somebody who may sign in, None for others."""
    try:
        return actors.load(tx, person_id)
    except (PersonNotActive, PersonNotFound):
        return None


def may_hear(tx: Tx, reader: Actor, form: Form | None, record_id: int | None) -> bool:
    """Whether somebody sees what they would be told about."""
    if form is None or record_id is None:
        return True
    return sees_anywhere(tx, reader, form, record_id)


def tell_paused(tx: Tx, rule: Rule, reason: dict[str, Any]) -> None:
    """The owner hears that their rule is paused; where they are gone, the administrators."""
    owner = rule.owner_id if rule.owner_id and reader_of(tx, rule.owner_id) else None
    for person_id in [owner] if owner else roles.administrators(tx):
        reader = reader_of(tx, person_id)
        name = say(rule.label, reader.locale if reader is not None else DEFAULT_LOCALE) or rule.key
        body = {"link": f"/settings/rules/{rule.key}", "rule": name, "reason": reason["code"]}
        notices.tell(tx, person_id, PAUSED, body)
