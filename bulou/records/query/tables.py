"""Relations to many and detail rows of a page: one query per field, titles by one query per form."""

from collections.abc import Sequence
from typing import Any

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import DetailForm, Form
from bulou.records.query.cells import Cell, bound_cell
from bulou.records.query.looked_up import add_looked_up
from bulou.records.query.model import Wanted
from bulou.records.query.secure import secure_select
from bulou.records.query.titles import reference, titles_of
from bulou.records.write.tables import links_of, rows_of


def add_tables(
    tx: Tx,
    seen: Visible,
    form: Form,
    catalog: Catalog,
    keys: Sequence[str],
    items: list[dict[str, Any]],
    zone: str,
) -> None:
    """Fill `keys` of `items`; [] where the field is not open on that record."""
    ids = [item["id"] for item in items]
    for key in keys if ids else ():
        open_ids = _open(tx, seen, key, ids)
        if key in form.links:
            _add_links(tx, seen, form, catalog, key, items, open_ids)
        else:
            _add_rows(tx, seen, catalog, form.details[key], items, open_ids, zone)


def _open(tx: Tx, seen: Visible, key: str, ids: list[int]) -> list[int]:
    when = seen.when(key)
    if when is None:
        return ids
    return [row[0] for row in tx.rows(secure_select(seen, seen.of.c.id, where=[seen.of.c.id.in_(ids), when]))]


def _add_links(
    tx: Tx, seen: Visible, form: Form, catalog: Catalog, key: str, items: list[dict[str, Any]], ids: list[int]
) -> None:
    target = form.by_key[key].target or ""
    found = links_of(tx, form.links[key], ids) if ids else {}
    wanted = Wanted({target: {id_ for targets in found.values() for id_ in targets}})
    titles = titles_of(tx, seen.actor, catalog, wanted)
    for item in items:
        item[key] = [reference(titles, target, id_) for id_ in found.get(item["id"], ())]


def _add_rows(
    tx: Tx,
    seen: Visible,
    catalog: Catalog,
    detail: DetailForm,
    items: list[dict[str, Any]],
    ids: list[int],
    zone: str,
) -> None:
    found = rows_of(tx, detail, ids) if ids else {}
    cells = [bound_cell(bound, bound.columns, zone) for bound in detail.kept]
    wanted = Wanted()
    for rows in found.values():
        for row in rows:
            for cell in cells:
                for form, id_ in cell.points(row[cell.key]) if cell.points else ():
                    wanted.add(form, id_)
    titles = titles_of(tx, seen.actor, catalog, wanted)
    for item in items:
        item[detail.key] = [_shown(cells, row, titles) for row in found.get(item["id"], ())]
    if detail.live:
        stored = [row for item in items for row in found.get(item["id"], ())]
        told = [row for item in items for row in item[detail.key]]
        add_looked_up(tx, seen, catalog, detail, stored, told)


def _shown(cells: Sequence[Cell], row: dict[str, Any], titles: Any) -> dict[str, Any]:
    answer = {"id": row["id"]}
    for cell in cells:
        stored = row[cell.key]
        if cell.told is not None:
            answer[cell.key] = cell.told(stored, titles)
        else:
            answer[cell.key] = cell.dump(stored) if cell.dump is not None else stored
    return answer
