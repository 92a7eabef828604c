"""Lists of days: read from what people paste, a table or the State Council's notice itself; written as a table.

A line of a table is `2027-02-06, free, 春节` or `2027-02-06 ~ 2027-02-12, 休, 春节`, with hours as a fourth column
where a day has its own. Anything else is read as a notice: `二、春节：2月15日（周日）至23日放假调休，共9天。`
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bulou.people.calendar import hours
from bulou.people.calendar.stored import FIRST_YEAR, LAST_YEAR, Json

LONGEST_TEXT = 50_000  # characters of a list
MOST_DAYS = 60  # of one range
FREE = ("free", "off", "holiday", "放假", "休息", "休")
WORKED = ("worked", "workday", "work", "上班", "补班", "班")
WEEKDAYS = "一二三四五六日"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]{0,40})[）)])?", re.ASCII)
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TO = re.compile(r"\s*(?:至|到|—|–|~|～|-|to)\s*")
_YEAR = re.compile(r"(\d{4})年(?!\d{1,2}月)", re.ASCII)
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十]+\s*[、.])?\s*(?:\d{4}年)?([^：:，。\d]{1,20})[：:]")
_SPANS = re.compile(r"(\d{1,2}:\d\d)\s*[-–—~]\s*(\d{1,2}:\d\d)", re.ASCII)


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be used: its number from 1, its text, and why."""

    line: int
    text: str
    code: str


@dataclass(frozen=True)
class Listed:
    """What a list says: days as `change_days` takes them, in order, and what is wrong."""

    days: tuple[Json, ...]
    wrong: tuple[Wrong, ...]


def read_list(text: str, year: int) -> Listed:
    """The days of a list; `year` is that of days that do not say theirs, unless the text names one."""
    found: dict[str, Json] = {}
    wrong: list[Wrong] = []
    said = _YEAR.search(text)
    reader = _Reader(int(said[1]) if said else year)
    for number, line in enumerate(text[:LONGEST_TEXT].splitlines(), 1):
        try:
            read = [*reader.of_table(line)] if _is_row(line) else [*reader.of_notice(line)]
        except _CannotBe as error:
            wrong.append(Wrong(number, line.strip()[:120], error.code))
            continue
        found |= {each["day"]: each for each in read}
    return Listed(tuple(found[day] for day in sorted(found)), tuple(wrong))


def write_list(days: Iterable[Json]) -> str:
    """The days as a table that `read_list` reads."""
    lines = ["day,kind,name,hours"]
    for each in days:
        spans = " ".join("-".join(span) for span in each["hours"] or ())
        name = (each["name"] or "").replace(",", "，").replace('"', "”")
        lines.append(f"{each['day']},{each['kind']},{name},{spans}")
    return "\n".join(lines) + "\n"


class _CannotBe(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _is_row(line: str) -> bool:
    """Whether a line begins with a day as tables have them, and has more columns."""
    return _ISO.match(line.strip().lstrip('\ufeff"')) is not None and len(_cells(line)) > 1


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in re.split(r"[,，;；\t]", line)]


@dataclass
class _Reader:
    """Reads line by line; the name of a feast holds until another one is named."""

    year: int
    name: str = ""

    def of_table(self, line: str) -> Iterator[Json]:
        """The days of one row."""
        first, kind_said, *rest = _cells(line.lstrip("\ufeff"))
        kind = _kind(kind_said.lower())
        if kind is None:
            raise _CannotBe("calendar.unknown_kind")
        spans = [
            [start.rjust(5, "0"), end.rjust(5, "0")] for start, end in _SPANS.findall(" ".join(rest[1:]))
        ]
        if spans:
            try:
                spans = hours.told(hours.read(spans))
            except ValueError as error:
                raise _CannotBe("calendar.bad_hours") from error
        for day in self._days(first):
            yield _made(day, kind, rest[0] if rest else "", spans if kind == "worked" else [])

    def of_notice(self, line: str) -> Iterator[Json]:
        """The days of one paragraph of a notice."""
        named = _NAME.match(line)
        self.name = named[1].strip() if named else self.name
        for sentence in re.split(r"[。；;]", line[named.end() :] if named else line):
            for clause in re.split(r"[，,]", sentence):
                days = list(self._days(clause))
                kind = _kind(clause) or (_kind(sentence) if days else None)
                if days and kind is not None:
                    yield from (_made(day, kind, self.name, []) for day in days)

    def _days(self, text: str) -> Iterator[date]:
        """The days and ranges of days in a text; what has no month or year takes those of the day before it."""
        text = _ISO.sub(r"\1年\2月\3日", text)
        year, month, last, at = self.year, None, None, 0
        for found in _DAY.finditer(text):
            month = int(found[2]) if found[2] else month
            if month is None:
                continue
            year = int(found[1]) if found[1] else year
            day = _date(year, month, int(found[3]))
            _check_weekday(day, found[4] or "")
            if last is not None and _TO.fullmatch(text[at : found.start()]):
                if not found[1] and day < last:
                    day = _date(year + 1, month, int(found[3]))
                yield from _between(last + timedelta(days=1), day)
            else:
                yield day
            last, at = day, found.end()


def _kind(text: str) -> str | None:
    """Which kind the words name; of several, the first one."""
    places = [
        (at, kind)
        for kind, words in (("free", FREE), ("worked", WORKED))
        for word in words
        if (at := text.find(word)) >= 0
    ]
    return min(places)[1] if places else None


def _date(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise _CannotBe("calendar.no_such_day") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _CannotBe("calendar.no_such_day")
    return found


def _between(first: date, last: date) -> Iterator[date]:
    if last < first or (last - first).days > MOST_DAYS:
        raise _CannotBe("calendar.bad_range")
    for at in range((last - first).days + 1):
        yield first + timedelta(days=at)


def _check_weekday(day: date, beside: str) -> None:
    """A notice names the day of the week: it tells whether the year is right."""
    said = _WEEKDAY.search(beside)
    if said and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
        raise _CannotBe("calendar.wrong_weekday")


def _made(day: date, kind: str, name: str, spans: Sequence[Any]) -> Json:
    return {"day": day.isoformat(), "kind": kind, "hours": list(spans) or None, "name": name[:60] or None}
