"""Handovers as people see them: all of it for who may hand over, one's own part for who received."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from bulou.access.rights import may_manage_people
from bulou.db.tables.handover import handover
from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.protocols import Actor
from bulou.records.handover import ledger
from bulou.records.handover.asking import may_hand_over
from bulou.records.handover.contributed import possessions
from bulou.records.handover.ledger import Handover
from bulou.records.handover.planned import named, shown
from bulou.records.handover.undoing import may_take_back, undo_until, why_not
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles
from bulou.words import error_text

Json = dict[str, Any]
MOST = 200


def listed(tx: Tx, actor: Actor, *, person_id: int | None = None, limit: int = 50) -> list[Json]:
    """The newest: everybody's for administrators, for heads those of their people and their own doing. Forbidden."""
    c = handover.c
    if actor.forms is not None:  # a handover goes across forms, and so does its note
        raise Forbidden(action="handover", form="user")
    query = select(handover).order_by(c.id.desc()).limit(limit)
    if person_id is not None:
        query = query.where(c.person_id == person_id)
    if not may_manage_people(actor):
        query = query.where(or_(c.by == actor.person_id, c.person_id.in_(sorted(actor.reports))))
    return [_head(tx, actor, ledger.handover_of(row)) for row in tx.rows(query)]


def get(tx: Tx, actor: Actor, id_: int) -> Json:
    """One handover; NotFound for whom it does not concern. `part` is `all` or, for a receiver, `mine`."""
    found, part = _concerning(tx, actor, id_)
    told = {
        **_head(tx, actor, found),
        "part": part,
        "receivers": _receivers(tx, found, actor if part == "mine" else None),
    }
    if part == "mine":
        return {key: told[key] for key in MINE}
    result = found.result
    return {
        **told,
        "request": dict(found.request),
        "locked": _titled(tx, actor, result.get("locked", [])),
        "others": list(_others(tx, found)),
        "readable": result.get("readable", 0),
        "shares": len(result.get("shares", [])),
        "left_account": bool(result.get("left_account")),
        "late": result.get("late", 0),
        "error": _error(result.get("error"), actor.locale),
        "undone": _undone(tx, actor, found),
    }


def _error(error: Json | None, locale: str) -> Json | None:
    """Why nothing moved, in words: what is wrong part by part, where it is known."""
    if error is None:
        return None
    wrong = [error_text(each["code"], each.get("params"), locale) for each in error.get("problems") or ()]
    return {**error, "detail": " ".join(wrong) or error_text(error["code"], error.get("params"), locale)}


MINE = ("id", "person", "state", "by", "created_at", "done_at", "note", "part", "receivers")


def records(tx: Tx, actor: Actor, id_: int, form: Form, *, after: int = 0, to: int | None = None) -> Json:
    """`{items: [{id, title, owner}], next}`: what went, of one form, by id, as far as the reader may see it.

    A receiver is shown what is theirs now.
    """
    found, part = _concerning(tx, actor, id_)
    to = actor.person_id if part == "mine" else to
    seen = sight(tx, actor, form)
    c = seen.of.c
    went = select(batch_row.c.record_id).where(
        batch_row.c.batch_id == found.batch_id, batch_row.c.form == form.key
    )
    where = [c.id > after, c.id.in_(went)]
    if to is not None and form.owned:
        where.append(c.owner == to)
    owner = c.owner if form.owned else c.created_by
    rows = tx.rows(secure_select(seen, c.id, owner, where=where).order_by(c.id).limit(MOST + 1))
    known = titles(tx, actor, form, [row[0] for row in rows[:MOST]])
    items = [
        {"id": row[0], "title": known[row[0]], "owner": named(tx, row[1]) if form.owned else None}
        for row in rows[:MOST]
    ]
    return {"items": items, "next": rows[MOST - 1][0] if len(rows) > MOST else None}


def _concerning(tx: Tx, actor: Actor, id_: int) -> tuple[Handover, str]:
    found = ledger.found(tx, id_)
    if actor.forms is not None:
        raise NotFound(what="handover", id=id_)
    if may_hand_over(actor, found.person_id) or found.by == actor.person_id:
        return found, "all"
    received = {to for some in found.result.get("moved", {}).values() for to in some}
    if found.state in (ledger.DONE, ledger.UNDOING) and str(actor.person_id) in received:
        return found, "mine"
    raise NotFound(what="handover", id=id_)


def _head(tx: Tx, actor: Actor, found: Handover) -> Json:
    reason = why_not(tx, found) if may_take_back(actor, found) else "not_yours"
    return {
        "id": found.id,
        "person": named(tx, found.person_id),
        "state": found.state,
        "by": named(tx, found.by),
        "created_at": found.created_at,
        "done_at": found.done_at,
        "undone_at": found.undone_at,
        "job": found.undo_job if found.state == ledger.UNDOING else found.job_id,
        "ending": found.request.get("ending"),
        "note": found.request.get("note") or None,
        "total": found.result.get("total", 0),
        "batch": found.batch_id,
        "undo": {
            "possible": reason is None,
            "reason": reason,
            "until": undo_until(found) if found.done_at else None,
        },
    }


def _receivers(tx: Tx, found: Handover, only: Actor | None) -> list[Json]:
    catalog = catalogs.load(tx)
    by: dict[str, dict[str, int]] = defaultdict(dict)
    for key, some in found.result.get("moved", {}).items():
        for to, count in some.items():
            by[to][key] = count
    return [
        {
            "person": named(tx, int(to)) if to else None,
            "total": sum(forms.values()),
            "forms": [
                {"form": key, "label": _label(catalog.get(key), key), "count": forms[key]}
                for key in shown(catalog, forms)
            ],
        }
        for to, forms in sorted(by.items(), key=lambda pair: (not pair[0], -sum(pair[1].values())))
        if only is None or to == str(only.person_id)
    ]


def _label(form: Form | None, key: str) -> dict[str, str]:
    return dict(form.definition.plural or form.definition.label) if form else {"zh-CN": key, "en-US": key}


def _others(tx: Tx, found: Handover) -> Iterator[Json]:
    for key, some in found.result.get("others", {}).items():
        kind = possessions.get(key)
        yield {
            "key": key,
            "label": dict(kind.label) if kind else {},
            "to": named(tx, found.request.get("others")),
            "items": [each["label"] for each in some],
        }


def _undone(tx: Tx, actor: Actor, found: Handover) -> Json | None:
    undone = found.result.get("undone")
    if undone is None:
        return None
    labels = {key: dict(kind.label) for key in undone["others_left"] if (kind := possessions.get(key))}
    left = [
        {"key": key, "label": labels.get(key, {}), "items": some}
        for key, some in undone["others_left"].items()
    ]
    return {
        **{key: undone[key] for key in ("restored", "left", "enabled", "shares_left")},
        "by": named(tx, found.undone_by),
        "items": _titled(tx, actor, undone["items"]),
        "others_left": left,
    }


def _titled(tx: Tx, actor: Actor, items: list[Json]) -> list[Json]:
    by_form: dict[str, list[int]] = defaultdict(list)
    for each in items:
        by_form[each["form"]].append(each["id"])
    catalog = catalogs.load(tx)
    known = {key: titles(tx, actor, form, ids) for key, ids in by_form.items() if (form := catalog.get(key))}
    return [{**each, "title": known.get(each["form"], {}).get(each["id"])} for each in items]
