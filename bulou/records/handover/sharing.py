"""Shares and team places of the giver: left, passed on, or kept for reading until a day; and reading what went."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, insert, select, update

from bulou.access.sharing import lasting
from bulou.db import settings_table
from bulou.db.bulk import insert_many
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.records.handover.model import Asked

KIND, LEVEL = "share", "read"
COLUMNS = ("form", "record_id", "kind", "subject", "person_id", "level", "duty", "until", "by", "at")
AT_ONCE = 2_000
Json = dict[str, Any]


def subject_of(person_id: int) -> str:
    """How a share names a person."""
    return f"person:{person_id}"


def end_of(tx: Tx, day: str) -> str:
    """The instant at which a day is over in the workspace's zone."""
    zone = ZoneInfo(settings_table.get(tx, "zone", "Asia/Shanghai"))
    return instant(datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone))


def settle(tx: Tx, asked: Asked, by: int | None) -> list[Json]:
    """Carry out `teams`; each place as it was and as it is (None: taken away), for the way back."""
    if asked.teams == "stays":
        return []
    if asked.others is not None:  # where a place of the receiver's is over, they take the giver's
        mine = share.c.subject == subject_of(asked.others)
        tx.execute(delete(share).where(mine, share.c.until <= tx.now_text))
    before = _places(tx, asked.person)
    told = []
    for row in before:
        after = _after(tx, asked, row)
        _put(tx, row, after)
        told.append({"before": row, "after": after})
    return told


def keep_reading(tx: Tx, asked: Asked, moved: Mapping[str, Sequence[int]], by: int | None) -> int:
    """Share what went with the giver for reading until the day; how many. What is shared already stays as it is."""
    if asked.reader_until is None:
        return 0
    until, made = end_of(tx, asked.reader_until), 0
    subject = subject_of(asked.person)
    over = (share.c.subject == subject, share.c.kind == KIND, share.c.until <= tx.now_text)
    tx.execute(delete(share).where(*over))
    for form, ids in moved.items():
        held = select(share.c.record_id).where(
            share.c.form == form, share.c.subject == subject, share.c.kind == KIND
        )
        known = {row[0] for row in tx.rows(held)}
        fresh = [id_ for id_ in ids if id_ not in known]
        rows = [
            (form, id_, KIND, subject, asked.person, LEVEL, None, until, by, tx.now_text) for id_ in fresh
        ]
        insert_many(tx, share, COLUMNS, rows)
        made += len(rows)
    return made


def stop_reading(tx: Tx, giver: int, at: str) -> int:
    """Take away what `keep_reading` gave at that moment."""
    c = share.c
    same = and_(c.subject == subject_of(giver), c.kind == KIND, c.level == LEVEL, c.at == at)
    return int(tx.execute(delete(share).where(same)).rowcount)


def give_back(tx: Tx, told: Sequence[Json]) -> int:
    """Places as they were, where nobody changed them since; how many could not be."""
    left = 0
    for each in told:
        before, after = each["before"], each["after"]
        now = _now(tx, before if after is None else after)
        if now != after or (after is not None and _moved(before, after) and _now(tx, before) is not None):
            left += 1
            continue
        _put(tx, after, before)
    return left


def _moved(before: Json, after: Json) -> bool:
    return bool(before["subject"] != after["subject"])


def _places(tx: Tx, person_id: int) -> list[Json]:
    """The giver's shares and places that have not ended: what is over is not brought back."""
    query = select(*(share.c[name] for name in COLUMNS)).where(
        share.c.subject == subject_of(person_id), lasting(tx.now_text)
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in tx.rows(query.order_by(share.c.id))]


def _after(tx: Tx, asked: Asked, row: Json) -> Json | None:
    if asked.teams == "reader" and asked.reader_until is not None:
        end = end_of(tx, asked.reader_until)
        return {**row, "level": LEVEL, "until": min(row["until"] or end, end)}
    if asked.teams != "passes" or asked.others is None:
        return None
    after = {**row, "subject": subject_of(asked.others), "person_id": asked.others}
    return None if _now(tx, after) is not None else after  # the receiver has a place there already


def _is(row: Json) -> Any:
    c = share.c
    return and_(
        c.form == row["form"],
        c.record_id == row["record_id"],
        c.kind == row["kind"],
        c.subject == row["subject"],
    )


def _now(tx: Tx, row: Json) -> Json | None:
    found = tx.one(select(*(share.c[name] for name in COLUMNS)).where(_is(row)))
    return None if found is None else dict(zip(COLUMNS, found, strict=True))


def _put(tx: Tx, old: Json | None, new: Json | None) -> None:
    if old is not None and new is not None:
        tx.execute(update(share).where(_is(old)).values(new))
    elif old is not None:
        tx.execute(delete(share).where(_is(old)))
    elif new is not None:
        tx.execute(insert(share).values(new))
