"""What is known of pairs that are not the same, and which findings that closes."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from sqlalchemy import or_, select, update

from bulou.db.tables.duplicates import twin_apart as table
from bulou.db.tables.duplicates import twin_found
from bulou.db.tx import Tx

Pair = tuple[int, int]  # the smaller id first
AT_ONCE = 500


def pairs_among(tx: Tx, form: str, ids: Collection[int]) -> set[Pair]:
    """The pairs of these records that are known not to be the same."""
    c = table.c
    mine = sorted(ids)
    rows = tx.rows(select(c.a, c.b).where(c.form == form, c.a.in_(mine), c.b.in_(mine)))
    return {(row.a, row.b) for row in rows}


def apart_from(tx: Tx, form: str, id_: int) -> frozenset[int]:
    """The records that are known not to be the same as this one."""
    c = table.c
    rows = tx.rows(select(c.a, c.b).where(c.form == form, or_(c.a == id_, c.b == id_)))
    return frozenset(row.b if row.a == id_ else row.a for row in rows)


def apart_by(tx: Tx, form: str) -> Counter[int]:
    """From how many others each record of a form is known to be apart."""
    c = table.c
    return Counter(id_ for row in tx.rows(select(c.a, c.b).where(c.form == form)) for id_ in row)


def mark(tx: Tx, form: str, ids: Collection[int]) -> None:
    """Keep up which buckets with these records still have a pair that may be the same."""
    c = twin_found.c
    touched = select(c.run, c.bucket).where(c.form == form, c.record_id.in_(sorted(ids))).distinct()
    for run, bucket in tx.rows(touched):
        here = (c.form == form, c.run == run, c.bucket == bucket)
        members = [row[0] for row in tx.rows(select(c.record_id).where(*here).order_by(c.record_id))]
        closed = all_apart(members, pairs_among(tx, form, members))
        tx.execute(update(twin_found).where(*here).values(apart=int(closed)))


def all_apart(ids: Iterable[int], known: Collection[Pair]) -> bool:
    """Whether of every pair of these records it is known that they are not the same."""
    return all(pair in known for pair in combinations(sorted(ids), 2))


def mark_all(tx: Tx, form: str) -> None:
    """The same for everything that is known of a form, after it was looked at anew."""
    c, there = table.c, twin_found.c
    found = select(there.record_id).where(there.form == form)
    rows = tx.rows(select(c.a, c.b).where(c.form == form, c.a.in_(found), c.b.in_(found)))
    ids = sorted({id_ for row in rows for id_ in (row.a, row.b)})
    for start in range(0, len(ids), AT_ONCE):
        mark(tx, form, ids[start : start + AT_ONCE])
