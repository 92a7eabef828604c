"""One notice in words: title, detail and link, as its reader may know them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.people.register import register
from bulou.records.merging.leading import leads_to
from bulou.records.notices import places
from bulou.records.notices.days import worded
from bulou.records.query.one import sees
from bulou.records.query.titles import titles
from bulou.words import sentence

TEMPLATE, TWIN, WITHHELD = "template", "twin", "…"


@dataclass(frozen=True)
class Said:
    """A notice for one reader. `withheld`: it is about a record that they may not see (any more)."""

    title: str
    detail: str | None
    link: str | None
    record: str | None
    body: Mapping[str, Any]
    withheld: bool


def said(tx: Tx, reader: Actor, row: Any, locale: str) -> Said:
    """A row of `notification` in words."""
    body = orjson.loads(row.body)
    form = catalogs.load(tx).get(row.form) if row.form else None
    id_ = _about(tx, reader, row, form)
    if row.form and row.record_id is not None and id_ is None:
        exact = sentence(f"notice.{row.kind}.withheld", {}, locale)
        title = exact or sentence("notice.withheld", {}, locale) or WITHHELD
        return Said(title, None, None, None, {}, True)
    name = _record(tx, reader, form, id_)
    if TWIN in body:
        body = {**body, TWIN: _twin(tx, reader, body[TWIN])}
    said_of = worded(body, locale, reader.zone, tx.now)
    title, detail = _title(tx, row, said_of, form, name, locale), body.get("detail")
    if TEMPLATE in body and form is not None and id_ is not None:
        title = places.filled(tx, reader, form, id_, str(body[TEMPLATE]), locale)
    elif TEMPLATE in body:
        title = str(body[TEMPLATE])
    shown = {key: value for key, value in body.items() if key not in (TEMPLATE, TWIN)}
    return Said(title, detail, body.get("link") or _link(row, id_, body), name, shown, False)


def _about(tx: Tx, reader: Actor, row: Any, form: Form | None) -> int | None:
    """The record that it is about, in the bin, too, or what that was merged into; None where neither may be seen:
    what was said of a record is that record's, and tells nothing to whom it is closed."""
    if form is None or row.record_id is None:
        return None
    id_ = int(row.record_id)
    if sees(tx, reader, form, id_):
        return id_
    return leads_to(tx, reader, form, id_) or (id_ if sees(tx, reader, form, id_, deleted=True) else None)


def _title(
    tx: Tx, row: Any, body: Mapping[str, Any], form: Form | None, name: str | None, locale: str
) -> str:
    """The sentence of the notice: the most exact one the catalogue has, the bare kind if it has none."""
    code = f"notice.{row.kind}"
    exact = f"{code}.{body['what']}" if "what" in body else f"{code}.partly"
    wanted = [exact, code] if "what" in body or body.get("failed") or body.get("left") else [code]
    if TWIN in body and body[TWIN] is None:
        wanted = [f"{code}.unseen"]
    if _late(row):
        wanted = [f"{code}.late", code]
    if name:  # of several records there is a number, of one its name
        wanted = [f"{code}.one", *wanted]
    by = register(tx).people.get(body["by"]) if isinstance(body.get("by"), int) else None
    named = {
        **body,
        "who": by.name if by is not None else sentence("notice.someone", {}, locale) or "",
        "form": say(form.definition.label, locale) if form else "",
        "record": name or "",
    }
    return next((text for each in wanted if (text := sentence(each, named, locale))), row.kind)


def _late(row: Any) -> bool:
    """Whether a reminder came when its moment had come, or was over: the product may have stood still."""
    at = orjson.loads(row.body).get("at")
    return row.kind == "task.reminder" and isinstance(at, str) and at <= row.at


def _twin(tx: Tx, reader: Actor, twin: Mapping[str, Any]) -> str | None:
    """The title of a record that may be the same; None where the reader may not see it."""
    form = catalogs.load(tx).get(twin["form"])
    return None if form is None else titles(tx, reader, form, [twin["id"]])[twin["id"]]


def _record(tx: Tx, reader: Actor, form: Form | None, id_: int | None) -> str | None:
    if form is None or id_ is None:
        return None
    return titles(tx, reader, form, [id_])[id_] or f"#{id_}"


def _link(row: Any, id_: int | None, body: Mapping[str, Any]) -> str | None:
    if row.form and id_:
        return f"/f/{row.form}/{id_}"
    if body.get("import"):
        return f"/imports/{body['import']}"
    if row.kind == "export.done":
        return f"/api/exports/{body['job']}/file"
    return f"/batches/{body['batch']}" if body.get("batch") else None
