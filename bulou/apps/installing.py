"""Bringing an app in as background work: a backup first, then all of it in one transaction, then sample data."""

import base64
from typing import Any

from bulou.apps import packages
from bulou.apps.bundle import from_zip
from bulou.apps.loader import App, read
from bulou.apps.samples import bringing
from bulou.db.backup import nightly
from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, Preparation, job_kinds
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors
from bulou.records.batches import ledger

JOB = "apps.install"


def payload(app: str | None, package: bytes | None, sample: bool = False) -> dict[str, Any]:
    """What the job is told: an app that comes with the product, or a package; `sample`: with its sample data."""
    data = base64.b85encode(package).decode() if package is not None else None
    return {"app": app, "package": data, "sample": sample}


def named(work: Any) -> App:
    """The app of a payload."""
    return read(work["app"]) if work["package"] is None else from_zip(base64.b85decode(work["package"]))


def _back_up(preparation: Preparation) -> Any:
    return nightly.make(preparation) if preparation.job.cursor is None else None


def step(context: JobContext) -> Continue | Finish:
    """The backup is there; now the app, then its sample data piece by piece."""
    tx = context.tx
    app = named(context.payload)
    by = actors.load(tx, context.job.by) if context.job.by is not None else SYSTEM
    if context.cursor is not None:
        return _next(tx, by, app, context.cursor)
    nightly.keep_last(tx, context.prepared)
    plan = packages.install(tx, by, app)
    kept = sum(len(line.kept) for line in plan.lines)
    changed = sum(line.action in ("add", "change") for line in plan.lines)
    told = {"app": plan.app, "version": plan.version, "changed": changed, "kept": kept}
    if not (context.payload.get("sample") and app.sample):
        return Finish(told)
    state = bringing.begin(tx, by, app, context.job.id)
    return Continue({"told": told, "state": state}, 0, sum(len(each.records) for each in app.sample))


def _next(tx: Tx, by: Actor, app: App, cursor: Any) -> Continue | Finish:
    state = bringing.go_on(tx, by, app, cursor["state"])
    if state is not None:
        return Continue({**cursor, "state": state}, len(state["ids"]))
    batch = ledger.found(tx, cursor["state"]["batch"])
    sample = {"batch": batch.id, **{key: batch.summary.get(key, 0) for key in ("changed", "failed")}}
    return Finish({**cursor["told"], "sample": sample})


def ended(tx: Tx, job: Job) -> None:
    """Sample data of which only a part came can be taken away like any other."""
    if job.cursor is not None:
        batch = ledger.found(tx, job.cursor["state"]["batch"])
        ledger.end(tx, batch.id, "cancelled" if job.cancel else "failed", batch.summary)


job_kinds.register(
    JobKind(
        JOB,
        step,
        prepare=_back_up,
        ended=ended,
        attempts=2,
        label={"zh-CN": "安装应用", "en-US": "Installing an app"},
    )
)
