"""Which columns of an xlsx sheet are shown in percent: there a 1 is 100 %, elsewhere it may be 1 %."""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from html import unescape
from pathlib import Path

_SAMPLE = 1 << 20  # bytes of a sheet that are looked at
_MOST = 16 << 20  # bytes of any other part
_BUILT_IN = frozenset({"9", "10"})
_CELL = re.compile(
    r"<(?:\w+:)?c\b([^>]*)>\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>"
)
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def percents(path: Path) -> Mapping[str, tuple[int, ...]]:
    """Columns (from 0) by sheet name; {} for workbooks that are no xlsx or say nothing readable."""
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _percent_styles(_part(archive, "xl/styles.xml", _MOST))
            if not styles:
                return {}
            return {name: _columns(_part(archive, part, _SAMPLE), styles) for name, part in _sheets(archive)}
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        return {}


def _part(archive: zipfile.ZipFile, name: str, most: int) -> str:
    with archive.open(name) as part:
        return part.read(most).decode("utf-8", "replace")


def _attributes(tag: str) -> dict[str, str]:
    return {key.rpartition(":")[2]: unescape(value) for key, value in _ATTRIBUTE.findall(tag)}


def _tags(text: str, name: str) -> list[dict[str, str]]:
    return [_attributes(tag) for tag in re.findall(rf"<(?:\w+:)?{name}\b([^>]*)>", text)]


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and part of every sheet."""
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in _tags(_part(archive, "xl/_rels/workbook.xml.rels", _MOST), "Relationship")
    }
    found = []
    for each in _tags(_part(archive, "xl/workbook.xml", _MOST), "sheet"):
        target = targets.get(each.get("id"), "")
        if target:
            found.append((each.get("name", ""), target.lstrip("/") if target[0] == "/" else f"xl/{target}"))
    return found


def _percent_styles(styles: str) -> frozenset[str]:
    """The numbers of cell styles whose format ends in a percent sign."""
    custom = {
        each.get("numFmtId"): "%" in _QUOTED.sub("", each.get("formatCode", ""))
        for each in _tags(styles, "numFmt")
    }
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    used = [each.get("numFmtId", "0") for each in _tags(block[0], "xf")] if block else []
    return frozenset(str(at) for at, id_ in enumerate(used) if id_ in _BUILT_IN or custom.get(id_))


def _columns(sheet: str, styles: frozenset[str]) -> tuple[int, ...]:
    """The columns in which most of the numbers have one of `styles`."""
    numbers: Counter[int] = Counter()
    shown: Counter[int] = Counter()
    for tag in _CELL.findall(sheet):
        about = _attributes(tag)
        if about.get("t", "n") != "n" or "r" not in about:
            continue
        column = _index(about["r"])
        numbers[column] += 1
        shown[column] += about.get("s", "0") in styles
    return tuple(sorted(column for column, count in numbers.items() if shown[column] * 2 > count))


def _index(reference: str) -> int:
    found = 0
    for character in reference:
        if not character.isalpha():
            break
        found = found * 26 + ord(character.upper()) - 64
    return found - 1
