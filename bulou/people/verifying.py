"""Verifying the whole chain, also against the digests that backups remember; every night, and when somebody asks."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bulou.db import settings_table
from bulou.db.backup import nightly
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, enqueue, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.schedules import Schedule, schedules
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.people import actors, audit, chain, heads_seen, retention
from bulou.people.chain import MOST_PROBLEMS, Problem
from bulou.people.heads_seen import Seen

KIND = "audit.verify"
NIGHTLY = "audit.nightly"
LAST = "audit_verified"  # setting: what was found last
AT_ONCE = 10  # blocks of one step
LABEL = {"zh-CN": "核对审计记录", "en-US": "Verifying the audit trail"}


def start(tx: Tx, by: int) -> str:
    """Verify everything in the background; the job's id."""
    return enqueue(tx, KIND, {}, by=by)


def last(tx: Tx) -> dict[str, Any] | None:
    """What was found last: `{at, blocks, rows, problems: [{block, code, rows, about}]}`."""
    found: dict[str, Any] | None = settings_table.get(tx, LAST)
    return found


def everything(tx: Tx, data_dir: Path) -> tuple[list[Problem], int, int]:
    """What is wrong anywhere, here and now; blocks and rows that were read."""
    problems, rows, after = list(remembered(tx, data_dir)), 0, 0
    while True:
        found, until, read = chain.examine(tx, after, AT_ONCE)
        problems += found
        rows += read
        if until == after:
            return problems[:MOST_PROBLEMS], after, rows
        after = until


def remembered(tx: Tx, data_dir: Path) -> Iterator[Problem]:
    """Blocks of which a backup in the data folder or an earlier look remembers another digest, or that are gone."""
    for each in nightly.listing(data_dir):
        if each.audit is None:
            continue
        number, digest = each.audit["number"], each.audit["digest"]
        found = chain.block(tx, number)
        if found is None or found.digest != digest:
            yield Problem(number, "rewritten", about={"backup": each.name})
    for head in heads_seen.seen(data_dir):
        found = chain.block(tx, head.number)
        if found is None or found.digest != head.digest:
            yield Problem(head.number, "gone", about={"at": head.at})


def _nightly(context: JobContext) -> Step:
    """First what is expired goes, then what is left is verified."""
    cursor = context.cursor or {"phase": "drop", "after": 0, "gone": 0}
    if cursor["phase"] != "drop":
        return _verify(context, cursor)
    gone, further = retention.drop(context.tx, cursor["after"], AT_ONCE)
    total = cursor["gone"] + gone
    if further is not None:
        return Continue({"phase": "drop", "after": further, "gone": total})
    if total:
        audit.write(context.tx, SYSTEM, "audit.dropped", detail={"rows": total})
    return Continue({"phase": "verify"})


def _verify(context: JobContext, cursor: Any = None) -> Step:
    tx = context.tx
    cursor = cursor or context.cursor or {}
    after, rows, told = cursor.get("after", 0), cursor.get("rows", 0), cursor.get("problems", [])
    newest = chain.head(tx)
    total = newest.number if newest else 0
    found, until, read = chain.examine(tx, after, AT_ONCE)
    told = (told + [asdict(each) for each in found])[:MOST_PROBLEMS]
    if until > after:
        state = {"phase": "verify", "after": until, "rows": rows + read, "problems": told}
        return Continue(state, done=until, total=total)
    told = (told + [asdict(each) for each in remembered(tx, context.data_dir)])[:MOST_PROBLEMS]
    if newest is not None:
        heads_seen.remember(context.data_dir, Seen(newest.number, newest.digest, tx.now_text))
    return Finish(_keep(context, after, rows + read, told))


def _keep(context: JobContext, blocks: int, rows: int, problems: Sequence[Any]) -> dict[str, Any]:
    tx, by = context.tx, context.job.by
    found = {"at": tx.now_text, "blocks": blocks, "rows": rows, "problems": list(problems)}
    settings_table.put(tx, LAST, found)
    if by is not None or problems:
        actor = SYSTEM if by is None else actors.load(tx, by)
        audit.write(
            tx, actor, "audit.verified", detail={"blocks": blocks, "rows": rows, "problems": len(problems)}
        )
    return found


job_kinds.register(JobKind(KIND, _verify, label=LABEL))
job_kinds.register(JobKind(NIGHTLY, _nightly, label=LABEL))
schedules.register(Schedule("nightly_audit", NIGHTLY, "03:50"))
