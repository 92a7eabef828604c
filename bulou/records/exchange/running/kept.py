"""What the chunks of one running import share in a process: rows on disk, twins, readers that remember."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bulou.db.database import Database
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.records.exchange import store
from bulou.records.exchange.errors import FileGone
from bulou.records.exchange.files.spool import Spool, open_spool
from bulou.records.exchange.meaning.plan import Plan, SheetPlan
from bulou.records.exchange.running import twins
from bulou.records.exchange.running.identity import Sameness, of_plan
from bulou.records.exchange.running.links import KnownNames
from bulou.records.exchange.running.refusals import UnknownNames
from bulou.records.exchange.running.rows import SheetReader, sheet_reader
from bulou.records.exchange.store import Import

_SLOT = "records.exchange.running"


@dataclass(eq=False)
class Kept:
    """Made of one import under one plan, one version of the form and one day; never of more."""

    version: Any
    plan: Plan
    form: Form
    spool: Spool
    same: dict[twins.Place, twins.Place]
    context: CellContext
    readers: dict[str, SheetReader] = field(default_factory=dict)
    names: KnownNames = field(default_factory=KnownNames)
    unknown: UnknownNames = field(default_factory=UnknownNames)

    @cached_property
    def sameness(self) -> Sameness:
        """How records are recognised."""
        return of_plan(self.form, self.plan)

    @cached_property
    def total(self) -> int:
        """Rows that will be dealt with."""
        return sum(sheet.rows for sheet in self.plan.used)

    def reader(self, sheet: SheetPlan) -> SheetReader:
        """The reader of one sheet."""
        if sheet.name not in self.readers:
            self.readers = {sheet.name: sheet_reader(self.form, sheet, self.context)}
        return self.readers[sheet.name]


def of(db: Database, run: Import, form: Form, context: CellContext, data_dir: Path) -> Kept:
    """What is kept of this import, made when it is not there or made of something else."""
    version = (run.id, run.plan_text, form, context)
    known: Kept | None = db.cache.get(_SLOT)
    if known is not None and known.version == version:
        return known
    folder = store.folder(data_dir, run.id)
    try:
        spool, plan = open_spool(folder), run.plan
    except FileNotFoundError as error:
        raise FileGone(file=run.file_name) from error
    same = twins.load(folder, twins.fingerprint(plan))
    if same is None:
        found = twins.find(twins.all_rows(spool, form, plan, context), of_plan(form, plan))
        twins.save(folder, found, twins.fingerprint(plan))
        same = found.same
    kept = db.cache[_SLOT] = Kept(version, plan, form, spool, same, context)
    return kept


def drop(db: Database) -> None:
    """Forget it; the next import makes its own."""
    db.cache.pop(_SLOT, None)
