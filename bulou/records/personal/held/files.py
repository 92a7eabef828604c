"""Files on records: those of the person's own records go with their contents, others lose the person in their names."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select, update

from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.files.store import place_of
from bulou.records.personal.held.texts import of_ids
from bulou.records.personal.kinds import About, of_records
from bulou.records.personal.terms import MARK


class Files:
    """Contents and names."""

    key = "files"
    tables = frozenset({"file"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Files, removed ones whose contents still lie there as well."""
        query = select(func.count()).select_from(file).where(of_ids(file, form.key, ids))
        return int(tx.value(query) or 0)

    def erase(self, tx: Tx, about: About) -> int:
        """Remove or rename; files of records that are kept stay."""
        c, changed, gone = file.c, 0, []
        query = select(c.id, c.record_id, c.name, c.sha256).where(of_ids(file, about.form.key, about.ids))
        for row in tx.rows(query):
            if about.keeps(row.record_id) is not None:
                continue
            if row.record_id in about.whole:
                values = {"name": MARK, "deleted_at": tx.now_text}
                gone.append(row.sha256)
            else:
                values = {"name": str(about.subject.redact(row.name))}
            if values["name"] != row.name:
                tx.execute(update(file).where(c.id == row.id).values(values))
                changed += 1
        _discard(tx, about.data_dir / "files", gone)
        return changed


def _discard(tx: Tx, folder: Path, contents: Sequence[str]) -> None:
    """Remove contents that no other file has, once it is certain that they are to go."""
    c = file.c
    living = select(c.sha256).where(c.sha256.in_(contents), c.deleted_at.is_(None))
    used = {row[0] for row in tx.rows(living)} if contents else set()
    alone = [sha256 for sha256 in set(contents) if sha256 not in used]

    def unlink() -> None:
        for sha256 in alone:
            place_of(folder, sha256).unlink(missing_ok=True)
            for small in (folder / "small" / sha256[:2]).glob(f"{sha256}_*.webp"):
                small.unlink(missing_ok=True)

    if alone:
        tx.after_commit.append(unlink)


of_records.register(Files())
