"""Requests about somebody's personal data: what was looked for, found, chosen, and what came of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update

from bulou.db.tables.records import personal_request as table
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.personal.errors import RequestClosed
from bulou.records.personal.finding import Found
from bulou.records.personal.terms import Subject

OPEN, RUNNING, DONE, FAILED, CANCELLED = "open", "running", "done", "failed", "cancelled"
DOCUMENTS = ("subject", "found", "chosen", "report")


@dataclass(frozen=True)
class Request:
    """One request. `kind`: search until something was asked for, then export or erasure."""

    id: int
    kind: str
    state: str
    subject: Subject
    found: Found
    chosen: Mapping[str, Any]
    report: Mapping[str, Any]
    reason: str
    by: int
    created_at: str
    ended_at: str | None
    job_id: str | None

    @property
    def digest(self) -> str:
        """A fingerprint of what was found: an erasure says which it has seen."""
        text = orjson.dumps(self.found.records, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(text).hexdigest()[:16]


def create(tx: Tx, by: Actor, subject: Subject, found: Found, counts: Mapping[str, int], reason: str) -> int:
    """Keep what was found for a new request; its id."""
    row = {
        "kind": "search",
        "state": OPEN,
        "subject": _text(subject.json),
        "found": _text({"records": found.records, "cut": found.cut, "counts": dict(counts)}),
        "chosen": "{}",
        "report": "{}",
        "reason": reason,
        "by": by.person_id,
        "created_at": tx.now_text,
    }
    return int(tx.value(insert(table).values(row).returning(table.c.id)))


def one(tx: Tx, id_: int) -> Request:
    """NotFound where there is none."""
    row = tx.one(select(table).where(table.c.id == id_))
    if row is None:
        raise NotFound(what="request", id=id_)
    return _read(row)


def hold(tx: Tx, id_: int) -> Request:
    """An open request that is ours until the transaction ends; RequestClosed, NotFound."""
    tx.lock(f"personal:{id_}")
    found = one(tx, id_)
    if found.state != OPEN:
        raise RequestClosed(state=found.state)
    return found


def listing(tx: Tx, before: int | None, limit: int) -> list[Request]:
    """The newest first."""
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return [_read(row) for row in tx.rows(query if before is None else query.where(table.c.id < before))]


def change(tx: Tx, id_: int, **values: Any) -> None:
    """Other values of a request; documents as JSON values."""
    told = {key: _text(value) if key in DOCUMENTS else value for key, value in values.items()}
    tx.execute(update(table).where(table.c.id == id_).values(told))


def remove(tx: Tx, id_: int) -> None:
    """Forget an open request."""
    hold(tx, id_)
    tx.execute(delete(table).where(table.c.id == id_))


def forget(tx: Tx, subject: Subject) -> list[str]:
    """Empty every request that is about this person; the jobs whose files may still lie there."""
    jobs = []
    for row in tx.rows(select(table)):
        about = _read(row).subject
        same = set(about.strong) & set(subject.strong) or (
            about.start is not None and about.start == subject.start
        )
        if same or (about.name and about.name == subject.name and not about.strong):
            change(tx, row.id, subject={})
            jobs += [row.job_id] if row.job_id else []
    return jobs


def _read(row: Any) -> Request:
    subject, found = orjson.loads(row.subject), orjson.loads(row.found)
    lists = {key: tuple(subject.get(key, ())) for key in ("phones", "emails", "wechats", "id_numbers")}
    start = tuple(subject["start"]) if subject.get("start") else None
    return Request(
        **{
            key: getattr(row, key)
            for key in ("id", "kind", "state", "reason", "by", "created_at", "ended_at")
        },
        subject=Subject(subject.get("name", ""), **lists, start=start),
        found=Found(found.get("records", {}), bool(found.get("cut"))),
        chosen=orjson.loads(row.chosen),
        report={"counts": found.get("counts", {}), **orjson.loads(row.report)},
        job_id=row.job_id,
    )


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
