"""iCalendar text (RFC 5545): escaping, folding at 75 octets, instants in UTC and whole days as dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WIDTH = 75  # octets of a line, its end not counted
PRODUCT = "-//Bulou//Calendar//EN"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `at`: a day is a whole day, an instant lasts `minutes`. `uid` never changes."""

    uid: str
    at: date | datetime
    title: str
    about: str = ""
    url: str = ""
    minutes: int = 30
    changed: datetime | None = None
    version: int = 0
    done: bool = False


def calendar(name: str, zone: str, entries: Iterable[Entry], now: datetime) -> str:
    """The whole calendar, lines ended by CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{escaped(zone)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
    ]
    for entry in entries:
        lines += _entry(entry, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """TEXT: backslash, semicolon, comma and line ends escaped; other control characters go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(each for each in plain if each in "\n\t" or not (each < " " or "\x7f" <= each <= "\x9f"))
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(raw, safe)
    return plain


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never within a character; the later ones begin with a blank."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > WIDTH:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece


def _entry(entry: Entry, now: datetime) -> list[str]:
    found = ["BEGIN:VEVENT", f"UID:{escaped(entry.uid)}", f"DTSTAMP:{_utc(entry.changed or now)}"]
    if isinstance(entry.at, datetime):
        end = entry.at + timedelta(minutes=entry.minutes)
        found += [f"DTSTART:{_utc(entry.at)}", f"DTEND:{_utc(end)}"]
    else:
        after = entry.at + timedelta(days=1)
        found += [f"DTSTART;VALUE=DATE:{entry.at:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    found += [f"SEQUENCE:{entry.version}", f"SUMMARY:{escaped(entry.title)}"]
    found += [f"DESCRIPTION:{escaped(entry.about)}"] if entry.about else []
    found += [f"URL:{entry.url}"] if entry.url else []
    found += ["STATUS:CONFIRMED", f"TRANSP:{'TRANSPARENT' if entry.done else 'OPAQUE'}", "END:VEVENT"]
    return found


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
