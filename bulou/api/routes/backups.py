"""Backups as administrators see them: which there are, and making one now."""

from typing import Any

from bulou.api.administrator import administrator
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT
from bulou.db import jobs
from bulou.db.backup import nightly
from bulou.people import audit

doors = Doors("backups")


@doors.get("/admin/backups", "list_backups", carries="nothing", scope="configure", answer=ITEMS)
def list_backups(call: Call) -> dict[str, Any]:
    """The archives of the data folder, newest first; each had to pass its check to be here."""
    administrator(call)
    found = nightly.listing(call.site.settings.data_dir)
    items = [
        {
            "name": each.name,
            "at": each.made_at,
            "size": each.size,
            "rows": each.rows,
            "version": each.version,
            "schema": each.schema,
            "checked": True,
            "audit": each.audit,
        }
        for each in found
    ]
    return {"items": items, "last": nightly.last(call.tx)}


@doors.post("/admin/backups", "make_backup", carries="nothing", scope="configure", status=202, answer=OBJECT)
def make_backup(call: Call) -> dict[str, Any]:
    """Make a backup in the background; while one is waiting its job is answered."""
    administrator(call)
    waiting = nightly.under_way(call.tx)
    job_id = waiting or jobs.enqueue(call.tx, nightly.KIND, {}, by=call.person_id)
    audit.write(call.tx, call.actor, "backup.asked", detail={"job": job_id})
    return {"job": job_id}
