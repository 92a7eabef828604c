"""Inserting unless it is there: exactly the first one is told that it was."""

from bulou.db.database import Database
from bulou.db.tables.events import idempotency
from bulou.db.tx import Tx, run
from bulou.db.upsert import insert_new


def test_only_the_first_of_equal_rows_is_new(db: Database) -> None:
    def put(tx: Tx, person: int) -> bool:
        row = {"actor_id": person, "key": "k", "request_hash": "h", "created_at": tx.now_text}
        return insert_new(tx, idempotency, row, on=["actor_id", "key"])

    assert [run(db, lambda tx, p=person: put(tx, p)) for person in (1, 1, 2, 2)] == [True, False, True, False]  # type: ignore[misc]
