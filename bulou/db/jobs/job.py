"""A job as it is stored: what was asked, how far it is, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from bulou.db.tables.jobs import job as job_table
from bulou.kit.clock import parse_instant

State = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED = frozenset({"done", "failed", "cancelled"})
COLUMNS = tuple(column.name for column in job_table.columns)


@dataclass(frozen=True)
class Job:
    """One job. `payload`, `cursor`, `result` are JSON values; `error` is `{code, params, …}` or None.

    `origin` is where the request came from that asked for it (`kit.origin`).
    `done` of `total` count in whatever the kind counts; `cancel` says that somebody asked for its end.
    """

    id: str
    kind: str
    payload: Any
    state: State
    cursor: Any
    done: int
    total: int | None
    note: str | None
    result: Any
    error: Any
    attempts: int
    run: int
    cancel: bool
    unique_key: str | None
    by: int | None
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    beat_at: datetime | None
    origin: Any = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED


def job_of(row: Any) -> Job:
    """The job in a row of the job table."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name in ("payload", "cursor", "result", "error", "origin"):
        values[name] = None if values[name] is None else orjson.loads(values[name])
    for name in ("due_at", "created_at", "started_at", "ended_at", "beat_at"):
        values[name] = None if values[name] is None else parse_instant(values[name])
    values["cancel"] = bool(values["cancel"])
    return Job(**values)
