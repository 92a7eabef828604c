"""How long the audit trail is kept: rows go by families of actions, digests stay, and what is left can be verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bulou.db import settings_table
from bulou.db.tables.people import audit as rows_of
from bulou.db.tables.people import audit_block, audit_dropped
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.protocols import Actor
from bulou.people import audit, chain
from bulou.people.chain import Block

SETTING = "audit_keep"
DAYS = 3 * 365
LEAST, MOST = 180, 36_500  # days; law asks for half a year of network logs
MOST_FAMILIES = 50


class BadRetention(Invalid):
    """Rows are kept for a number of days, for families of actions that exist. `least`, `most`."""

    code = "audit.bad_retention"


@dataclass(frozen=True)
class Retention:
    """Days that rows are kept; `families` (`session`, `export` …) that are kept for another time."""

    days: int = DAYS
    families: Mapping[str, int] = field(default_factory=dict)

    def of(self, action: str) -> int:
        """Days that a row of `action` is kept."""
        return self.families.get(action.split(".")[0], self.days)

    @property
    def shortest(self) -> int:
        """Days before which nothing goes."""
        return min([self.days, *self.families.values()])

    @property
    def json(self) -> dict[str, Any]:
        """As it is stored and told."""
        return {"days": self.days, "families": dict(self.families)}


def current(tx: Tx) -> Retention:
    """What is set."""
    stored = settings_table.get(tx, SETTING) or {}
    return Retention(stored.get("days", DAYS), stored.get("families", {}))


def change(tx: Tx, by: Actor, days: Any, families: Mapping[str, Any], known: Sequence[str]) -> Retention:
    """Set it; BadRetention names what is wrong. `known` are the families there are."""
    tx.lock(SETTING)
    problems = [] if _good(days) else [_range("days")]
    problems += [_range(f"families.{key}") for key, value in families.items() if not _good(value)]
    problems += [FieldProblem(f"families.{key}", "fields.unknown") for key in families if key not in known]
    if len(families) > MOST_FAMILIES:
        problems.append(FieldProblem("families", "fields.too_many", {"max": MOST_FAMILIES}))
    if problems:
        raise BadRetention(problems=problems, least=LEAST, most=MOST)
    before, after = current(tx), Retention(days, dict(sorted(families.items())))
    settings_table.put(tx, SETTING, after.json)
    if before != after:
        audit.write(tx, by, "audit.retention_changed", detail=audit.pairs(before.json, after.json))
    return after


def drop(tx: Tx, after: int, limit: int) -> tuple[int, int | None]:
    """Take expired rows out of the next blocks behind number `after`: rows that went, and the last number, None when
    there is nothing further to look at."""
    tx.lock("audit.seal")
    keep = current(tx)
    c = audit_block.c
    old = c.sealed_at < instant(tx.now - timedelta(days=keep.shortest))
    query = select(*(c[name] for name in Block.__dataclass_fields__)).where(c.number > after, old)
    found = [
        Block(*row) for row in tx.rows(query.where(c.dropped_at.is_(None)).order_by(c.number).limit(limit))
    ]
    gone = sum(_drop_from(tx, keep, each) for each in found)
    return gone, found[-1].number if len(found) == limit else None


def _drop_from(tx: Tx, keep: Retention, block: Block) -> int:
    c = rows_of.c
    within = c.id.between(block.first_id, block.last_id)
    rows = tx.rows(select(c.id, c.at, c.action).where(within))
    expired = [row.id for row in rows if row.at < instant(tx.now - timedelta(days=keep.of(row.action)))]
    if len(expired) == len(rows):
        tx.execute(
            update(audit_block).where(audit_block.c.number == block.number).values(dropped_at=tx.now_text)
        )
        tx.execute(delete(rows_of).where(within))
        tx.execute(delete(audit_dropped).where(audit_dropped.c.id.between(block.first_id, block.last_id)))
    elif expired:
        leaves = chain.leaves_of(tx, block.first_id, block.last_id)
        tx.execute(insert(audit_dropped), [{"id": id_, "digest": leaves[id_]} for id_ in expired])
        tx.execute(delete(rows_of).where(c.id.in_(expired)))
    return len(expired)


def _good(days: Any) -> bool:
    return type(days) is int and LEAST <= days <= MOST


def _range(name: str) -> FieldProblem:
    return FieldProblem(name, "fields.out_of_range", {"min": LEAST, "max": MOST})
