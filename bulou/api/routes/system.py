"""Health, version, and what can be used: no business data passes here."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bulou import __version__
from bulou.api.call import Answer, Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS
from bulou.db import settings_table
from bulou.db.database import Database
from bulou.db.migrate import current, head
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx
from bulou.expr.conditions import TYPES
from bulou.forms.check import NOT_UNIQUE
from bulou.forms.fields.detail import NESTED
from bulou.forms.fields.kind import FieldKind, kinds
from bulou.forms.values.regions import regions
from bulou.forms.values.trees import Place
from bulou.kit.clock import parse_instant

doors = Doors("system")

LEAST_DISK = 200 * 1024 * 1024
LONGEST_LAG = 600


@doors.get("/health", "get_health", carries="nothing", scope=None, public=True)
def get_health(call: Call) -> Answer:
    """Database, lag of jobs, disk and schema; 200 when all are well, else 503."""
    checks = {
        "database": {"ok": True},
        "schema": schema(call.site.db),
        "jobs": lag(call.tx),
        "disk": disk(call.site.settings.data_dir),
    }
    well = all(check["ok"] for check in checks.values())
    return Answer({"status": "ok" if well else "failing", "checks": checks}, 200 if well else 503)


def schema(db: Database) -> dict[str, Any]:
    """Whether our own tables are as this version needs them."""
    now = current(db)
    return {"ok": now == head(), "version": now, "needed": head()}


def lag(tx: Tx) -> dict[str, Any]:
    """How long the oldest job that is due has waited, in seconds."""
    due = (job.c.state == "queued") & (job.c.due_at.is_(None) | (job.c.due_at <= tx.now_text))
    oldest = tx.value(select(func.min(func.coalesce(job.c.due_at, job.c.created_at))).where(due))
    seconds = int((tx.now - parse_instant(oldest)).total_seconds()) if oldest else 0
    return {"ok": seconds <= LONGEST_LAG, "lag_seconds": seconds}


def disk(folder: Path) -> dict[str, Any]:
    """Whether there is room left where files and the database are kept."""
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    return {"ok": free >= LEAST_DISK, "free_megabytes": free // 1024 // 1024}


@doors.get("/version", "get_version", carries="nothing", scope=None, public=True)
def get_version(call: Call) -> dict[str, Any]:
    """The version of the product and of its tables, and the workspace's name for the sign-in page."""
    name = settings_table.get(call.tx, "name")
    return {"name": "bulou", "version": __version__, "schema": head(), "workspace": name}


@doors.get("/kinds", "list_kinds", carries="nothing")
def list_kinds(call: Call) -> dict[str, Any]:
    """The field kinds, with their operators and the schema of their options."""
    return {"fields": [describe(kind) for kind in kinds]}


@doors.get("/regions", "list_regions", carries="nothing", answer=ITEMS)
def list_regions(call: Call) -> dict[str, Any]:
    """The administrative divisions of China for fields of addresses: `[key, name, [those below]]`."""
    return {"items": [_region(place) for place in regions().roots]}


def _region(place: Place) -> list[Any]:
    below = [_region(child) for child in place.children]
    return [place.key, place.names[0], below] if below else [place.key, place.names[0]]


def describe(kind: FieldKind) -> dict[str, Any]:
    """One kind as the designers need it."""
    return {
        "key": kind.key,
        "label": kind.label,
        "group": kind.group,
        "unique": kind.key not in NOT_UNIQUE,
        "detail": kind.key not in NESTED,
        "operand": kind.operand,
        "operators": operators(kind),
        "sortable": kind.sortable,
        "groupable": kind.groupable,
        "summable": kind.summable,
        "computed": kind.computed,
        "options": kind.options_model.model_json_schema(),
    }


def operators(kind: FieldKind) -> list[str]:
    """What conditions may ask of fields of this kind."""
    known = TYPES.get(kind.operand)
    return list(kind.operators) or sorted(known.operators if known else ())
