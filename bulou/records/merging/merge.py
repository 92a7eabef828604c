"""Merging: what stood in several records stands in one of them; the others go to the bin, all in one batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bulou.access.visible import Visible, require
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.kit.errors import FieldProblem, Forbidden, Invalid
from bulou.people import audit
from bulou.records.batches import ledger
from bulou.records.merging import hanging
from bulou.records.merging.pointing import HANDLED, turn, turned
from bulou.records.pushing import links
from bulou.records.query.masks import mask_in
from bulou.records.query.one import may_read, read
from bulou.records.query.secure import secure_select, sight
from bulou.records.write import Command, Who, apply
from bulou.records.write.chunks import make_chunk
from bulou.records.write.load import load_rows
from bulou.records.write.model import Row
from bulou.records.write.plan import is_empty
from bulou.records.write.tables import load_tables
from bulou.records.write.trail import as_json

KIND = "merge"
MOST = 10  # records that go into one at once


@dataclass(frozen=True)
class Asked:
    """`master` stays, `gone` go into it; `take`: field → the record whose value is to stand there."""

    master: int
    gone: tuple[int, ...]
    take: Mapping[str, int] = field(default_factory=dict)


def merge(tx: Tx, who: Who, form: Form, asked: Asked) -> dict[str, Any]:
    """`{batch, turned}`: the batch that did it, and how many records point at the one that stays now.

    Needs the rights to change the one and to delete the others, each of these very records. What points at those that
    go points at the one that stays, whoever may see it; its empty fields are filled from the others, in their order;
    lists are joined; comments, files, shares, teams and followers go along, and those who had the others are in its
    team. No value is opened to whom it is closed. Invalid, Forbidden, RecordNotFound, and whatever the form asks of a
    change.
    """
    records = _judge(tx, who, form, asked)
    catalog = catalogs.load(tx)
    request = {"master": asked.master, "gone": list(asked.gone), "take": dict(asked.take)}
    batch = ledger.begin(tx, KIND, form.key, request, who.person_id)
    mine = replace(who, batch_id=batch)
    product = replace(mine, trusted=True)
    rows = _loaded(tx, product, catalog, form, asked)
    owners = [owner for id_ in asked.gone if (owner := rows[id_].before.get("owner")) is not None]
    stored = {id_: row.before for id_, row in rows.items()}
    values = _values(form, asked, stored)
    _refuse_opening(
        tx, who, form, asked.master, values, {id_: (records[id_], stored[id_]) for id_ in asked.gone}
    )
    count = turn(tx, product, catalog, form, asked.gone, asked.master)
    moved = hanging.move(tx, form.key, asked.gone, asked.master)
    pushed = links.point_elsewhere(tx, form.key, asked.gone, asked.master)
    apply(tx, mine, form, [Command("delete", id_) for id_ in asked.gone])
    apply(tx, product, form, [Command("change", asked.master, values, opened=frozenset(values))])
    kept = rows[asked.master].before.get("owner")
    team = hanging.take_in(
        tx, form.key, asked.master, (each for each in owners if each != kept), who.person_id
    )
    done = {"merged": len(asked.gone), "turned": count, "moved": moved, "team": team, "pushed": pushed}
    ledger.end(tx, batch, "done", done)
    detail = {"gone": list(asked.gone), "batch": batch, "turned": count}
    audit.write(tx, who.actor, "record.merged", form=form.key, record_id=asked.master, detail=detail)
    return {"batch": batch, "turned": count}


def _judge(tx: Tx, who: Who, form: Form, asked: Asked) -> dict[int, dict[str, Any]]:
    """The records as the actor reads them."""
    require(who.actor, form.key, "change")
    require(who.actor, form.key, "delete")
    may_read(tx, who.actor, form, asked.master)
    gone = dict.fromkeys(asked.gone)
    if not gone or asked.master in gone or len(gone) < len(asked.gone) or len(gone) > MOST:
        raise Invalid(problems=[FieldProblem("gone", "merge.which", {"max": MOST})])
    may = sight(tx, who.actor, form, "change").fields & sight(tx, who.actor, form).fields
    for key, id_ in asked.take.items():
        bound = form.get(key)
        if bound is None or key not in may or not _carried(bound):
            raise Invalid(problems=[FieldProblem(key, "fields.unknown")])
        if id_ != asked.master and id_ not in gone:
            raise Invalid(problems=[FieldProblem(key, "fields.unknown_record")])
    records = {id_: read(tx, who.actor, form, id_) for id_ in (asked.master, *asked.gone)}
    if "change" not in records[asked.master]["_may"]:
        raise Forbidden(action="change", form=form.key)
    hidden = [key for key, from_ in asked.take.items() if key not in records[from_]]
    if hidden:
        raise Invalid(problems=[FieldProblem(key, "fields.unknown") for key in hidden])
    return records


def _refuse_opening(
    tx: Tx,
    who: Who,
    form: Form,
    master: int,
    values: Mapping[str, Any],
    gone: Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> None:
    """Invalid where a value that is closed to the actor, or masked, would come into a field that is open to them.

    `gone`: id → the record as the actor reads it, and as it is stored.
    """
    seen = sight(tx, who.actor, form)
    closed = [
        key
        for key in values
        for shown, stored in gone.values()
        if _says(stored.get(key)) and (not _says(shown.get(key)) or mask_in(shown.get(key)) is not None)
    ]
    opened = [key for key in dict.fromkeys(closed) if key in seen.fields and _is_open(tx, seen, key, master)]
    if opened:
        raise Invalid(problems=[FieldProblem(key, "merge.closed") for key in opened])


def _is_open(tx: Tx, seen: Visible, key: str, id_: int) -> bool:
    when = seen.when(key)
    here = [seen.of.c.id == id_, *([] if when is None else [when])]
    return tx.one(secure_select(seen, seen.of.c.id, where=here)) is not None


def _loaded(tx: Tx, who: Who, catalog: Catalog, form: Form, asked: Asked) -> dict[int, Row]:
    """All of them with every value, held until the end of the transaction; whoever is just saving something that
    points at one of them goes first."""
    ids = sorted((asked.master, *asked.gone))
    rows = [Row(Command("delete", id_), "delete", id_, given={*form.links, *form.details}) for id_ in ids]
    chunk = make_chunk(tx, who, form, catalog, rows)
    load_rows(chunk)
    for row in rows:
        if row.error is not None:
            raise row.error
    load_tables(chunk)
    return {row.id: row for row in rows if row.id is not None}


def _values(form: Form, asked: Asked, stored: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """What the record that stays gets, as JSON values."""
    values: dict[str, Any] = {}
    for bound in form.fields:
        if not _carried(bound):
            continue
        own, *others = (_told(form, bound, asked, stored[id_]) for id_ in (asked.master, *asked.gone))
        found = _merged(bound, asked, own, others)
        if found != bound.kind.dump(bound.definition, stored[asked.master].get(bound.key)):
            values[bound.key] = found
    return values


def _carried(bound: BoundField) -> bool:
    return bound.kind.stored and not bound.kind.computed and not bound.kind.distinct


def _told(form: Form, bound: BoundField, asked: Asked, stored: Mapping[str, Any]) -> Any:
    """A value as JSON; those who are merged do not point at each other any more."""
    value = stored.get(bound.key)
    if bound.operand in HANDLED and bound.target in (form.key, "*"):
        value = turned(form, bound.key, value, form.key, frozenset((asked.master, *asked.gone)), None)
    return bound.kind.dump(bound.definition, value)


def _merged(bound: BoundField, asked: Asked, own: Any, others: Sequence[Any]) -> Any:
    if bound.key in asked.take:
        return [own, *others][(asked.master, *asked.gone).index(asked.take[bound.key])]
    if bound.operand == "rows":  # all are kept, those of the others as new ones
        fresh = (
            {key: value for key, value in row.items() if key != "id"} for each in others for row in each or ()
        )
        return [*(own or ()), *fresh]
    if any(isinstance(each, list) for each in (own, *others)):
        things = (thing for each in (own, *others) for thing in each or ())
        return list({as_json(thing): thing for thing in things}.values())
    return own if _says(own) else next((each for each in others if _says(each)), own)


def _says(value: Any) -> bool:
    return not is_empty(value) and value != {}
