"""What somebody may still take: counted from the ledger and from what they have, under a lock of their own."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, true

from bulou.db import settings_table
from bulou.db.tables.pools import pool_ledger
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import day_in, instant, midnight, parse_instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.kit.words import DEFAULT_LOCALE, say
from bulou.people.register import register
from bulou.pools.definition import Limits, Pool
from bulou.pools.errors import CapReached, CoolingDown, DayFull, StillLocked
from bulou.pools.lying import clause

CLAIMED = "claimed"


@dataclass(frozen=True)
class Asked:
    """A record that somebody wants: its level, when it was made, and the row of `pool_place` if there is one."""

    id: int
    level: str | None
    created_at: str
    place: Any = None
    counts: bool = True  # towards what somebody may hold

    @property
    def since(self) -> str:
        """When it came into the pool; an edit changes nothing about it."""
        return str(self.place.since) if self.place is not None else self.created_at


def purse_of(person_id: int) -> str:
    """The name of the lock that is held while a purse is judged and what it allows is written."""
    return f"pools:{person_id}"


@dataclass(eq=False)
class Purse:
    """What one person has taken and holds, and takes with these very judgements."""

    tx: Tx
    form: Form
    person_id: int
    locale: str
    day: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    held: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    known: set[tuple[str, str, str | None]] = field(default_factory=set)

    def judge(self, pool: Pool, asked: Asked, *, alone: bool = True) -> AppError | None:
        """Why not, or None: then it counts as taken. `alone`: taken by themselves, not given."""
        limits = pool.limits(asked.level)
        found = self._waiting(pool, limits, asked) if alone else None
        found = (
            found
            or (self._day(pool, limits, asked) if alone else None)
            or (self._cap(pool, limits, asked) if asked.counts else None)
        )
        if found is None:
            for name in {None, asked.level}:
                self.day[pool.key, name] += 1 if alone else 0
                self.held[pool.key, name] += 1 if asked.counts else 0
        return found

    def taken(self, pool: Pool, level: str | None) -> int:
        """How many they took today, of one level where it has a limit of its own."""
        key = ("day", pool.key, level)
        if key not in self.known:
            self.known.add(key)
            c, zone = pool_ledger.c, zone_of(self.tx)
            today = instant(midnight(day_in(self.tx.now, zone), zone))
            where = [c.person_id == self.person_id, c.pool == pool.key, c.move == CLAIMED, c.at >= today]
            where += [] if level is None else [c.level == level]
            self.day[pool.key, level] += self.tx.value(select(func.count()).where(*where)) or 0
        return self.day[pool.key, level]

    def holds(self, pool: Pool, level: str | None) -> int:
        """How many they have that count."""
        key = ("held", pool.key, level)
        if key not in self.known:
            self.known.add(key)
            c = self.form.table.c
            where = [c.owner == self.person_id, c.deleted_at.is_(None)]
            if pool.claim.cap_skips is not None:
                where.append(clause(self.tx, self.form, pool.claim.cap_skips).is_not(true()))
            if level is not None and pool.claim.levels:
                where.append(c[pool.claim.levels.field] == level)
            counted = self.tx.value(select(func.count()).select_from(self.form.table).where(*where))
            self.held[pool.key, level] += counted or 0  # visible: a count of their own
        return self.held[pool.key, level]

    def _waiting(self, pool: Pool, limits: Limits, asked: Asked) -> AppError | None:
        last = asked.place.from_id if asked.place is not None else None
        if limits.cooldown_hours and last == self.person_id:
            until = _later(asked.since, limits.cooldown_hours)
            if until > self.tx.now_text:
                return CoolingDown(hours=limits.cooldown_hours, **self._until(until), **self._who(pool))
        if limits.lock_new_hours:
            until = _later(asked.since, limits.lock_new_hours)
            if until > self.tx.now_text:
                params: dict[str, Any] = {"hours": limits.lock_new_hours, **self._until(until)}
                return StillLocked(pool=say(pool.label, self.locale), **params)
        return None

    def _day(self, pool: Pool, limits: Limits, asked: Asked) -> AppError | None:
        level = own_level(pool, "per_day", asked.level)
        if limits.per_day is None or self.taken(pool, level) < limits.per_day:
            return None
        return DayFull(limit=limits.per_day, **self._until(tomorrow(self.tx)), **self._who(pool))

    def _cap(self, pool: Pool, limits: Limits, asked: Asked) -> AppError | None:
        level = own_level(pool, "cap", asked.level)
        if limits.cap is None or (holds := self.holds(pool, level)) < limits.cap:
            return None
        return CapReached(limit=limits.cap, holds=holds, **self._who(pool))

    def _who(self, pool: Pool) -> dict[str, Any]:
        known = register(self.tx).people.get(self.person_id)
        return {"pool": say(pool.label, self.locale), "who": known.name if known else ""}

    def _until(self, moment: str) -> dict[str, Any]:
        return {"until": moment, "clock": on_the_clock(self.tx, moment)}


def own_level(pool: Pool, name: str, level: str | None) -> str | None:
    """The level whose count a limit is compared with: None where the limit is the pool's."""
    levels = pool.claim.levels
    own = levels.values.get(level) if levels and level is not None else None
    return level if own is not None and getattr(own, name) is not None else None


def level_of(pool: Pool, values: Any) -> str | None:
    """The level of a record by its stored values."""
    return values.get(pool.claim.levels.field) if pool.claim.levels else None


def language_of(tx: Tx) -> str:
    """The workspace's language, for what is told to several."""
    return str(settings_table.get(tx, "locale") or DEFAULT_LOCALE)


def zone_of(tx: Tx) -> str:
    """The workspace's zone."""
    return str(settings_table.get(tx, "zone", SYSTEM.zone))


def on_the_clock(tx: Tx, moment: str) -> str:
    """What clocks and calendars of the workspace show at a moment."""
    return f"{parse_instant(moment).astimezone(ZoneInfo(zone_of(tx))):%Y-%m-%d %H:%M}"


def tomorrow(tx: Tx) -> str:
    """When the next day begins in the workspace's zone."""
    zone = zone_of(tx)
    return instant(midnight(day_in(tx.now, zone) + timedelta(days=1), zone))


def _later(moment: str, hours: int) -> str:
    return instant(parse_instant(moment) + timedelta(hours=hours))
