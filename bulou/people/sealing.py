"""Sealing the audit trail: rows that nobody can add to any more become a block with the digest of the one before.

On PostgreSQL a low id may become visible after a higher one. A block therefore only covers ids up to a mark that was
taken while every transaction with a lower id was at work or done, and that counts once all of those have ended: the
mark is the highest id in sight together with a transaction number drawn after it, and `people.audit.write` draws the
number of its transaction before the id of its row. What is above the mark waits for the next look (decision 0068).
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, literal_column, select

from bulou.db.beats import Beat, beats
from bulou.db.tables.events import relay_cursor
from bulou.db.tables.people import audit, audit_block
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.clock import instant
from bulou.people import chain

log = logging.getLogger(__name__)

NAME = "audit"  # in relay_cursor, beside the relay's own
MOST_ROWS = 1_000
LONGEST = timedelta(minutes=1)
LOOK = 15.0  # seconds
AT_ONCE = 5  # blocks of one look: what is older catches up without keeping others waiting
RUNNING: Any = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
COMING: Any = literal_column("pg_current_xact_id()::text::bigint")


@dataclass(frozen=True)
class Mark:
    """`safe`: up to this id nothing can come any more. `id` becomes it once no transaction below `txid` runs."""

    safe: int = 0
    id: int = 0
    txid: int = 0


def seal(tx: Tx) -> int:
    """Seal what is due: everything older than a minute, and every thousand rows; how many blocks."""
    tx.lock("audit.seal")
    safe = _safe(tx)
    made = 0
    while made < AT_ONCE and _seal_one(tx, safe):
        made += 1
    return made


def _seal_one(tx: Tx, safe: int) -> bool:
    last = chain.head(tx)
    after, number, previous = (last.last_id, last.number, last.digest) if last else (0, 0, chain.BEGINNING)
    c = audit.c
    query = select(c.id, c.at).where(c.id > after, c.id <= safe).order_by(c.id).limit(MOST_ROWS)
    rows = tx.rows(query)
    due = instant(tx.now - LONGEST + timedelta(seconds=LOOK))
    if not rows or (len(rows) < MOST_ROWS and min(row.at for row in rows) > due):
        return False
    until = rows[-1].id if len(rows) == MOST_ROWS else safe
    leaves = chain.leaves_of(tx, after + 1, until)
    digest = chain.digest_of(previous, number + 1, after + 1, until, iter(leaves.values()))
    values = {"number": number + 1, "first_id": after + 1, "last_id": until, "rows": len(leaves)}
    values |= {"digest": digest, "previous": previous, "sealed_at": tx.now_text}
    tx.execute(insert(audit_block).values(values))
    log.info("audit block sealed", extra={"block": number + 1, "rows": len(leaves), "digest": digest})
    return True


def _safe(tx: Tx) -> int:
    """The highest id up to which nothing can come any more."""
    top = func.coalesce(select(func.max(audit.c.id)).scalar_subquery(), 0)
    if tx.db.is_sqlite:
        return int(
            tx.value(select(top))
        )  # writers take turns: what is there was committed in the order of ids
    mark = _read(tx)
    highest, running, coming = map(int, tx.one(select(top, RUNNING, COMING)))
    if highest == mark.safe:
        return mark.safe
    if mark.txid and mark.txid <= coming and running >= mark.txid:
        mark = Mark(mark.id, highest, coming)
    elif not mark.txid or mark.txid > coming:  # the first look, or a backup of another server: begin anew
        mark = Mark(mark.safe, highest, coming)
    else:
        return mark.safe
    values = {"last_id": mark.safe, "mark_id": mark.id, "mark_txid": mark.txid}
    upsert(tx, relay_cursor, [{"name": NAME, **values}], values)
    return mark.safe


def _read(tx: Tx) -> Mark:
    c = relay_cursor.c
    row = tx.one(select(c.last_id, c.mark_id, c.mark_txid).where(c.name == NAME))
    return Mark(row.last_id, row.mark_id or 0, row.mark_txid or 0) if row else Mark()


def unsealed(tx: Tx) -> tuple[int, str | None]:
    """How many rows wait, and since when."""
    last = select(func.coalesce(func.max(audit_block.c.last_id), 0)).scalar_subquery()
    row = tx.one(select(func.count(), func.min(audit.c.at)).where(audit.c.id > last))
    return int(row[0]), row[1]


def _look(tx: Tx) -> None:
    seal(tx)


beats.register(Beat("audit.seal", LOOK, _look))
