"""Bringing an app in as background work: a backup first, then all of it in one transaction."""

import base64
from typing import Any

from bulou.apps import packages
from bulou.apps.bundle import from_zip
from bulou.apps.loader import App, read
from bulou.db.backup import nightly
from bulou.db.jobs import Finish, JobContext, JobKind, Preparation, job_kinds
from bulou.kit.protocols import SYSTEM
from bulou.people import actors

JOB = "apps.install"


def payload(app: str | None, package: bytes | None) -> dict[str, Any]:
    """What the job is told: an app that comes with the product, or a package."""
    return {"app": app, "package": base64.b85encode(package).decode() if package is not None else None}


def named(work: Any) -> App:
    """The app of a payload."""
    return read(work["app"]) if work["package"] is None else from_zip(base64.b85decode(work["package"]))


def _back_up(preparation: Preparation) -> Any:
    return nightly.make(preparation)


def step(context: JobContext) -> Finish:
    """The backup is there; now the app."""
    tx = context.tx
    nightly.keep_last(tx, context.prepared)
    by = actors.load(tx, context.job.by) if context.job.by is not None else SYSTEM
    plan = packages.install(tx, by, named(context.payload))
    kept = sum(len(line.kept) for line in plan.lines)
    changed = sum(line.action in ("add", "change") for line in plan.lines)
    return Finish({"app": plan.app, "version": plan.version, "changed": changed, "kept": kept})


job_kinds.register(
    JobKind(
        JOB, step, prepare=_back_up, attempts=2, label={"zh-CN": "安装应用", "en-US": "Installing an app"}
    )
)
