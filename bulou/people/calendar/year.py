"""One year of the calendar as a page shows it: the days that differ from the week, and how many are worked."""

from datetime import date, timedelta
from typing import Any

from bulou.db import revisions
from bulou.db.tx import Tx
from bulou.kit.words import say
from bulou.kit.workdays import china, china_names
from bulou.people.calendar import hours
from bulou.people.calendar.stored import NAME, Json, Kept, base_of, load, read, usual


def year_of(tx: Tx, year: int, locale: str) -> Json:
    """`{year, version, zone, today, base, announced, week, days, months, hours}`: `announced` when somebody said
    which days of the year are holidays; `days` those that the holidays or the own days name, `{day, kind, hours, name,
    source, base: {kind, name} | None}`; `months` how many days of each month are worked, `hours` the year's."""
    kept, calendar = read(tx), load(tx)
    first = date(year, 1, 1)
    all_days = [first + timedelta(days=at) for at in range((date(year, 12, 31) - first).days + 1)]
    worked = [day for day in all_days if calendar.is_workday(day)]
    shown = [_day(kept, day, locale) for day in all_days]
    return {
        "year": year,
        "version": revisions.current(tx, NAME),
        "zone": calendar.zone,
        "base": kept.base,
        "announced": is_announced(kept, year),
        "week": [hours.told(each) for each in kept.week],
        "days": [each for each in shown if each is not None],
        "months": [sum(day.month == month for day in worked) for month in range(1, 13)],
        "hours": sum(hours.total(calendar.hours_on(day)) for day in worked),
    }


def is_announced(kept: Kept, year: int) -> bool:
    """Whether the holidays of a year are known: by the product, or by a list that somebody took in."""
    text = str(year)
    mine = any(row["source"] == "list" and day.startswith(text) for day, row in kept.days.items())
    return mine or kept.base == "none" or year in announced_years()


def announced_years() -> frozenset[int]:
    """The years whose statutory holidays the product knows."""
    return frozenset(day.year for day in china().holidays)


def own_days(tx: Tx, year: int | None = None) -> list[Json]:
    """The stored days, of one year or all, as lists have them."""
    return [
        {"day": day, **row} for day, row in read(tx).days.items() if year is None or day.startswith(str(year))
    ]


def _day(kept: Kept, day: date, locale: str) -> Json | None:
    row, beneath = kept.days.get(day.isoformat()), _beneath(kept, day, locale)
    if row is None and beneath is None:
        return None
    found: dict[str, Any] = (
        dict(row) if row is not None else {**(beneath or {}), "source": "official", "hours": None}
    )
    if found["kind"] == "worked" and not found["hours"]:
        found["hours"] = None
    spans = found["hours"] or (hours.told(usual(kept.week, day)) if found["kind"] == "worked" else [])
    return {
        **found,
        "day": day.isoformat(),
        "hours": spans,
        "own_hours": found["hours"] is not None,
        "base": beneath,
    }


def _beneath(kept: Kept, day: date, locale: str) -> Json | None:
    """What the statutory holidays say of a day."""
    base = base_of(kept.base)
    if day not in base.holidays and day not in base.workdays:
        return None
    kind = "worked" if day in base.workdays else "free"
    return {"kind": kind, "name": say(china_names()[day], locale)}
