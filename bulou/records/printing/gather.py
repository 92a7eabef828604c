"""Records as printing needs them: read through what the reader may see, every value as text and as what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bulou.access.visible import Visible, require
from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.expr.conditions import UnknownField
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.forms.lookups import shown_as
from bulou.kit.protocols import Actor
from bulou.records.errors import RecordNotFound
from bulou.records.files.kinds import IMAGES
from bulou.records.files.store import place_of
from bulou.records.printing.errors import PrintTooLarge
from bulou.records.printing.limits import MOST_ROWS, PICTURES
from bulou.records.printing.shown import currency_of, plain, raw_of, said, said_system
from bulou.records.query.cells import layout
from bulou.records.query.looked_up import open_columns
from bulou.records.query.masks import mask_in
from bulou.records.query.pages import asked, shown
from bulou.records.query.secure import secure_select, sight

Json = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """What is printed of one record: `values` by path and `rows` by detail table, each value `{t, r, p, c}`; `columns`:
    those of each detail table that the reader knows."""

    id: int
    title: str
    values: Mapping[str, Json]
    rows: Mapping[str, Sequence[Mapping[str, Json]]]
    columns: Mapping[str, Sequence[BoundField]]


def papers(
    tx: Tx, actor: Actor, form: Form, ids: Sequence[int], paths: Sequence[str], files: Path
) -> list[Paper]:
    """The records in the order of `ids`, with what `paths` reach beyond them. RecordNotFound for any not seen.

    Asks for fields as the record page does: what may not be read is not in the answer.
    """
    require(actor, form.key, "print")
    seen = sight(tx, actor, form, "print")
    own = [
        *asked(seen, form, None, masks=True),
        *(key for key in (*form.links, *form.details) if key in seen.fields),
    ]
    far = [path for path in dict.fromkeys(paths) if "." in path and _reachable(seen, form, path)]
    keys = [*own, *far]
    plan = layout(seen, form, keys, seen.context.zone, masks=True)
    rows = tx.rows(secure_select(seen, *plan.columns, where=[seen.of.c.id.in_(ids)]))
    items = {item["id"]: item for item in shown(tx, seen, form, plan, rows, keys)}
    for id_ in ids:
        if id_ not in items:
            raise RecordNotFound(form=form.key, id=id_)
    if sum(len(item.get(key) or ()) for item in items.values() for key in form.details) > MOST_ROWS:
        raise PrintTooLarge(what="rows")
    context = CellContext(locale=actor.locale, zone=seen.context.zone)
    pictures = _pictures(tx, form, items.values(), files)
    columns = {key: open_columns(actor, detail) for key, detail in form.details.items()}
    return [_paper(form, items[id_], keys, context, pictures, columns) for id_ in ids]


def _reachable(seen: Visible, form: Form, path: str) -> bool:
    try:
        layout(seen, form, [path], seen.context.zone)
    except UnknownField:
        return False
    return True


def _paper(
    form: Form,
    item: Json,
    keys: Sequence[str],
    context: CellContext,
    pictures: Mapping[int, str],
    columns: Mapping[str, Sequence[BoundField]],
) -> Paper:
    values: dict[str, Json] = {"id": {"t": str(item["id"]), "r": item["id"]}}
    rows: dict[str, list[Json]] = {}
    for key in keys:
        if key in form.details:
            rows[key] = [
                {
                    each.key: _value(shown_as(each), row.get(each.key), context, pictures)
                    for each in columns[key]
                }
                for row in item.get(key) or ()
            ]
            continue
        bound = bound_at(form, key)
        if bound is not None:
            values[key] = _value(bound, item.get(key), context, pictures)
        elif not key.startswith("_") and key != "version":
            values[key] = said_system(form_at(form, key), key.split(".")[-1], item.get(key), context)
    title = item.get("_title") if "_title" in item else item.get("title")
    text = plain(str(title or ""))
    return Paper(item["id"], text, {**values, "record_title": {"t": text, "r": text}}, rows, columns)


def _value(bound: BoundField, value: Any, context: CellContext, pictures: Mapping[int, str]) -> Json:
    if (mask := mask_in(value)) is not None:
        return {"t": mask, "r": mask}
    made: Json = {"t": said(bound, value, context), "r": raw_of(bound, value)}
    if bound.behaves.key == "money":
        made["c"] = currency_of(bound, value)
    if bound.operand == "file" and value:
        made["p"] = [pictures[each["id"]] for each in value if each["id"] in pictures]
    return made


def form_at(form: Form, path: str) -> Form:
    """The form at the end of a path that the layout has accepted."""
    there = form
    for step in path.split(".")[:-1]:
        found = there.relation(step)
        assert found is not None
        there = found
    return there


def bound_at(form: Form, path: str) -> BoundField | None:
    """The field at the end of a path, a lookup being what it shows; None for a system column."""
    found = form_at(form, path).get(path.split(".")[-1])
    return shown_as(found) if found is not None else None


def _pictures(tx: Tx, form: Form, items: Any, folder: Path) -> Mapping[int, str]:
    """File id → where its content lies, of the pictures in fields that were read."""
    ids: list[int] = []
    for item in items:
        tables = [(form.details[key].fields, item.get(key) or ()) for key in form.details]
        for fields, rows in ((form.fields, [item]), *tables):
            holding = [each.key for each in fields if each.operand == "file"]
            ids += [each["id"] for row in rows for key in holding for each in row.get(key) or ()]
    if not ids:
        return {}
    c = file.c
    query = select(c.id, c.sha256).where(c.id.in_(ids[:PICTURES]), c.type.in_(IMAGES), c.deleted_at.is_(None))
    return {id_: str(place_of(folder.absolute(), sha)) for id_, sha in tx.rows(query)}
