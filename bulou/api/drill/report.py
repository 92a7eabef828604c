"""What a drill found, for people and for programs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bulou.api.drill.run import Drilled

NARROW = 7  # characters of a cell


def as_json(drilled: Drilled) -> dict[str, Any]:
    """`{ok, people, forms, records, marks, seconds, doors: [{door, person, knocks, leaks}], leaks, faults, …}`."""
    leaks = _leaks_by_place(drilled)
    return {
        "ok": drilled.tight,
        "people": drilled.people,
        "forms": drilled.forms,
        "records": drilled.records,
        "marks": drilled.marks,
        "unplantable": drilled.unplantable,
        "seconds": round(drilled.seconds, 1),
        "doors": [
            {"door": door, "person": person, "knocks": count, "leaks": leaks[person, door]}
            for (person, door), count in sorted(
                drilled.findings.knocks.items(), key=lambda item: item[0][::-1]
            )
        ],
        "leaks": [
            {
                **{name: getattr(leak, name) for name in ("person", "door", "request", "mark", "how")},
                **({"answers": leak.more.split("\n")} if leak.more else {}),
            }
            for leak in drilled.findings.leaks.values()
        ],
        "faults": [
            {name: getattr(fault, name) for name in ("person", "door", "request", "status")}
            for fault in drilled.findings.faults
        ],
    }


def as_text(drilled: Drilled) -> Iterator[str]:
    """The table of doors and people, then each leak with what led to it."""
    findings = drilled.findings
    yield (
        f"{len(drilled.people)} people, {len(drilled.forms)} forms, {drilled.records} records, {drilled.marks} marks, "
        f"{sum(findings.knocks.values())} knocks, {drilled.seconds:.0f} s"
    )
    yield from _table(drilled)
    for form, why in drilled.unplantable.items():
        yield f"NOT PLANTED  {form}: {why}"
    for fault in findings.faults:
        yield f"FAULT  {fault.person} at {fault.door}: {fault.status} to {fault.request}"
    for leak in findings.leaks.values():
        yield f"LEAK   {leak.person} at {leak.door}: {leak.mark}, {leak.how}: {leak.request}"
    yield "tight: nobody was told what they may not know" if drilled.tight else _summary(drilled)


def _summary(drilled: Drilled) -> str:
    findings = drilled.findings
    doors = {leak.door for leak in findings.leaks.values()}
    return f"{len(findings.leaks)} leaks at {len(doors)} doors, {len(findings.faults)} faults"


def _table(drilled: Drilled) -> Iterator[str]:
    """A line for each door, a column for each person: knocks, and behind a stroke leaks."""
    leaks, knocks = _leaks_by_place(drilled), drilled.findings.knocks
    doors = sorted({door for _, door in knocks})
    wide = max((len(door) for door in doors), default=0)
    for at, person in enumerate(drilled.people, 1):
        yield f"{at:>3} {person}"
    yield " " * wide + "".join(f"{at:>{NARROW}}" for at in range(1, len(drilled.people) + 1))
    for door in doors:
        cells = [_cell(knocks.get((person, door), 0), leaks[person, door]) for person in drilled.people]
        yield f"{door:<{wide}}" + "".join(f"{cell:>{NARROW}}" for cell in cells)


def _cell(knocks: int, leaks: int) -> str:
    if leaks:
        return f"{knocks}/{leaks}!"
    return str(knocks) if knocks else "."


def _leaks_by_place(drilled: Drilled) -> Counter[tuple[str, str]]:
    return Counter((leak.person, leak.door) for leak in drilled.findings.leaks.values())
