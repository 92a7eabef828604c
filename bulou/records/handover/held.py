"""Everything a person has, before anything is done about it: records by form and stage, and every other kind."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from bulou.access.rights import may_manage_people
from bulou.db.tables.people import department, person
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.money import from_scaled
from bulou.kit.protocols import Actor
from bulou.records.handover.allot import giving_sight
from bulou.records.handover.asking import may_replace, require_giver
from bulou.records.handover.contributed import in_order
from bulou.records.handover.places import Place, places
from bulou.records.handover.planned import amount_of, figure_of
from bulou.records.handover.traces import traces
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles
from bulou.records.write.handing import OWNER

Json = dict[str, Any]
SAMPLES = 3
MOST_ITEMS = 100


def held(tx: Tx, actor: Actor, person_id: int) -> Json:
    """`{person, forms: [{form, label, count, sum, stages, samples, binned}], fields, others, traces}`; `fields` as
    forms, with `path`.

    NotYours, PersonNotFound. Heads are told of records they may assign, administrators of everything.
    """
    require_giver(tx, actor, person_id)
    forms, fields = list[Json](), list[Json]()
    for form in sorted(catalogs.load(tx), key=lambda each: (each.definition.position, each.key)):
        for place in places(form) if not form.read_only else ():
            told = _place(tx, actor, place, person_id) if may_replace(tx, actor, place) else None
            if told is not None:
                (forms if place.key == OWNER else fields).append(told)
    return {
        "person": _person(tx, person_id),
        "forms": forms,
        "fields": fields,
        "others": list(_others(tx, actor, person_id)),
        "traces": traces(tx, person_id),
    }


def _person(tx: Tx, person_id: int) -> Json:
    c = person.c
    query = select(c.id, c.name, c.account, c.state, c.department_id, department.c.name.label("place"))
    row = tx.one(query.outerjoin(department, department.c.id == c.department_id).where(c.id == person_id))
    home = {"id": row.department_id, "title": row.place} if row.department_id else None
    return {"id": row.id, "name": row.name, "account": row.account, "state": row.state, "department": home}


def _place(tx: Tx, actor: Actor, place: Place, person_id: int) -> Json | None:
    form, seen = place.form, giving_sight(tx, actor, place.form)
    knows = sight(tx, actor, form)
    figure = figure_of(knows, form)
    c = form.table.c
    columns = [func.count(), func.sum(amount_of(knows, figure)) if figure is not None else func.count()]
    stage = [c.stage] if form.staged else []
    where = [place.names(person_id)]
    query = secure_select(seen, *columns, *stage, where=where)
    rows = tx.rows(query.group_by(*stage) if stage else query)
    count = sum(row[0] for row in rows)
    binned = (
        tx.value(secure_select(seen, func.count(), where=where, deleted=True)) if place.key == OWNER else 0
    )
    if not (count or binned):
        return None
    ids = [
        row[0] for row in tx.rows(secure_select(seen, c.id, where=where).order_by(c.id.desc()).limit(SAMPLES))
    ]
    scale = figure.scale if figure is not None else 0
    told = {
        "form": form.key,
        "label": dict(form.definition.plural or form.definition.label),
        "count": count,
        "binned": binned or 0,
        "sum": {"field": figure.key, "value": from_scaled(int(sum(row[1] or 0 for row in rows)), scale)}
        if figure
        else None,
        "stages": list(_stages(form, rows, scale, figure is not None)) if stage else [],
        "samples": [{"id": id_, "title": title} for id_, title in titles(tx, actor, form, ids).items()],
    }
    if place.key == OWNER:
        return told
    field = dict(form.by_key[place.key].definition.label)
    return {**told, "path": place.path, "field": field, "always": place.always}


def _stages(form: Form, rows: Any, scale: int, summed: bool) -> Iterator[Json]:
    by = {row[2]: row for row in rows}
    for stage in form.stages.values():
        row = by.get(stage.key)
        if row is not None:
            value = from_scaled(int(row[1] or 0), scale) if summed else None
            yield {
                "stage": stage.key,
                "label": dict(stage.label),
                "type": stage.type,
                "count": row[0],
                "sum": value,
            }


def _others(tx: Tx, actor: Actor, person_id: int) -> Iterator[Json]:
    """Every other kind; a head is not told of them: they are the administrators' business."""
    for kind in in_order() if may_manage_people(actor) else ():
        items = kind.held(tx, person_id) if kind.held is not None else []
        if items:
            yield {
                "key": kind.key,
                "label": dict(kind.label),
                "fate": kind.fate,
                "warns": kind.warns,
                "count": len(items),
                "items": [item.json for item in items[:MOST_ITEMS]],
            }
