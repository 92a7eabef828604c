"""A process of its own that works on a job and kills itself (`kill -9`) in the middle of giving records away.

    python -m tests.killing DATABASE_URL JOB CHUNKS

It dies before the chunk numbered CHUNKS of the transaction is stored.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.jobs.steps import Place, advance
from bulou.db.tx import run
from bulou.kit.clock import utc_now
from bulou.records.write import handing


def main(url: str, job_id: str, chunks: int) -> None:
    """Work until killed."""
    discover()
    store, stored = handing.update_rows, list[int]()

    def update_rows(chunk: Any, rows: Any) -> None:
        stored.append(len(rows))
        if len(stored) == chunks:
            os.kill(os.getpid(), signal.SIGKILL)
        store(chunk, rows)

    setattr(handing, "update_rows", update_rows)  # noqa: B010 (the type checker must not see a function replaced)
    db = open_database(url)
    place = Place(db, utc_now, Path(), lambda: False)
    number = run(db, lambda tx: jobs.get(tx, job_id), write=False)
    assert number is not None
    while advance(place, job_id, number.run):
        pass


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
