"""Imports as they are kept: their row, their folder, what was proposed and planned, how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update

from bulou.access.rights import may
from bulou.db.tables.jobs import import_refusal, import_run
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.exchange.meaning.plan import Plan, from_json, to_json
from bulou.records.exchange.running.counts import Counts

STATES = ("proposed", "queued", "running", "done", "failed", "cancelled")


@dataclass(frozen=True, eq=False)
class Import:
    """One import. `progress` is `{counts, cursor}` once it runs."""

    id: int
    form: str
    file_name: str
    sha256: str
    state: str
    proposal_text: str
    plan_text: str
    progress: dict[str, Any]
    batch_id: int | None
    job_id: str | None
    by: int | None
    created_at: str
    ended_at: str | None

    @cached_property
    def proposal(self) -> dict[str, Any]:
        """What was understood."""
        return orjson.loads(self.proposal_text)  # type: ignore[no-any-return]

    @cached_property
    def plan(self) -> Plan:
        """What the run does."""
        return from_json(orjson.loads(self.plan_text))

    def may_keep_history(self, actor: Actor) -> bool:
        """Whether `actor` may (still) take stages as they are found."""
        return actor.is_system or may(actor, self.form, "bulk")


def folder(data_dir: Path, import_id: int) -> Path:
    """Where the file of an import and its rows lie."""
    return data_dir / "imports" / str(import_id)


def add(
    tx: Tx,
    actor: Actor,
    form: str,
    file_name: str,
    sha256: str,
    plan: dict[str, Any],
    proposal: dict[str, Any],
) -> int:
    """Keep a new proposal; the id of the import."""
    row = {
        "form": form,
        "file_name": file_name,
        "file_sha256": sha256,
        "state": "proposed",
        "plan": orjson.dumps(plan).decode(),
        "proposal": orjson.dumps(proposal).decode(),
        "by": actor.person_id,
        "created_at": tx.now_text,
    }
    return int(tx.value(insert(import_run).values(row).returning(import_run.c.id)))


def get(tx: Tx, import_id: int) -> Import:
    """The import; NotFound."""
    row = tx.one(select(import_run).where(import_run.c.id == import_id))
    if row is None:
        raise NotFound(what="import", id=import_id)
    return _import(row)


def recent(tx: Tx, by: int | None, everybody: bool, limit: int) -> Sequence[Import]:
    """The newest imports of a person, or of everybody."""
    query = select(import_run)
    if not everybody:
        query = query.where(import_run.c.by.is_not_distinct_from(by))
    return [_import(row) for row in tx.rows(query.order_by(import_run.c.id.desc()).limit(limit))]


def _import(row: Any) -> Import:
    return Import(
        id=row.id,
        form=row.form,
        file_name=row.file_name,
        sha256=row.file_sha256,
        state=row.state,
        proposal_text=row.proposal,
        plan_text=row.plan,
        progress=orjson.loads(row.result) if row.result else {},
        batch_id=row.batch_id,
        job_id=row.job_id,
        by=row.by,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def change(tx: Tx, import_id: int, **values: Any) -> None:
    """Change columns of an import: state, batch_id, job_id, ended_at."""
    tx.execute(update(import_run).where(import_run.c.id == import_id).values(values))


def revise(tx: Tx, import_id: int, plan: dict[str, Any], proposal: dict[str, Any]) -> None:
    """Keep a changed plan and its proposal."""
    change(tx, import_id, plan=orjson.dumps(plan).decode(), proposal=orjson.dumps(proposal).decode())


def keep_progress(tx: Tx, import_id: int, counts: Counts, cursor: dict[str, Any]) -> None:
    """Keep how far the run is, in the transaction of what it did."""
    change(tx, import_id, result=orjson.dumps({"counts": counts.json(), "cursor": cursor}).decode())


def forget(tx: Tx, import_id: int) -> None:
    """Remove an import that never ran."""
    tx.execute(delete(import_refusal).where(import_refusal.c.import_id == import_id))
    tx.execute(delete(import_run).where(import_run.c.id == import_id))


def labels(where: Path) -> dict[str, list[str]]:
    """Labels without an option, by field, as the proposal found them."""
    try:
        found: dict[str, list[str]] = orjson.loads((where / "labels.json").read_bytes())
    except FileNotFoundError:
        return {}
    return found


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan as it is stored."""
    return to_json(plan)
