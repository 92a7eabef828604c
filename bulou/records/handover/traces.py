"""What somebody took along or looked behind in the last 30 days, as the audit has it: exports, prints, reveals."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import instant
from bulou.people import audit

DAYS = 30
MOST = 200
FAMILIES = (
    "export.",
    "print.",
    "app.exported",
    "field.revealed",
    "record.printed",
    "file.downloaded",
)
Json = dict[str, Any]


def traces(tx: Tx, person_id: int) -> Json:
    """`{days, since, groups: [{action, form, label, times, rows, last}], items, total}`, the newest first."""
    since = instant(tx.now - timedelta(days=DAYS))
    rows = [_item(row) for row in audit.done_by(tx, person_id, FAMILIES, since)]
    return {
        "days": DAYS,
        "since": since,
        "groups": _groups(tx, rows),
        "items": rows[:MOST],
        "total": len(rows),
    }


def _item(row: Json) -> Json:
    rows = row["detail"].get("rows")
    told = {key: row[key] for key in ("at", "action", "form", "record_id")}
    return {**told, "rows": rows if isinstance(rows, int) else 1}


def _groups(tx: Tx, items: list[Json]) -> list[Json]:
    found: dict[tuple[str, str | None], Json] = defaultdict(lambda: {"times": 0, "rows": 0, "last": ""})
    for each in items:
        group = found[each["action"], each["form"]]
        group["times"] += 1
        group["rows"] += each["rows"]
        group["last"] = max(group["last"], each["at"])
    catalog = catalogs.load(tx)
    told = []
    for (action, form), group in found.items():
        known = catalog.get(form) if form else None
        label = dict(known.definition.label) if known is not None else None
        told.append({"action": action, "form": form, "label": label, **group})
    return sorted(told, key=lambda each: each["last"], reverse=True)
