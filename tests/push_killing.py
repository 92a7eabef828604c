"""A process of its own that converts a lead and kills itself (`kill -9`) in the middle of it.

    python -m tests.push_killing DATABASE_URL PERSON LEAD POINT

It dies once the step of `records.pushing.running` named POINT is done; `run`: with everything written, before the commit.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.people import actors
from bulou.records.pushing import running
from bulou.records.write import Who


def main(url: str, person: int, lead: int, point: str) -> None:
    """Push until killed."""
    discover()
    step = getattr(running, point)

    def last(*given: Any, **more: Any) -> None:
        step(*given, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(running, point, last)

    def work(tx: Tx) -> None:
        form = catalog.load(tx)["lead"]
        running.run(tx, Who(actors.load(tx, person), via="api"), form, lead, "convert", running.Asked())

    run(open_database(url), work)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
