"""A process of its own that carries out rules and kills itself (`kill -9`) in the middle of a step.

    python -m tests.rule_killing DATABASE_URL STEPS

It dies once the log line numbered STEPS is written, before its transaction can be committed; 0: it works to the end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.jobs.steps import Place, advance
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import job
from bulou.db.tx import run
from bulou.kit.clock import utc_now
from bulou.rules import firing, runs
from bulou.rules.queue import JOB


def main(url: str, steps: int) -> None:
    """Work until killed, or until nothing is left."""
    discover()
    note, noted = runs.note, list[int]()

    def counted(*given: Any, **more: Any) -> None:
        note(*given, **more)
        noted.append(1)
        if len(noted) == steps:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(runs, "note", counted)  # noqa: B010 (the type checker must not see a function replaced)
    db = open_database(url)
    place = Place(db, utc_now, Path(), lambda: False)
    waiting = (
        select(job.c.id, job.c.run).where(job.c.kind == JOB, job.c.state.in_(("queued", "running"))).limit(1)
    )
    while True:
        Relay(db).drain()
        run(db, firing.look)
        found = run(db, lambda tx: tx.one(waiting), write=False)
        if found is None:
            return
        while advance(place, found.id, found.run):
            pass


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
