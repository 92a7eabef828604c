"""What the drill must cover, found in the registries: doors, kinds, and what tells people something by itself."""

from collections.abc import Iterator
from typing import Any

from bulou.api.doors import all_doors
from bulou.api.drill.excused import EXCUSED
from bulou.api.drill.marking import MARKS, PLANTED, READ_BACK, UNMARKED
from bulou.api.drill.probe import probes
from bulou.api.today.work import works
from bulou.connect.deliveries import drawings
from bulou.db.contributed import discover
from bulou.db.jobs import job_kinds
from bulou.db.outbox import handlers
from bulou.forms.fields.kind import kinds
from bulou.records.printing.prints import Format
from bulou.records.timeline.source import sources
from bulou.reports.dashboards import DRAWERS


def wanted() -> Iterator[str]:
    """The name of everything through which somebody may be told something."""
    discover()
    yield from (f"door:{door.key}" for _, door in all_doors())
    yield from (f"kind:{kind.key}" for kind in kinds)
    yield from (f"job:{kind.key}" for kind in job_kinds)
    yield from (f"handler:{handler.key}" for handler in handlers)
    yield from (f"today:{work.key}" for work in works)
    yield from (f"timeline:{source.key}" for source in sources)
    yield from (f"widget:{key}" for key in DRAWERS)
    yield from (f"print:{key}" for key in formats())
    yield from (f"drawing:{drawing.key}" for drawing in drawings)


def formats() -> tuple[Any, ...]:
    """What records are printed as."""
    return tuple(Format.__args__)  # type: ignore[attr-defined]


def covered() -> frozenset[str]:
    """What probes knock at, and the kinds of which it is said how they are marked."""
    by_probes = {name for probe in probes for name in probe.covers}
    marked = {f"kind:{key}" for table in (MARKS, PLANTED, READ_BACK, UNMARKED) for key in table}
    return frozenset(by_probes | marked)


def uncovered() -> list[str]:
    """What nobody knocks at, and nobody has excused."""
    return sorted(set(wanted()) - covered() - excused())


def excused() -> frozenset[str]:
    """What is excused, with its reason, in `excused.py`."""
    return frozenset(name for names in EXCUSED.values() for name in names)


def stale() -> list[str]:
    """What is excused or covered, and is not there any more."""
    there = set(wanted())
    named = {name for name in covered() | excused() if name.split(":")[0] in PARTS}
    return sorted(named - there)


PARTS = ("door", "kind", "job", "handler", "today", "timeline", "widget", "print", "drawing")
