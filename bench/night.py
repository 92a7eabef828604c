"""One process that does whatever is due by a given moment, and says what it took: `python -m bench.night DATA URL INSTANT`.

The moment is where its clock begins; it works as a worker does (relay, jobs, sender) until nothing is left.
"""

import json
import resource
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import or_, select, update

from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.outbox import floor
from bulou.db.tables.events import outbox
from bulou.db.tables.jobs import job, schedule
from bulou.db.tables.rules import rule_due, rule_run
from bulou.db.tx import Tx, run
from bulou.settings import read_settings
from bulou.worker.background import Background

LOOK = 0.5  # seconds


def main(data: str, url: str, at: str) -> None:
    """Work until nothing is due."""
    discover()
    settings = read_settings({}, data_dir=Path(data), database_url=url or None, backup_at="")
    db = open_database(settings.database_url)
    begun, first = time.monotonic(), datetime.fromisoformat(at)

    def clock() -> datetime:
        return first + timedelta(seconds=time.monotonic() - begun)

    run(db, lambda tx: tx.execute(update(schedule).values(next_due=tx.now_text)), clock=clock)
    background = Background(db, settings, clock, listen=True)
    before = time.process_time()
    begun = time.monotonic()
    background.start()
    pause, still = threading.Event(), 0
    while still < 3:  # three looks in a row: what follows from one thing is another
        pause.wait(LOOK)
        still = 0 if run(db, busy, clock=clock, write=False) else still + 1
    seconds = time.monotonic() - begun - 3 * LOOK
    cpu = time.process_time() - before
    background.stop()
    memory = peak()
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": memory}))


def peak() -> float:
    """The most megabytes that this process had. What Linux says of a process begins with what its parent had."""
    own = Path("/proc/self/status")
    lines = own.read_text("ascii").splitlines() if own.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def busy(tx: Tx) -> bool:
    """Whether anything is to be done by now; pools are looked after when their schedule is due."""
    now, c = tx.now_text, job.c
    ready = or_(c.due_at.is_(None), c.due_at <= now)
    wanted = [
        select(outbox.c.id).where(*floor.not_taken_care_of(tx.db.is_sqlite)),
        select(c.id).where(c.state.in_(("queued", "running")), ready),
        select(rule_run.c.id).where(rule_run.c.next_at <= now),
        select(rule_due.c.rule_id).where(rule_due.c.due_at <= now),
        select(schedule.c.key).where(schedule.c.next_due <= now, schedule.c.enabled == 1),
    ]
    base = {"floor": floor.read(tx).last_id}
    return any(
        tx.connection.execute(query.limit(1), base if at == 0 else {}).first()
        for at, query in enumerate(wanted)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
