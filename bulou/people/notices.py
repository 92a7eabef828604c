"""Telling somebody something where they read their news: the one place that writes notices.

Whether a channel carries it further is decided after the commit (connect.fan_out), by what the person chose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.bulk import insert_many, reserve_ids
from bulou.db.tables.messages import notice_mute
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.events import Event

SECURITY = "/settings/security"
KEYS = ("id", "person_id", "kind", "body", "form", "record_id", "thread", "at", "read_at")
AT_ONCE = 500  # of one event
LOUD = ("sign_in.", "second_factor.")  # cannot be muted


@dataclass(frozen=True)
class Notice:
    """One thing told to one person. `body` is JSON; with a record, its link and its thread are the record's."""

    person_id: int
    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    record_id: int | None = None
    thread: str | None = None


def tell(
    tx: Tx,
    person_id: int,
    kind: str,
    body: Mapping[str, Any],
    *,
    form: str | None = None,
    record_id: int | None = None,
) -> None:
    """One notice; about a record, or with a `link` in its body."""
    tell_all(tx, [Notice(person_id, kind, body, form, record_id)])


def tell_own(tx: Tx, person_id: int, kind: str, body: Mapping[str, Any]) -> None:
    """One about the person's own account, with a link to where they do something about it."""
    tell(tx, person_id, kind, {"link": SECURITY, **body})


def tell_all(tx: Tx, notices: Sequence[Notice]) -> None:
    """Several, with a handful of statements. What somebody muted is kept as read and carried nowhere."""
    if not notices:
        return
    muted = _muted(tx, sorted({each.person_id for each in notices}))
    ids = reserve_ids(tx, notification, len(notices))
    quiet = [is_muted(each, muted.get(each.person_id, frozenset())) for each in notices]
    rows = [_row(tx, id_, each, off) for id_, each, off in zip(ids, notices, quiet, strict=True)]
    insert_many(tx, notification, KEYS, rows)
    heard = [id_ for id_, off in zip(ids, quiet, strict=True) if not off]
    tx.emit_all(
        [
            Event("notification.added", body={"notices": heard[start : start + AT_ONCE]})
            for start in range(0, len(heard), AT_ONCE)
        ]
    )


def thread_of(notice: Notice) -> str:
    """What it stands together with in a list."""
    if notice.form and notice.record_id:
        return f"{notice.form}:{notice.record_id}"
    return notice.thread or notice.kind


def is_muted(notice: Notice, muted: frozenset[str]) -> bool:
    """Whether the person does not want to hear of it."""
    if not muted or notice.kind.startswith(LOUD):
        return False
    return f"kind:{notice.kind}" in muted or f"record:{thread_of(notice)}" in muted


def _muted(tx: Tx, people: Sequence[int]) -> dict[int, frozenset[str]]:
    c, found = notice_mute.c, dict[int, set[str]]()
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        for person_id, what in tx.rows(select(c.person_id, c.what).where(c.person_id.in_(some))):
            found.setdefault(person_id, set()).add(what)
    return {person_id: frozenset(what) for person_id, what in found.items()}


def _row(tx: Tx, id_: int, notice: Notice, muted: bool) -> tuple[Any, ...]:
    body = orjson.dumps(dict(notice.body)).decode()
    about = (notice.form, notice.record_id, thread_of(notice))
    return (id_, notice.person_id, notice.kind, body, *about, tx.now_text, tx.now_text if muted else None)
