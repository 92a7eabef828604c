"""Why records were given back may name somebody outside: blacked out with the rest."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from bulou.db.tables.pools import pool_place
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.personal.kinds import About, of_records
from bulou.records.personal.terms import MARK

AT_ONCE = 500


class Places:
    """Reasons in words."""

    key = "pools"
    tables = frozenset({"pool_place"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Places with a reason."""
        c, found = pool_place.c, 0
        for start in range(0, len(ids), AT_ONCE):
            here = (c.form == form.key, c.record_id.in_(ids[start : start + AT_ONCE]), c.reason.is_not(None))
            found += tx.value(select(func.count()).where(*here)) or 0
        return found

    def erase(self, tx: Tx, about: About) -> int:
        """Black out; where texts go as a whole, the reason does."""
        c, changed, ids = pool_place.c, 0, about.ids
        for start in range(0, len(ids), AT_ONCE):
            here = (c.form == about.form.key, c.record_id.in_(ids[start : start + AT_ONCE]))
            for row in tx.rows(select(c.record_id, c.reason).where(*here, c.reason.is_not(None))):
                fresh = MARK if about.texts else str(about.subject.redact(row.reason))
                if fresh != row.reason:
                    this = (c.form == about.form.key, c.record_id == row.record_id)
                    tx.execute(update(pool_place).where(*this).values(reason=fresh))
                    changed += 1
        return changed


of_records.register(Places())
