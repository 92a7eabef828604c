"""The audit trail: it is not changed for anybody; how many rows name the person is told."""

from pathlib import Path

from bulou.db.tx import Tx
from bulou.people import audit
from bulou.records.personal.kinds import anywhere
from bulou.records.personal.terms import Subject

AT_ONCE = 200


class Trail:
    """Rows that name the person in what they tell (a filter, a search)."""

    key = "audit"
    tables = frozenset({"audit"})

    def count(self, tx: Tx, subject: Subject) -> int:
        """Rows that name them as they were looked for."""
        seen = set()
        for text in subject.strong:
            seen |= {row["id"] for row in audit.read(tx, audit.Filter(text=text), limit=AT_ONCE)}
        return len(seen)

    def erase(self, tx: Tx, subject: Subject, data_dir: Path) -> int:
        """Nothing is changed: rows go when their time has come."""
        return 0


anywhere.register(Trail())
