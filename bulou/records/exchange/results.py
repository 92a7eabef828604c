"""What a figure of a result counts: rows of the file with the records they became, or what the import made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select

from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import PEOPLE
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.batches import ledger
from bulou.records.exchange import refusal_workbook
from bulou.records.exchange.meaning.plan import OWNER
from bulou.records.exchange.running import counts, refusals
from bulou.records.exchange.running.rows import (
    CELL,
    CONFLICT,
    CREATED,
    LINK,
    NOTE,
    OUTCOMES,
    ROW,
    SKIPPED,
    TWIN,
    UNCHANGED,
    UPDATED,
    Refusal,
)
from bulou.records.exchange.store import Import
from bulou.records.query.model import Wanted
from bulou.records.query.titles import titles_of

Json = dict[str, Any]
Page = tuple[list[Json], int | None]


def page(tx: Tx, actor: Actor, run: Import, outcome: str, after: int, limit: int) -> Json:
    """`{outcome, total, items: [{id, sheet, row, column, raw, code, text, rows, record}], next}`: `total` is the
    figure, `rows` how many of it a line stands for, `record` `{form, id, title}` as far as `actor` may see it.
    NotFound for a figure that no result has."""
    open_ = _OPEN.get(outcome)
    if open_ is None:
        raise NotFound(what="outcome", id=outcome)
    tally = counts.from_json(run.progress.get("counts")).json()
    items, following = open_(tx, actor, run, after, limit)
    _title(tx, actor, items)
    return {"outcome": outcome, "total": tally[outcome], "items": items, "next": following}


def _lines(
    levels: Sequence[str],
    wanted: Callable[[Refusal], bool],
    tx: Tx,
    actor: Actor,
    run: Import,
    after: int,
    limit: int,
) -> Page:
    """What the run wrote down of rows; a page may hold fewer lines than were asked for."""
    found = refusals.read(tx, run.id, after=after, limit=limit, levels=levels)
    names = refusal_workbook.Names(tx)
    items = [_line(run, id_, each, names, actor.locale) for id_, each in found if wanted(each)]
    return items, found[-1][0] if len(found) == limit else None


def _line(run: Import, id_: int, each: Refusal, names: refusal_workbook.Names, locale: str) -> Json:
    told = each.level not in OUTCOMES
    record = each.params.get("id")
    return {
        "id": id_,
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
        "raw": each.raw,
        "code": each.code,
        "text": refusal_workbook.named_reason(each, names, locale) if told else None,
        "rows": each.params.get("rows", 1),
        "record": {"form": run.form, "id": record} if isinstance(record, int) else None,
    }


def _made(
    wanted: Callable[[str, str], bool], tx: Tx, actor: Actor, run: Import, after: int, limit: int
) -> Page:
    """Records that were made because rows name them, by the batch's own list; `after` counts them."""
    c = batch_row.c
    mine = (c.batch_id == run.batch_id, c.action == "created")
    forms = [row[0] for row in tx.rows(select(c.form).where(*mine).distinct()) if wanted(row[0], run.form)]
    query = select(c.form, c.record_id).where(*mine, c.form.in_(forms)).order_by(c.form, c.record_id)
    rows = tx.rows(query.offset(after).limit(limit)) if run.batch_id is not None else []
    items = [
        {**_BARE, "id": after + at, "record": {"form": row[0], "id": row[1]}}
        for at, row in enumerate(rows, 1)
    ]
    return items, after + limit if len(items) == limit else None


_BARE: Json = {
    "sheet": None,
    "row": None,
    "column": None,
    "raw": None,
    "code": "row.created",
    "text": None,
    "rows": 1,
    "record": None,
}


def _people(tx: Tx, actor: Actor, run: Import, after: int, limit: int) -> Page:
    """People made because rows name them; a list of people tells its own apart."""
    items, following = _made(lambda form, _own: form == PEOPLE, tx, actor, run, after, limit)
    if run.form == PEOPLE:
        own = {each.params.get("id") for each in refusals.all_of(tx, run.id, levels=(CREATED,))}
        items = [each for each in items if each["record"]["id"] not in own]
    return items, following


def _options(tx: Tx, actor: Actor, run: Import, after: int, limit: int) -> Page:
    """Options that were added, by the name of their field."""
    form = catalogs.load(tx).get(run.form)
    made = ledger.found(tx, run.batch_id).summary.get("options", {}) if run.batch_id is not None else {}
    found: list[Json] = []
    for key, options in made.items():
        bound = form.get(key) if form else None
        labels = {each.key: each.label for each in getattr(bound.options, "choices", ())} if bound else {}
        heading = _said(bound.definition.label, actor.locale) if bound else key
        for option in options:
            found.append(
                {**_BARE, "column": heading, "raw": _said(labels.get(option, {}), actor.locale) or option}
            )
    items = [{**each, "id": at} for at, each in enumerate(found, 1)][after : after + limit]
    return items, after + limit if after + limit < len(found) else None


def _said(words: Mapping[str, str], locale: str) -> str:
    return words.get(locale) or next(iter(words.values()), "")


def _title(tx: Tx, actor: Actor, items: Iterable[Json]) -> None:
    """Titles of the records; nothing of those that may not be seen."""
    shown = [each for each in items if each["record"] is not None]
    wanted = Wanted()
    for each in shown:
        wanted.add(each["record"]["form"], each["record"]["id"])
    titles = titles_of(tx, actor, catalogs.load(tx), wanted)
    for each in shown:
        record = each["record"]
        title = titles[record["form"], record["id"]].title
        each["record"] = {**record, "title": title} if title is not None else None


def _any(_each: Refusal) -> bool:
    return True


def _of_owner(each: Refusal) -> bool:
    return each.level == LINK and each.params.get("field") == OWNER


_OPEN: Mapping[str, Callable[[Tx, Actor, Import, int, int], Page]] = {
    "created": partial(_lines, (CREATED,), _any),
    "updated": partial(_lines, (UPDATED,), _any),
    "unchanged": partial(_lines, (UNCHANGED,), _any),
    "skipped": partial(_lines, (SKIPPED,), _any),
    "twins": partial(_lines, (TWIN,), _any),
    "conflicts": partial(_lines, (CONFLICT,), _any),
    "rows_refused": partial(_lines, (ROW,), _any),
    "cells_partly": partial(_lines, (NOTE,), _any),
    "cells_refused": partial(_lines, (CELL, LINK), lambda each: not _of_owner(each)),
    "owners_unknown": partial(_lines, (LINK,), _of_owner),
    "people_created": _people,
    "links_created": partial(_made, lambda form, own: form not in (PEOPLE, own)),
    "choices_created": _options,
}
