"""The audit trail: who did what that others may have to answer for. Rows are only ever added (decision 0068)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import and_, or_, select

from bulou.db.bulk import insert_many
from bulou.db.tables.people import audit
from bulou.db.tx import TXID, Tx
from bulou.kit.protocols import Actor
from bulou.people.told_changes import pairs

__all__ = ["Filter", "done_by", "last_by", "last_of", "pairs", "read", "write"]

KEYS: tuple[str, ...] = (
    *("at", "person_id", "action", "form", "record_id", "detail", "ip", "request_id"),
    *("via", "session", "token_id", "agent", "job_id"),
)
# The number of the transaction is drawn first, the id of the row after it: sealing relies on that order.
ADD = (
    f"INSERT INTO audit ({', '.join(KEYS)}) SELECT {', '.join(['%s'] * len(KEYS))}"
    f" FROM (SELECT {TXID} AS txid OFFSET 0) AS own WHERE own.txid > 0"
)
NAMING = ("person", "owner", "into", "substitute")  # keys of a detail behind which the id of a person stands
LONGEST_DETAIL = 60_000  # characters; longer details say that they were cut


@dataclass(frozen=True)
class Filter:
    """Which rows to read: all that are given must match. `since` and `until` are instants as stored text
    (`since ≤ at < until`); `action` may end in `.` or `*` to mean a family (`session.*`). `text` is looked for in the
    detail, `ip` is an address or the beginning of one; `people` are ids whose rows match a `text`, too: what they did
    and what was done to them."""

    person_id: int | None = None
    action: str | None = None
    form: str | None = None
    record_id: int | None = None
    since: str | None = None
    until: str | None = None
    ip: str | None = None
    text: str | None = None
    people: Sequence[int] | None = None


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
    """Add one row. `action` is `noun.verb` (`session.created`, `export.made`); `detail` holds no secrets.

    What was configured carries `changes`, made by `pairs(before, after)`. Where the work came from is `tx.origin`.
    """
    origin = tx.origin
    about = (tx.now_text, actor.person_id, action, form, record_id, _as_text(detail or {}))
    place = (ip or origin.ip, request_id or origin.request_id)
    door = (origin.via, origin.session, origin.token, origin.agent, origin.job)
    if tx.db.is_sqlite:
        insert_many(tx, audit, KEYS, [(*about, *place, *door)])
    else:
        tx.later(ADD, [(*about, *place, *door)])


def _as_text(detail: Mapping[str, Any]) -> str:
    text = orjson.dumps(dict(detail), default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    if len(text) <= LONGEST_DETAIL:
        return text
    kept = {key: value for key, value in detail.items() if len(orjson.dumps(value, default=str)) < 2_000}
    return orjson.dumps({**kept, "cut": True}, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


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


NAMES = ("id", *KEYS)


def read(tx: Tx, wanted: Filter, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The newest first, below id `before`: every column by its name, `detail` as JSON value."""
    query = select(*(audit.c[name] for name in NAMES))
    query = query.where(*_clauses(wanted), *([audit.c.id < before] if before else []))
    rows = tx.rows(query.order_by(audit.c.id.desc()).limit(limit))
    return [dict(zip(NAMES, row, strict=True)) | {"detail": orjson.loads(row.detail)} for row in rows]


def done_by(
    tx: Tx, person_id: int, families: Sequence[str], since: str, limit: int = 10_000
) -> list[dict[str, Any]]:
    """What somebody did since an instant whose action begins like one of `families`, as in `read`."""
    c = audit.c
    telling = or_(*(c.action.startswith(each, autoescape=True) for each in families))
    query = select(*(c[name] for name in NAMES)).where(c.person_id == person_id, c.at >= since, telling)
    rows = tx.rows(query.order_by(c.id.desc()).limit(limit))
    return [dict(zip(NAMES, row, strict=True)) | {"detail": orjson.loads(row.detail)} for row in rows]


def _clauses(wanted: Filter) -> list[Any]:
    c = audit.c
    found: list[Any] = _of_action(wanted.action)
    if wanted.person_id is not None:
        found.append(c.person_id == wanted.person_id)
    if wanted.form:
        found.append(c.form == wanted.form)
    if wanted.record_id is not None:
        found.append(c.record_id == wanted.record_id)
    if wanted.since:
        found.append(c.at >= wanted.since)
    if wanted.until:
        found.append(c.at < wanted.until)
    if wanted.ip:
        found.append(c.ip.startswith(wanted.ip, autoescape=True))
    if wanted.text:
        said = c.detail.icontains(wanted.text, autoescape=True)
        found.append(or_(said, *_about(wanted.people)) if wanted.people else said)
    return found


def _about(people: Sequence[int]) -> list[Any]:
    """Rows that somebody wrote, or whose detail names them by their id."""
    named = [f'"{key}":{id_}{end}' for id_ in people for key in NAMING for end in (",", "}")]
    of_a_person = and_(
        audit.c.action.startswith("person."),
        or_(*(audit.c.detail.contains(f'"id":{id_}{end}') for id_ in people for end in (",", "}"))),
    )
    return [audit.c.person_id.in_(people), of_a_person, *(audit.c.detail.contains(each) for each in named)]


def _of_action(action: str | None) -> list[Any]:
    if not action:
        return []
    if action[-1] not in ".*":
        return [audit.c.action == action]
    family = action.rstrip(".*") + "."
    return [audit.c.action >= family, audit.c.action < family[:-1] + "/"]  # "/" follows "."
