"""Until when a record is its owner's: worked out from what the record says, so that nothing is lost or begun anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bulou.kit.workdays import TooFar
from bulou.kit.worktime import WorkCalendar, add_hours, paused_add
from bulou.pools.definition import PROTECTION, After, Pool


@dataclass(frozen=True)
class Owned:
    """What a clock goes by: since when it is owned, the last follow-up and move, and which rules mean it."""

    since: datetime
    acted: datetime | None = None
    moved: datetime | None = None
    won: bool = False
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Expiry:
    """When it goes back, by which rule, and the moments before at which its owner is warned."""

    rule: str
    at: datetime
    warn: tuple[datetime, ...] = ()

    def next_warning(self, last: datetime | None) -> datetime | None:
        """The first warning after the last one that was told."""
        return next((each for each in self.warn if last is None or each > last), None)


def expiry(
    pool: Pool, owned: Owned, calendar: WorkCalendar, starts: Mapping[str, datetime] | None = None
) -> Expiry | None:
    """The first of all ends, None where nothing ends it. What never happened counts from when it was owned.

    `starts`: when rules came into force; what was owned before has their whole time from then on.
    """
    ends = _ends(pool, owned, calendar, starts or {})
    return min(ends, key=lambda each: (each.at, each.rule), default=None)


def _ends(
    pool: Pool, owned: Owned, calendar: WorkCalendar, starts: Mapping[str, datetime]
) -> Iterator[Expiry]:
    for rule in pool.recycle:
        if rule.key not in owned.rules or (rule.clock == "won" and owned.won):
            continue
        if rule.clock == "first" and _looked_after(owned):
            continue
        last = {"first": None, "activity": owned.acted, "stage": owned.moved, "won": None}[rule.clock]
        begun = max(owned.since, starts.get(rule.key, owned.since))
        at = _after(rule.after, max(begun, last or begun), calendar)
        if at is not None:
            yield Expiry(rule.key, at, _before(at, rule.warn))
    if pool.protection is not None:
        begun = max(owned.since, starts.get(PROTECTION, owned.since))
        at = _protected(pool, replace(owned, since=begun))
        yield Expiry(PROTECTION, at, _before(at, pool.protection.warn))


def _looked_after(owned: Owned) -> bool:
    """Whether whoever has it followed it up or moved it; being made in a stage is no move."""
    acted = owned.acted is not None and owned.acted >= owned.since
    return acted or (owned.moved is not None and owned.moved > owned.since)


def _after(after: After, start: datetime, calendar: WorkCalendar) -> datetime | None:
    try:
        if after.work_hours is not None:
            return add_hours(calendar, start, after.work_hours)
        if after.hours is not None:
            return paused_add(calendar, start, after.hours)
    except TooFar:
        return None
    return start + timedelta(days=after.days or 0)


def _protected(pool: Pool, owned: Owned) -> datetime:
    """`max(expiry, action + extension)`, and never more than the maximum."""
    said = pool.protection
    assert said is not None
    ends = [owned.since + timedelta(days=said.start_days)]
    actions = [each for each in (owned.acted, owned.moved) if each is not None and each > owned.since]
    ends += [each + timedelta(days=said.extend_days) for each in actions]
    most = owned.since + timedelta(days=said.max_days) if said.max_days else None
    return min(max(ends), most) if most else max(ends)


def _before(at: datetime, hours: list[int]) -> tuple[datetime, ...]:
    return tuple(sorted(at - timedelta(hours=each) for each in hours))
