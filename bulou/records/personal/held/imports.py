"""Imports: samples and refused cells lose the person; files that are still there and name them go as a whole."""

import shutil
from pathlib import Path

from bulou.db.tables.jobs import import_memory, import_refusal, import_run
from bulou.db.tx import Tx
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere
from bulou.records.personal.terms import Subject


class Runs(Texts):
    """Runs, whose workbooks lie in the data folder for a month."""

    def erase(self, tx: Tx, subject: Subject, data_dir: Path) -> int:
        """Rewrite the rows; the workbook of such an import goes, which then cannot be resumed."""
        found = list(self._rows(tx, subject))
        changed = super().erase(tx, subject, data_dir)
        folders = [data_dir / "imports" / str(key["id"]) for key, _ in found]

        def unlink() -> None:
            for each in folders:
                shutil.rmtree(each, ignore_errors=True)

        tx.after_commit.append(unlink)
        return changed


anywhere.register(Runs("imports", import_run, plain=("file_name",), json=("proposal", "plan", "result")))
anywhere.register(Texts("import_cells", import_refusal, plain=("raw",), json=("params",)))
anywhere.register(Texts("import_memory", import_memory, json=("plan",)))
