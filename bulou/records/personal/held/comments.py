"""Comments on records: the person is blacked out, or all that was said goes where that was asked for."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from bulou.db.tables.records import comment
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.personal.held.texts import of_ids
from bulou.records.personal.kinds import About, of_records
from bulou.records.personal.terms import MARK


class Comments:
    """What people said."""

    key = "comments"
    tables = frozenset({"comment"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Comments, taken back ones as well."""
        query = select(func.count()).select_from(comment).where(of_ids(comment, form.key, ids))
        return int(tx.value(query) or 0)

    def erase(self, tx: Tx, about: About) -> int:
        """Black out."""
        c, changed = comment.c, 0
        for row in tx.rows(select(c.id, c.body).where(of_ids(comment, about.form.key, about.ids))):
            fresh = MARK if about.texts else str(about.subject.redact(row.body))
            if fresh != row.body:
                tx.execute(update(comment).where(c.id == row.id).values(body=fresh))
                changed += 1
        return changed


of_records.register(Comments())
