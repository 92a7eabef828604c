"""The batch's own row: what was asked, how far it is, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from bulou.db.tables.records import batch
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.records.write.model import Outcome

MOST_TOLD = 1000  # refusals kept with a batch
MOST_TWINS = 200  # likely twins kept with a batch; all are counted


@dataclass(frozen=True)
class Batch:
    """One batch. `state`: open, done, failed, cancelled, undone."""

    id: int
    kind: str
    form: str | None
    state: str
    request: Mapping[str, Any]
    summary: Mapping[str, Any]
    by: int | None
    created_at: str
    ended_at: str | None
    undo_of: int | None
    undone_by: int | None
    job_id: str | None


def begin(
    tx: Tx,
    kind: str,
    form: str | None,
    request: Mapping[str, Any],
    by: int | None,
    undo_of: int | None = None,
) -> int:
    """A new open batch; its id."""
    row = {
        "kind": kind,
        "form": form,
        "state": "open",
        "request": orjson.dumps(dict(request)).decode(),
        "summary": "{}",
        "by": by,
        "created_at": tx.now_text,
        "undo_of": undo_of,
    }
    return int(tx.value(insert(batch).values(row).returning(batch.c.id)))


def lock(tx: Tx, id_: int) -> None:
    """To be called before a batch is judged to be undone or gone on with: one at a time."""
    tx.lock(f"batch:{id_}")


def found(tx: Tx, id_: int) -> Batch:
    """The batch; NotFound."""
    row = tx.one(select(batch).where(batch.c.id == id_))
    if row is None:
        raise NotFound(what="batch", id=id_)
    return batch_of(row)


def batch_of(row: Any) -> Batch:
    """The batch in a row of the table."""
    values = dict(zip((column.key for column in batch.c), row, strict=True))
    for key in ("request", "summary"):
        values[key] = orjson.loads(values[key])
    return Batch(**values)


def change(tx: Tx, id_: int, **values: Any) -> None:
    """Change columns; `summary` as JSON."""
    if "summary" in values:
        values["summary"] = orjson.dumps(values["summary"], default=str).decode()
    tx.execute(update(batch).where(batch.c.id == id_).values(values))


def end(tx: Tx, id_: int, state: str, summary: Mapping[str, Any]) -> None:
    """Close the batch."""
    change(tx, id_, state=state, summary=dict(summary), ended_at=tx.now_text)


def add_refusals(summary: dict[str, Any], refusals: list[dict[str, Any]]) -> None:
    """Keep refusals in `summary`, the first thousand of them."""
    kept = summary.setdefault("results", [])
    kept += refusals[: max(0, MOST_TOLD - len(kept))]


def add_twins(summary: dict[str, Any], outcomes: Sequence[Outcome]) -> None:
    """Count the records that may be there already by a key that warns, and keep the first of them with their twin."""
    for outcome in outcomes:
        twin = next((each for each in outcome.warnings if each.twin is not None), None)
        if twin is None or twin.twin is None:
            continue
        summary["alike"] = summary.get("alike", 0) + 1
        kept = summary.setdefault("twins_met", [])
        if len(kept) < MOST_TWINS:
            kept.append({"id": outcome.id, "key": twin.rule, "form": twin.twin[0], "twin": twin.twin[1]})
