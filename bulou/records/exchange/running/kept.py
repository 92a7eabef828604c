"""What the chunks of one running import share in a process: rows on disk, twins, readers that remember."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from bulou.db.database import Database
from bulou.db.jobs import Preparation
from bulou.db.reader import read_apart
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.records.exchange import store
from bulou.records.exchange.errors import FileGone
from bulou.records.exchange.files.spool import Spool, open_spool
from bulou.records.exchange.meaning.plan import Plan, SheetPlan, from_json
from bulou.records.exchange.running import readings, twins
from bulou.records.exchange.running.identity import Sameness, of_plan
from bulou.records.exchange.running.links import KnownNames
from bulou.records.exchange.running.readings import Readings
from bulou.records.exchange.running.refusals import UnknownNames
from bulou.records.exchange.running.rows import RowRead
from bulou.records.exchange.store import Import

_SLOT = "records.exchange.running"
PATIENCE = 600.0  # seconds for reading a file once more


@dataclass(eq=False)
class Kept:
    """Made of one import under one plan, one version of the form and one day; never of more."""

    version: Any
    plan: Plan
    form: Form
    spool: Spool
    same: dict[twins.Place, twins.Place]
    readings: Readings
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

    def rows(self, sheet: SheetPlan, chunk: int) -> list[RowRead]:
        """The rows of one chunk of a sheet, as they were read."""
        return self.readings.chunk(sheet.index, sheet.name, chunk)


def of(db: Database, run: Import, form: Form, context: CellContext, preparation: Preparation) -> Kept:
    """What is kept of this import, made when it is not there or made of something else.

    What was read when the import was proposed is taken up; when the form or the day is another one by now, the
    reading process reads the file once more.
    """
    version = (run.id, run.plan_text, form, context)
    known: Kept | None = db.cache.get(_SLOT)
    if known is not None and known.version == version:
        return known
    folder = store.folder(preparation.data_dir, run.id)
    try:
        spool, plan = open_spool(folder), run.plan
    except FileNotFoundError as error:
        raise FileGone(file=run.file_name) from error
    read = readings.kept(folder, readings.fingerprint(form, plan, context))
    same = twins.load(folder, twins.fingerprint(plan))
    if read is None or same is None:
        read_apart(
            db,
            read_again,
            form.key,
            str(folder),
            run.plan_text,
            context,
            timeout=PATIENCE,
            cancelled=preparation.cancelled,
        )
        read = readings.kept(folder, readings.fingerprint(form, plan, context))
        same = twins.load(folder, twins.fingerprint(plan))
    assert read is not None and same is not None
    kept = db.cache[_SLOT] = Kept(version, plan, form, spool, same, read)
    return kept


def read_again(tx: Tx, form_key: str, folder: str, plan_text: str, context: CellContext) -> None:
    """Read the spooled file by a plan; rows and twins are kept beside it. For the reading process."""
    form, plan, spool = (
        catalogs.load(tx)[form_key],
        from_json(orjson.loads(plan_text)),
        open_spool(Path(folder)),
    )
    found = twins.find(readings.keep_all(spool, form, plan, context), of_plan(form, plan))
    twins.save(spool.folder, found, twins.fingerprint(plan))


def drop(db: Database) -> None:
    """Forget it; the next import makes its own."""
    db.cache.pop(_SLOT, None)
