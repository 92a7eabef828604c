"""What a kind of job is: a step that is one transaction, and what it may do before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bulou.db.contributed import Contributed
from bulou.db.database import Database
from bulou.db.jobs.job import Job
from bulou.db.tx import Tx
from bulou.kit.words import Words


@dataclass(frozen=True)
class Preparation:
    """What `prepare` works with, outside any transaction: `cancelled()` tells it to stop early, `tell(done, total)`
    shows those who wait how far it is."""

    job: Job
    db: Database
    data_dir: Path
    now: datetime
    cancelled: Callable[[], bool]
    tell: Callable[[int, int | None], None]


@dataclass(frozen=True)
class JobContext:
    """What a step works with. `prepared` is what `prepare` returned for the same cursor."""

    job: Job
    tx: Tx
    data_dir: Path
    prepared: Any = None

    @property
    def payload(self) -> Any:
        """What was asked for."""
        return self.job.payload

    @property
    def cursor(self) -> Any:
        """Where the step before stopped, None on the first."""
        return self.job.cursor


@dataclass(frozen=True)
class Continue:
    """There is more to do from `cursor` (JSON) on; `note` is a key the words know, never a sentence."""

    cursor: Any
    done: int = 0
    total: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Finish:
    """Done; `result` (JSON) is kept with the job."""

    result: Any = None


Step = Continue | Finish


@dataclass(frozen=True)
class JobKind:
    """One kind of job.

    `step` does a bounded piece (500 rows, about a second) in one transaction; its effects and the cursor it
    returns are committed together, so that a kill repeats nothing and halves nothing.
    `prepare`, if given, runs before each step outside any transaction (parse, render, read apart); a kill may
    make it run again, so it changes nothing in the database.
    `ended` runs in the transaction that ends the job in any other way than by Finish: failed, cancelled.
    A step that raises is repeated after 1, 4, 16 … seconds, `attempts` times in a row at most; an AppError
    fails the job at once, since repeating would not change it, unless it is a Trouble of disk or database.
    """

    key: str
    step: Callable[[JobContext], Step]
    prepare: Callable[[Preparation], Any] | None = None
    ended: Callable[[Tx, Job], None] | None = None
    attempts: int = 5
    label: Words = field(default_factory=dict[str, str])


job_kinds: Contributed[JobKind] = Contributed()

Kinds = Mapping[str, JobKind]
