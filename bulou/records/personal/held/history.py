"""History and the images that undoing needs: earlier values of erased fields go, the story that remains stays."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import func, select, update

from bulou.db.tables.records import batch_row, history
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.personal.fields import hidden_fields, personal_fields
from bulou.records.personal.held.texts import of_ids
from bulou.records.personal.kinds import About, of_records


class Past:
    """What was before, by field."""

    key = "history"
    tables = frozenset({"history", "batch_row"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Entries."""
        return sum(
            int(tx.value(select(func.count()).select_from(table).where(of_ids(table, form.key, ids))) or 0)
            for table in (history, batch_row)
        )

    def erase(self, tx: Tx, about: About) -> int:
        """Forget earlier values."""
        return _history(tx, about) + _images(tx, about)


def _history(tx: Tx, about: About) -> int:
    c, changed = history.c, 0
    query = select(c.id, c.record_id, c.changes).where(of_ids(history, about.form.key, about.ids))
    for row in tx.rows(query):
        fresh = _forgotten(about, row.record_id, orjson.loads(row.changes))
        if fresh is not None:
            tx.execute(update(history).where(c.id == row.id).values(changes=orjson.dumps(fresh).decode()))
            changed += 1
    return changed


def _images(tx: Tx, about: About) -> int:
    c, changed = batch_row.c, 0
    query = select(c.batch_id, c.record_id, c.before, c.extra).where(
        of_ids(batch_row, about.form.key, about.ids)
    )
    for row in tx.rows(query):
        values = {}
        for name in ("before", "extra"):
            text = getattr(row, name)
            fresh = _forgotten(about, row.record_id, orjson.loads(text)) if text else None
            if fresh is not None:
                values[name] = orjson.dumps(fresh).decode()
        if values:
            same = (c.batch_id == row.batch_id) & (c.form == about.form.key) & (c.record_id == row.record_id)
            tx.execute(update(batch_row).where(same).values(values))
            changed += 1
    return changed


def _forgotten(about: About, id_: int, told: Any) -> Any:
    """Changes without what is erased; None where they stay as they are."""
    if not isinstance(told, Mapping):
        fresh = about.subject.redact(told)
        return fresh if fresh != told else None
    keeps = about.keeps(id_) or frozenset()
    mine = _own(about.form) - keeps if id_ in about.whole else frozenset[str]()
    left = {
        key: value if key in keeps else about.subject.redact(value)
        for key, value in told.items()
        if key not in mine
    }
    return left if left != told else None


def _own(form: Form) -> frozenset[str]:
    return frozenset(each.key for each in (*personal_fields(form), *hidden_fields(form)))


of_records.register(Past())
