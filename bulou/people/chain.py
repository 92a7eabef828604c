"""The chain of sealed blocks: what a digest is made of, and whether everything still is as it was sealed."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import func, select

from bulou.db.tables.people import audit, audit_block, audit_dropped
from bulou.db.tx import Tx
from bulou.kit.clock import instant, parse_instant

BEGINNING = "0" * 64
COLUMNS: tuple[str, ...] = (
    *("id", "at", "person_id", "action", "form", "record_id", "detail", "ip", "request_id"),
    *("via", "session", "token_id", "agent", "job_id"),
)
MOST_PROBLEMS = 100
YOUNGEST = timedelta(days=179)  # no retention is shorter: half a year, less what clocks differ


@dataclass(frozen=True)
class Block:
    """One sealed block; its ids are `first_id … last_id`, `rows` of them were given to rows."""

    number: int
    first_id: int
    last_id: int
    rows: int
    digest: str
    previous: str
    sealed_at: str
    dropped_at: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a block. `code`: changed, missing, added, broken (it does not follow the one before),
    rewritten (a backup remembers another digest), gone (an earlier look remembers it otherwise), early (rows went as
    if their time had come, long before it could have), before_all (rows below the first id). `rows`: how many."""

    block: int
    code: str
    rows: int = 0
    about: Mapping[str, Any] = field(default_factory=dict)


def leaf(row: Any) -> str:
    """The digest of one row, whose columns stand in the order of COLUMNS."""
    return hashlib.sha256(orjson.dumps([1, *row])).hexdigest()


def digest_of(previous: str, number: int, first_id: int, last_id: int, leaves: Iterator[str]) -> str:
    """The digest of a block: of the one before, its place, and the digests of its rows in the order of ids."""
    sha = hashlib.sha256(orjson.dumps([previous, number, first_id, last_id]))
    for each in leaves:
        sha.update(each.encode())
    return sha.hexdigest()


def leaves_of(tx: Tx, first_id: int, last_id: int) -> dict[int, str]:
    """Id → digest of the rows that are there between two ids."""
    c = audit.c
    query = select(*(c[name] for name in COLUMNS)).where(c.id.between(first_id, last_id)).order_by(c.id)
    return {row[0]: leaf(tuple(row)) for row in tx.rows(query)}


def head(tx: Tx) -> Block | None:
    """The newest block."""
    row = tx.one(_blocks().order_by(audit_block.c.number.desc()).limit(1))
    return Block(*row) if row else None


def blocks(tx: Tx, after: int, limit: int) -> list[Block]:
    """The next blocks behind number `after`."""
    query = _blocks().where(audit_block.c.number > after).order_by(audit_block.c.number)
    return [Block(*row) for row in tx.rows(query.limit(limit))]


def block(tx: Tx, number: int) -> Block | None:
    """The block with this number."""
    row = tx.one(_blocks().where(audit_block.c.number == number))
    return Block(*row) if row else None


def examine(tx: Tx, after: int, limit: int) -> tuple[list[Problem], int, int]:
    """What is wrong with the next blocks behind number `after`; the last number looked at, and the rows read."""
    before = block(tx, after) if after else None
    problems, rows, last = ([] if after else list(_before_all(tx))), 0, after
    for each in blocks(tx, after, limit):
        found, read = _judge(tx, each, before)
        problems += found
        rows += read
        before, last = each, each.number
    return problems[:MOST_PROBLEMS], last, rows


def _blocks() -> Any:
    return select(*(audit_block.c[name] for name in Block.__dataclass_fields__))


def _before_all(tx: Tx) -> Iterator[Problem]:
    below = tx.value(select(func.count()).select_from(audit).where(audit.c.id < 1))
    if below:
        yield Problem(0, "before_all", below)


def _judge(tx: Tx, each: Block, before: Block | None) -> tuple[list[Problem], int]:
    found = []
    follows = (before.number + 1, before.last_id + 1, before.digest) if before else (1, 1, BEGINNING)
    if (each.number, each.first_id, each.previous) != follows:
        found.append(Problem(each.number, "broken"))
    here = leaves_of(tx, each.first_id, each.last_id)
    young = each.sealed_at > instant((parse_instant(each.dropped_at or tx.now_text)) - YOUNGEST)
    if each.dropped_at is not None:
        found += [Problem(each.number, "early", each.rows)] if young else []
        return [*found, *([Problem(each.number, "added", len(here))] if here else [])], len(here)
    dropped = _dropped(tx, each)
    found += [Problem(each.number, "early", len(dropped))] if young and dropped else []
    whole = {**dropped, **here}
    told = digest_of(each.previous, each.number, each.first_id, each.last_id, _in_order(whole))
    if len(whole) != each.rows:
        code = "missing" if len(whole) < each.rows else "added"
        found.append(Problem(each.number, code, abs(each.rows - len(whole))))
    elif told != each.digest:
        found.append(Problem(each.number, "changed"))
    return found, len(here)


def _dropped(tx: Tx, each: Block) -> dict[int, str]:
    c = audit_dropped.c
    rows = tx.rows(select(c.id, c.digest).where(c.id.between(each.first_id, each.last_id)))
    return {row.id: row.digest for row in rows}


def _in_order(leaves: Mapping[int, str]) -> Iterator[str]:
    return (leaves[id_] for id_ in sorted(leaves))
