"""What a file would be as a form, for designers."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from bulou.db.database import Database
from bulou.db.reader import read_apart
from bulou.kit.clock import Clock, utc_now
from bulou.kit.ids import short_id
from bulou.kit.protocols import Actor
from bulou.records.exchange.files.unpack import unpack
from bulou.records.exchange.proposing import new_form

PATIENCE = 120.0  # seconds


def understand(
    db: Database,
    actor: Actor,
    path: Path,
    name: str,
    sheet: int | None,
    *,
    data_dir: Path,
    clock: Clock = utc_now,
) -> dict[str, Any]:
    """The fields that the columns of the file at `path` would be (`proposing.new_form`); nothing of it is kept.

    Not to be called inside a transaction. Raises what is wrong with the file (FileUnusable, NothingToImport).
    """
    folder = data_dir / "imports" / f"new-{short_id()}"
    folder.mkdir(parents=True)
    try:
        unpack(path, name, folder)
        asked = (replace(actor, kept={}), str(folder), sheet)
        return read_apart(db, new_form.understand, *asked, timeout=PATIENCE, now=clock())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
