"""What a share or a place in a team is for, in free words: on records of the person, and wherever it names them."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.personal.held.texts import Texts, of_ids
from bulou.records.personal.kinds import About, anywhere, of_records
from bulou.records.personal.terms import MARK


class Shares:
    """Duties of those to whom a record is open."""

    key = "shares"
    tables = frozenset({"share"})

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Shares that say a duty."""
        said = of_ids(share, form.key, ids) & share.c.duty.is_not(None)
        return int(tx.value(select(func.count()).select_from(share).where(said)) or 0)

    def erase(self, tx: Tx, about: About) -> int:
        """Black out; who may do what stays."""
        c, changed = share.c, 0
        said = of_ids(share, about.form.key, about.ids) & c.duty.is_not(None)
        for row in tx.rows(select(c.id, c.duty).where(said)):
            fresh = MARK if about.texts else str(about.subject.redact(row.duty))
            if fresh != row.duty:
                tx.execute(update(share).where(c.id == row.id).values(duty=fresh))
                changed += 1
        return changed


of_records.register(Shares())
anywhere.register(Texts("duties", share, plain=("duty",)))
