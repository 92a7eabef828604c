"""Splitting: what a merge did is taken back, as far as nobody has changed it since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import delete, select

from bulou.access.visible import require
from bulou.db.tables.records import batch, batch_row, history
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden, NotFound
from bulou.people import audit
from bulou.records.batches import ledger
from bulou.records.batches.revert import Done, image_value, revert
from bulou.records.errors import NotUndoable
from bulou.records.merging import hanging
from bulou.records.pushing import links
from bulou.records.query.one import may_read
from bulou.records.query.secure import secure_select, sight
from bulou.records.write import Who
from bulou.records.write.chunks import make_chunk
from bulou.records.write.load import load_rows
from bulou.records.write.model import Command, Row
from bulou.records.write.save import put_back
from bulou.records.write.tables import load_tables
from bulou.records.write.trail import as_json

KIND = "merge"
STEP = 500
MOST = 200  # merges of one record that are told


def merges_of(tx: Tx, form: Form, master: int) -> list[dict[str, Any]]:
    """The merges that went into a record and were not split yet, the newest first: `{batch, at, by, gone}`."""
    into = (
        orjson.dumps({"master": master}).decode().removesuffix("}")
    )  # what the request of `merge` begins with
    query = (
        select(batch.c.id, batch.c.created_at, batch.c.by, batch.c.request)
        .join(batch_row, batch_row.c.batch_id == batch.c.id)
        .where(batch.c.kind == KIND, batch.c.state == "done", batch.c.undone_by.is_(None))
        .where(batch_row.c.form == form.key, batch_row.c.action == "deleted", batch.c.form == form.key)
        .where(batch.c.request.startswith(f"{into},", autoescape=True))
    )
    return [
        {
            "batch": row.id,
            "at": row.created_at,
            "by": row.by,
            "gone": orjson.loads(row.request)["gone"],
        }
        for row in tx.rows(query.distinct().order_by(batch.c.id.desc()).limit(MOST))
    ]


def split(tx: Tx, who: Who, form: Form, master: int, batch_id: int) -> dict[str, Any]:
    """`{batch, back, left}`: the records that are there again, and how many others were changed since and stay as they
    are. A value that somebody changed after the merge stays; NotUndoable (`twin`) where a record cannot come back
    because of a key that blocks; NotFound where no such merge went into the record."""
    require(who.actor, form.key, "change")
    require(who.actor, form.key, "delete")
    may_read(tx, who.actor, form, master)
    ledger.lock(tx, batch_id)
    old = ledger.found(tx, batch_id)
    if old.kind != KIND or old.form != form.key or old.request["master"] != master:
        raise NotFound(what="batch", id=batch_id)
    if old.undone_by is not None:
        raise NotUndoable(reason="undone", id=batch_id)
    _need_rights(tx, who, form, master, old.request["gone"])
    catalog = catalogs.load(tx)
    new = ledger.begin(tx, "undo", form.key, {"batch": batch_id}, who.person_id, undo_of=batch_id)
    product = replace(who, batch_id=new, trusted=True)
    left = _give_back(tx, product, catalog, form, [master], batch_id)
    _bring_back(tx, product, catalog, form, old.request["gone"], batch_id)
    left += _turn_back(tx, product, catalog, form, master, batch_id)
    hanging.back(tx, form.key, master, old.summary.get("moved", {}))
    links.point_back(tx, form.key, master, old.summary.get("pushed", []))
    tx.execute(delete(share).where(share.c.id.in_(old.summary.get("team", []))))
    ledger.change(tx, batch_id, undone_by=new)
    ledger.end(tx, new, "done", {"restored": len(old.request["gone"]), "left": left})
    detail = {"back": old.request["gone"], "batch": new, "left": left}
    audit.write(tx, who.actor, "record.split", form=form.key, record_id=master, detail=detail)
    return {"batch": new, "back": list(old.request["gone"]), "left": left}


def _need_rights(tx: Tx, who: Who, form: Form, master: int, gone: Sequence[int]) -> None:
    """Forbidden unless the actor may change the one that stayed, and bring the others back: these very records."""
    c = form.table.c
    for action, ids in (("change", [master]), ("delete", list(gone))):
        seen = sight(tx, who.actor, form, action)
        there = {
            row[0] for row in tx.rows(select(c.id).where(c.id.in_(ids)))
        }  # visible: compared with what is open
        for deleted in (False, True):
            open_ = secure_select(seen, seen.of.c.id, where=[seen.of.c.id.in_(ids)], deleted=deleted)
            there -= {row[0] for row in tx.rows(open_)}
        if there:
            raise Forbidden(action=action, form=form.key)


def _bring_back(tx: Tx, who: Who, catalog: Catalog, form: Form, gone: Sequence[int], batch_id: int) -> None:
    c = batch_row.c
    query = select(c.record_id, c.before, c.version_after).where(
        c.batch_id == batch_id, c.form == form.key, c.action == "deleted", c.record_id.in_(gone)
    )
    done = [
        Done(form.key, row[0], "deleted", orjson.loads(row[1]) if row[1] else {}, row[2])
        for row in tx.rows(query)
    ]
    result = revert(tx, who, catalog, batch_id, form, done)
    if len(result.back) < len(gone):
        twin = "fields.taken" in result.left.values()
        raise NotUndoable(reason="twin" if twin else "changed", id=batch_id)


def _turn_back(tx: Tx, who: Who, catalog: Catalog, form: Form, master: int, batch_id: int) -> int:
    """What points at the record that stayed points where it did."""
    c, left = batch_row.c, 0
    query = select(c.form, c.record_id).where(c.batch_id == batch_id, c.action == "changed")
    by_form: dict[str, list[int]] = {}
    for key, id_ in tx.rows(query.order_by(c.form, c.record_id)):
        if (key, id_) != (form.key, master) and key in catalog:
            by_form.setdefault(key, []).append(id_)
    for key, ids in by_form.items():
        for start in range(0, len(ids), STEP):
            left += _give_back(tx, who, catalog, catalog[key], ids[start : start + STEP], batch_id)
    return left


def _give_back(tx: Tx, who: Who, catalog: Catalog, form: Form, ids: Sequence[int], batch_id: int) -> int:
    """Put the values back that are still what the batch wrote; how many values stay as somebody made them since."""
    written = _written(tx, form, ids, batch_id)
    rows = [
        Row(Command("change", id_), "change", id_, given=set(changes)) for id_, changes in written.items()
    ]
    if not rows:
        return 0
    chunk = make_chunk(tx, who, form, catalog, rows)
    load_rows(chunk)
    chunk.rows = rows = [row for row in rows if "version" in row.before]
    for row in rows:
        row.error = None
    load_tables(chunk)
    left = 0
    for row in rows:
        for key, (before, after) in written[row.id or 0].items():
            if as_json(row.before.get(key)) == as_json(after):
                row.after[key] = image_value(before)
            else:
                left += 1
    put_back(chunk, [row for row in rows if row.after])
    return left


def _written(
    tx: Tx, form: Form, ids: Sequence[int], batch_id: int
) -> Mapping[int, dict[str, tuple[Any, Any]]]:
    """Record → field → (what stood there before the batch, what it wrote last)."""
    c = history.c
    query = select(c.record_id, c.changes).where(
        c.form == form.key, c.record_id.in_(ids), c.batch_id == batch_id, c.action.in_(("changed", "merged"))
    )
    known = {*form.by_key, *form.system}
    found: dict[int, dict[str, tuple[Any, Any]]] = {}
    for id_, changes in tx.rows(query.order_by(c.id)):
        mine = found.setdefault(id_, {})
        for key, (before, after) in orjson.loads(changes).items():
            if key in known:
                mine[key] = (mine[key][0] if key in mine else before, after)
    return found
