"""Printing as people use it: the records are read first, then filled and set apart, then the printing is audited."""

import base64
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson

from bulou.access.visible import may
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.people import audit
from bulou.people.directory import names
from bulou.records.printing import store
from bulou.records.printing.apart import ask
from bulou.records.printing.errors import TemplateBroken
from bulou.records.printing.gather import Paper, papers
from bulou.records.printing.layout import sheet_of, starter_of
from bulou.records.printing.placeholders import names_of, wrong_of
from bulou.records.printing.shown import printable
from bulou.records.printing.usage import PrintTemplates
from bulou.records.printing.wording import told
from bulou.words import sentence

__all__ = ["PrintTemplates", "Printed", "Ready", "Wanted", "make", "note", "prepare", "starter"]

Format = Literal["docx", "pdf", "preview"]
MOST_PAGES = 20  # of a preview
Json = dict[str, Any]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNNAMED = '<>:"/\\|?*'


@dataclass(frozen=True)
class Wanted:
    """What is to be printed. `template` None: the built-in layout."""

    form: str
    ids: tuple[int, ...]
    template: int | None
    format: Format


@dataclass(frozen=True)
class Ready:
    """Everything the printing process needs, and what the file will be called."""

    request: Json
    name: str
    label: str


@dataclass(frozen=True)
class Printed:
    """A file to hand out; `left_out`: drawings of the template that a PDF does not show."""

    data: bytes
    name: str
    type: str
    left_out: int


def prepare(tx: Tx, actor: Actor, wanted: Wanted, files: str) -> Ready:
    """Read the records as the actor may see them. NotFound, RecordNotFound, TemplateBroken.

    Those who configure the form may try templates that are not offered yet.
    """
    form = catalogs.load(tx)[wanted.form]
    locale = actor.locale
    found = store.one(tx, form.key, wanted.template) if wanted.template is not None else None
    if found is not None and not (found.enabled or may(actor, form.key, "configure")):
        raise NotFound(what="print template", id=found.id)
    paths = sorted({use.path for use in found.uses}) if found else []
    read = papers(tx, actor, form, wanted.ids, paths, Path(files))
    if found is not None:
        wrong = [*found.problems, *wrong_of(form, found.uses)]
        if wrong:
            raise TemplateBroken(problems=[told(each) for each in wrong])
    about = _about(tx, actor, locale)
    request: Json = {
        "do": "print",
        "format": wanted.format,
        "content": store.content_of(tx, found.id) if found else None,
        "names": names_of(form),
        "records": [printable(_record(form, paper, locale, about, built_in=found is None)) for paper in read],
    }
    label = say(found.label, locale) if found else ""
    return Ready(request, _name(form, read, label, about["today"], locale), label)


def _about(tx: Tx, actor: Actor, locale: str) -> dict[str, str]:
    zone = actor.zone if not actor.is_system else settings_table.get(tx, "zone", actor.zone)
    moment = tx.now.astimezone(ZoneInfo(zone))
    by = names(tx, [actor.person_id]).get(actor.person_id, "") if actor.person_id is not None else ""
    workspace = str(settings_table.get(tx, "name", "") or "")
    printed = sentence("print.printed", {"by": by, "at": f"{moment:%Y-%m-%d %H:%M}"}, locale) or ""
    return {
        "today": f"{moment:%Y-%m-%d}",
        "now": f"{moment:%Y-%m-%d %H:%M}",
        "printed_by": by,
        "workspace": workspace,
        "foot": "    ".join(each for each in (workspace, printed) if each),
    }


def _record(form: Form, paper: Paper, locale: str, about: dict[str, str], *, built_in: bool) -> Json:
    if built_in:
        return {"sheet": sheet_of(form, paper, locale, about["foot"])}
    special = {key: {"t": text, "r": text} for key, text in about.items() if key != "foot"}
    return {"values": {**paper.values, **special}, "rows": paper.rows}


def _name(form: Form, read: Sequence[Paper], label: str, day: str, locale: str) -> str:
    one = read[0].title if len(read) == 1 else ""
    parts = [say(form.definition.label, locale), one or day, label]
    whole = " ".join(part for part in parts if part)
    return (
        "".join(each for each in whole if each.isprintable() and each not in UNNAMED).strip(" .")[:120]
        or form.key
    )


def make(ready: Ready, format_: Format) -> Printed:
    """Fill and set; takes its time, so never in a database thread. TemplateBroken, PrintTooLarge."""
    made = ask(ready.request)
    files = [base64.b64decode(each) for each in made["files"]]
    if format_ == "preview":
        pages = [f"data:image/png;base64,{each}" for each in made["files"][:MOST_PAGES]]
        shown = {"pages": pages, "count": len(files), "left_out": made["left_out"]}
        return Printed(orjson.dumps(shown), "", "application/json", made["left_out"])
    if format_ == "pdf":
        return Printed(files[0], f"{ready.name}.pdf", "application/pdf", made["left_out"])
    if len(files) == 1:
        return Printed(files[0], f"{ready.name}.docx", WORD, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for at, each in enumerate(files, 1):
            archive.writestr(f"{at:02} {ready.name}.docx", each)
    return Printed(out.getvalue(), f"{ready.name}.zip", "application/zip", 0)


def note(tx: Tx, actor: Actor, wanted: Wanted, label: str) -> None:
    """The audit of a printing: one row for each record, as leaving the system is asked about by record."""
    detail = {"template": wanted.template, "label": label, "format": wanted.format}
    for id_ in wanted.ids:
        audit.write(tx, actor, "record.printed", form=wanted.form, record_id=id_, detail=detail)


def starter(form: Form, locale: str) -> bytes:
    """A template to begin with: the built-in layout with placeholders for all fields."""
    request = {
        "do": "print",
        "format": "docx",
        "content": None,
        "names": [],
        "records": [printable({"sheet": starter_of(form, locale)})],
    }
    return base64.b64decode(ask(request)["files"][0])
