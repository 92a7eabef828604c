"""Notices about records: they quote titles and comments; the person is blacked out."""

from collections.abc import Sequence

import orjson
from sqlalchemy import func, select, update

from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.personal.held.texts import of_ids
from bulou.records.personal.kinds import About, of_records


class Notices:
    """What people were told."""

    key = "notices"
    tables = frozenset({"notification"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Notices."""
        query = select(func.count()).select_from(notification).where(of_ids(notification, form.key, ids))
        return int(tx.value(query) or 0)

    def erase(self, tx: Tx, about: About) -> int:
        """Black out; what a comment said goes where comments go."""
        c, changed = notification.c, 0
        for row in tx.rows(select(c.id, c.body).where(of_ids(notification, about.form.key, about.ids))):
            told = orjson.loads(row.body)
            fresh = about.subject.redact(told)
            if about.texts and isinstance(fresh, dict):
                fresh = {key: value for key, value in fresh.items() if key != "text"}
            if fresh != told:
                tx.execute(
                    update(notification).where(c.id == row.id).values(body=orjson.dumps(fresh).decode())
                )
                changed += 1
        return changed


of_records.register(Notices())
