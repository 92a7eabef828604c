"""Taking a record that nobody owns: of two who do so at one moment exactly one gets it, the other is told who."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import AppError, Forbidden
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.records import write
from bulou.records.errors import AlreadyOwned, NotNow, ReadOnlyForm
from bulou.records.query.one import may_read
from bulou.records.query.secure import secure_select, sight

WITHHELD = "…"
NOBODYS = {"field": "owner", "op": "empty"}


def claim(tx: Tx, who: write.Who, form: Form, id_: int) -> write.Outcome:
    """The record becomes the actor's. RecordNotFound, Forbidden, AlreadyOwned; limits of holdings apply."""
    may_read(tx, who.actor, form, id_)
    outcome = claim_many(tx, who, form, [id_])[0]
    if outcome.error is not None:
        raise outcome.error
    return outcome


def claim_many(tx: Tx, who: write.Who, form: Form, ids: Sequence[int]) -> list[write.Outcome]:
    """What became of each, in order: those that were free and open to the actor are theirs now, the others say why."""
    actor = who.actor
    require(actor, form.key, "claim")
    if not form.owned or actor.person_id is None:
        raise ReadOnlyForm(form=form.key)
    seen = sight(tx, actor, form, "claim")
    c = seen.of.c
    open_ = {row[0] for row in tx.rows(secure_select(seen, c.id, where=[c.id.in_(ids)]))}
    commands = [
        write.Command("change", id_, {"owner": actor.person_id}, when=NOBODYS)
        for id_ in dict.fromkeys(ids)
        if id_ in open_
    ]
    done = write.apply(tx, replace(who, trusted=True), form, commands, partial=True)
    told = {outcome.id: outcome for outcome in done}
    return [_judged(tx, actor, form, id_, told.get(id_)) for id_ in ids]


def _judged(tx: Tx, actor: Actor, form: Form, id_: int, outcome: write.Outcome | None) -> write.Outcome:
    """The outcome; of what somebody else was faster with, their name."""
    if outcome is not None and not isinstance(outcome.error, NotNow):
        return outcome
    return write.Outcome(id_, error=_why_not(tx, actor, form, id_, outcome))


def _why_not(tx: Tx, actor: Actor, form: Form, id_: int, outcome: write.Outcome | None) -> AppError:
    try:
        may_read(tx, actor, form, id_)
        _refuse_owned(tx, actor, form, id_)
    except AppError as error:
        return error
    return outcome.error if outcome and outcome.error else Forbidden(action="claim", form=form.key)


def _refuse_owned(tx: Tx, actor: Actor, form: Form, id_: int) -> None:
    """AlreadyOwned where somebody owns it; it names them to whom the owner is shown."""
    c = form.table.c
    owner = tx.value(select(c.owner).where(c.id == id_))  # visible: the record was, a moment ago
    if owner is not None:
        seen = sight(tx, actor, form)
        told = "owner" in seen.fields and tx.value(
            secure_select(seen, seen.column("owner"), where=[seen.of.c.id == id_])
        )
        known = register(tx).people.get(owner) if told else None
        raise AlreadyOwned(form=form.key, id=id_, owner=known.name if known else WITHHELD)
