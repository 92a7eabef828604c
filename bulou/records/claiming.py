"""Taking a record that nobody owns: of two who do so at one moment exactly one gets it, the other is told who."""

from dataclasses import replace

from sqlalchemy import select

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden
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
    actor = who.actor
    may_read(tx, actor, form, id_)
    require(actor, form.key, "claim")
    if not form.owned or actor.person_id is None:
        raise ReadOnlyForm(form=form.key)
    seen = sight(tx, actor, form, "claim")
    c = seen.of.c
    if tx.one(secure_select(seen, c.id, where=[c.id == id_])) is None:
        _refuse_owned(tx, actor, form, id_)
        raise Forbidden(action="claim", form=form.key)
    command = write.Command("change", id_, {"owner": actor.person_id}, when=NOBODYS)
    try:
        return write.apply(tx, replace(who, trusted=True), form, [command])[0]
    except NotNow:
        _refuse_owned(tx, actor, form, id_)
        raise


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
