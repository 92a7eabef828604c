"""iCalendar text, read back by another reader of the format."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest

from bulou.kit.icalendar import WIDTH, Entry, calendar, escaped, folded

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))
WILD = 'a\\b;c,d\n"e"：给客户发样机视频，附件 2 个；\u3000𠮷 ' + "长" * 80


def read(*entries: Entry) -> icalendar.Calendar:
    """Written by us, read by the other."""
    return icalendar.Calendar.from_ical(calendar("周敏, 锐达; 包装", "Asia/Shanghai", entries, NOW))


def test_texts_come_back_as_they_were() -> None:
    found = read(Entry("task-1", NOW, WILD, about=WILD))
    event = found.walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (WILD, WILD)
    assert str(found["NAME"]) == "周敏\\, 锐达\\; 包装"  # this reader leaves it escaped
    assert str(event["UID"]) == "task-1"


def test_instants_and_days_mean_the_same_elsewhere() -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=SHANGHAI)
    timed, day = read(Entry("a", at, "x", minutes=45), Entry("b", date(2026, 12, 31), "y")).walk("VEVENT")
    assert timed.decoded("DTSTART") == at and timed.decoded("DTEND") - at == timedelta(minutes=45)
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize("text", ["", "x" * 74, "x" * 75, "x" * 76, "长" * 100, "𠮷" * 60])
def test_lines_are_folded_within_the_width_and_between_characters(text: str) -> None:
    pieces = list(folded(text))
    assert all(len(piece.encode()) <= WIDTH for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text


def test_nothing_in_a_title_begins_a_line_of_its_own() -> None:
    wicked = "x\r\nEND:VEVENT\nBEGIN:VEVENT\rUID:evil\x00\x0b\x85"
    found = read(Entry("a", NOW, wicked))
    assert len(found.walk("VEVENT")) == 1
    assert escaped(wicked) == "x\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:evil"


def test_every_line_ends_as_the_format_wants() -> None:
    text = calendar("a", "UTC", [Entry("a", NOW, WILD)], NOW)
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
