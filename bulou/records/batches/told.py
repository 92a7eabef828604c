"""Batches as people see them: what was done, what was refused and why, whether it can be taken back."""

from typing import Any

from sqlalchemy import select

from bulou.db.tables.records import batch, batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.batches import ledger
from bulou.records.batches.undoing import may_see, undo_until, why_not
from bulou.records.query.model import Wanted
from bulou.records.query.titles import titles_of

MOST_RESULTS = 500
INSIDE = (
    "results",
    "options",
    "retired",
    "twins_met",
    "team",
    "team_left",
)  # of a summary: told elsewhere, or kept for the undo only


def get(tx: Tx, actor: Actor, id_: int) -> dict[str, Any]:
    """`{id, kind, form, state, summary, results: [{form, id, title, ok, code, params, fields}], twins, undo}`: refusals
    first, then what was done, 500 in all. NotFound for others than whoever ran it and administrators."""
    found = ledger.found(tx, id_)
    if not may_see(actor, found):
        raise NotFound(what="batch", id=id_)
    answer = _head(tx, found)
    refused = [{"form": found.form, **each, "ok": False} for each in found.summary.get("results", [])]
    c = batch_row.c
    query = select(c.form, c.record_id, c.action).where(c.batch_id == id_).order_by(c.form, c.record_id)
    room = max(0, MOST_RESULTS - len(refused))
    done = [
        {"form": row[0], "id": row[1], "ok": True, "code": row[2], "params": {}, "fields": []}
        for row in tx.rows(query.limit(room))
    ]
    answer["results"] = _titled(tx, actor, [*refused, *done][:MOST_RESULTS])
    answer["twins"] = _twins(tx, actor, found)
    return answer


def _twins(tx: Tx, actor: Actor, found: ledger.Batch) -> list[dict[str, Any]]:
    """`{form, id, title, label, twin: {form, id, title}}` of the records that may be there already; of a twin out of
    sight only that there is one."""
    kept = found.summary.get("twins_met", [])
    form = catalogs.load(tx).get(found.form or "")
    labels = {key.key: dict(key.label) for key in form.definition.duplicates} if form is not None else {}
    own = _titled(tx, actor, [{"form": found.form, "id": each["id"]} for each in kept])
    others = _titled(tx, actor, [{"form": each["form"], "id": each["twin"]} for each in kept])
    for each in others:
        each["id"] = each["id"] if each["title"] is not None else None
    return [
        {**mine, "label": labels.get(each["key"], {}), "twin": twin}
        for each, mine, twin in zip(kept, own, others, strict=True)
    ]


def listed(tx: Tx, actor: Actor, *, limit: int = 50) -> list[dict[str, Any]]:
    """The newest batches of the actor; everybody's for administrators."""
    query = select(batch).order_by(batch.c.id.desc()).limit(limit)
    if not (actor.admin or actor.is_system):
        query = query.where(batch.c.by == actor.person_id)
    if actor.forms is not None:
        query = query.where(batch.c.form.in_(sorted(actor.forms)))
    return [_head(tx, ledger.batch_of(row)) for row in tx.rows(query)]


def _head(tx: Tx, found: ledger.Batch) -> dict[str, Any]:
    reason = why_not(tx, found)
    return {
        "id": found.id,
        "kind": found.kind,
        "form": found.form,
        "state": found.state,
        "summary": {key: value for key, value in found.summary.items() if key not in INSIDE},
        "created_at": found.created_at,
        "ended_at": found.ended_at,
        "by": found.by,
        "job": found.job_id,
        "undo_of": found.undo_of,
        "undone_by": found.undone_by,
        "undo": {"possible": reason is None, "reason": reason, "until": undo_until(found)},
    }


def _titled(tx: Tx, actor: Actor, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wanted = Wanted()
    for each in results:
        if each["id"] is not None:
            wanted.add(each["form"], each["id"])
    titles = titles_of(tx, actor, catalogs.load(tx), wanted)
    for each in results:
        found = titles.get((each["form"], each["id"]))
        each["title"] = found.title if found is not None else None
    return results
