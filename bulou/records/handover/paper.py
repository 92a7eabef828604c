"""Briefs on paper: read as the reader may see them, set apart as one PDF, and audited as what leaves the system."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.people import audit
from bulou.records.handover.brief import brief
from bulou.records.handover.briefing import sheet_of
from bulou.records.printing.apart import ask
from bulou.records.printing.shown import printable
from bulou.words import sentence

Json = dict[str, Any]
MOST = 50


@dataclass(frozen=True)
class Ready:
    """Everything the printing process needs, and what the file will be called."""

    request: Json
    name: str


def prepare(tx: Tx, actor: Actor, form: Form, ids: Sequence[int], files: str) -> Ready:
    """Read the briefs. RecordNotFound for any that may not be seen."""
    locale = actor.locale
    moment = tx.now.astimezone(ZoneInfo(actor.zone))
    workspace = str(settings_table.get(tx, "name", "") or "")
    printed = sentence("print.printed", {"by": actor.name, "at": f"{moment:%Y-%m-%d %H:%M}"}, locale) or ""
    foot = "    ".join(each for each in (workspace, printed) if each)
    sub = sentence("brief.sub", {"at": f"{moment:%Y-%m-%d}"}, locale) or ""
    sheets = [sheet_of(brief(tx, actor, form, id_, Path(files)), sub, foot, locale) for id_ in ids]
    records = [printable({"sheet": sheet}) for sheet in sheets]
    request: Json = {"do": "print", "format": "pdf", "content": None, "names": [], "records": records}
    label = sentence("brief.file", {"form": say(form.definition.label, locale)}, locale) or form.key
    return Ready(request, f"{label} {moment:%Y-%m-%d}.pdf")


def make(ready: Ready) -> bytes:
    """The PDF; takes its time, so never in a database thread."""
    return base64.b64decode(ask(ready.request)["files"][0])


def note(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> None:
    """One row for each record, as for every other printing."""
    for id_ in ids:
        audit.write(
            tx,
            actor,
            "record.printed",
            form=form.key,
            record_id=id_,
            detail={"label": "brief", "format": "pdf"},
        )
