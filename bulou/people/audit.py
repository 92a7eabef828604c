"""The audit trail: who did what that others may have to answer for. Rows are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import insert, select

from bulou.db.tables.people import audit
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor


@dataclass(frozen=True)
class Filter:
    """Which rows to read: all that are given must match. `since` and `until` are instants as stored text
    (`since ≤ at < until`); `action` may end in `.` or `*` to mean a family (`session.*`)."""

    person_id: int | None = None
    action: str | None = None
    form: str | None = None
    record_id: int | None = None
    since: str | None = None
    until: str | None = None


def write(
    tx: Tx,
    actor: Actor,
    action: str,
    *,
    form: str | None = None,
    record_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    ip: str | None = None,
    request_id: str | None = None,
) -> None:
    """Add one row. `action` is `noun.verb` (`session.created`, `export.made`); `detail` holds no secrets."""
    tx.execute(
        insert(audit).values(
            at=tx.now_text,
            person_id=actor.person_id,
            action=action,
            form=form,
            record_id=record_id,
            detail=orjson.dumps(dict(detail or {}), default=str).decode(),
            ip=ip,
            request_id=request_id,
        )
    )


def last_of(tx: Tx, action: str, form: str) -> str | None:
    """When `action` was last done to `form`, as stored text."""
    same = (audit.c.action == action) & (audit.c.form == form)
    at: str | None = tx.value(select(audit.c.at).where(same).order_by(audit.c.id.desc()).limit(1))
    return at


def last_by(tx: Tx, action: str, person_id: int) -> str | None:
    """When somebody did `action` last, as stored text."""
    same = (audit.c.action == action) & (audit.c.person_id == person_id)
    at: str | None = tx.value(select(audit.c.at).where(same).order_by(audit.c.id.desc()).limit(1))
    return at


def read(tx: Tx, wanted: Filter, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The newest first, below id `before`: `{id, at, person_id, action, form, record_id, detail, ip}`."""
    query = select(
        audit.c.id,
        audit.c.at,
        audit.c.person_id,
        audit.c.action,
        audit.c.form,
        audit.c.record_id,
        audit.c.detail,
        audit.c.ip,
    )
    query = query.where(*_clauses(wanted), *([audit.c.id < before] if before else []))
    names = ("id", "at", "person_id", "action", "form", "record_id", "detail", "ip")
    rows = tx.rows(query.order_by(audit.c.id.desc()).limit(limit))
    return [dict(zip(names, row, strict=True)) | {"detail": orjson.loads(row.detail)} for row in rows]


def _clauses(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.person_id is not None:
        found.append(audit.c.person_id == wanted.person_id)
    if wanted.action and wanted.action[-1] in ".*":
        family = wanted.action.rstrip(".*") + "."
        found += [audit.c.action >= family, audit.c.action < family[:-1] + "/"]  # "/" follows "."
    elif wanted.action:
        found.append(audit.c.action == wanted.action)
    if wanted.form:
        found.append(audit.c.form == wanted.form)
    if wanted.record_id is not None:
        found.append(audit.c.record_id == wanted.record_id)
    if wanted.since:
        found.append(audit.c.at >= wanted.since)
    if wanted.until:
        found.append(audit.c.at < wanted.until)
    return found
