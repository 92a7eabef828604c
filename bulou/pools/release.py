"""Records given back to a pool, by their owner or whoever may give them to others, with a reason and a pool."""

from collections.abc import Sequence

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden
from bulou.pools.errors import NotTheirs, WrongPool
from bulou.pools.keeping import Mover
from bulou.pools.store import of_form
from bulou.records import write
from bulou.records.errors import ReadOnlyForm, RecordNotFound
from bulou.records.query.secure import secure_select, sight
from bulou.records.write import Command, Outcome, Who


def release(
    tx: Tx, who: Who, form: Form, ids: Sequence[int], *, reason: str | None, pool: str | None
) -> list[Outcome]:
    """What became of each, in order. `pool`: where they are sent; None: wherever their values say. WrongPool."""
    require(who.actor, form.key, "read")
    if not form.owned:
        raise ReadOnlyForm(form=form.key)
    if pool is not None and pool not in {kept.pool.key for kept in of_form(tx, form.key)}:
        raise WrongPool(pool=pool[:60])
    owners = _owners(tx, who, form, ids)
    given = _assignable(tx, who, form, ids)
    may = {id_ for id_, owner in owners.items() if owner and (owner == who.person_id or id_ in given)}
    mover = _mover(who, reason, pool)
    commands = [Command("change", id_, {"owner": None}, when=_held(owners[id_])) for id_ in sorted(may)]
    done = {each.id: each for each in write.apply(tx, mover, form, commands, partial=True)}
    return [done.get(id_) or _refused(form, id_, owners) for id_ in ids]


def _mover(who: Who, reason: str | None, pool: str | None) -> Mover:
    return Mover(who.actor, who.via, who.locale, trusted=True, move="released", reason=reason, named=pool)


def _held(owner: int | None) -> object:
    return {"field": "owner", "op": "eq", "value": owner}


def _owners(tx: Tx, who: Who, form: Form, ids: Sequence[int]) -> dict[int, int | None]:
    """Whose those are that may be seen; an owner whom the actor may not read is nobody's business."""
    seen = sight(tx, who.actor, form)
    if "owner" not in seen.fields:
        return {}
    c = seen.of.c
    rows = tx.rows(secure_select(seen, c.id, seen.column("owner"), where=[c.id.in_(ids)]))
    return {row[0]: row[1] for row in rows}


def _assignable(tx: Tx, who: Who, form: Form, ids: Sequence[int]) -> set[int]:
    seen = sight(tx, who.actor, form, "assign")
    c = seen.of.c
    return {row[0] for row in tx.rows(secure_select(seen, c.id, where=[c.id.in_(ids)]))}


def _refused(form: Form, id_: int, owners: dict[int, int | None]) -> Outcome:
    if id_ not in owners:
        return Outcome(id_, error=RecordNotFound(form=form.key, id=id_))
    if owners[id_] is None:
        return Outcome(id_, error=NotTheirs(form=form.key, id=id_))
    return Outcome(id_, error=Forbidden(action="assign", form=form.key))
