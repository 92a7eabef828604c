"""Rows of the file that are the same record, found before the run; the first in workbook order is the one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bulou.records.exchange.meaning.plan import Plan, to_json
from bulou.records.exchange.running.identity import Hint, Identity, Sameness
from bulou.records.exchange.running.rows import RowRead

Place = tuple[str, int]  # sheet, row
_MOST_ALIKE = 2_000
_MOST_HINTS = 400_000


@dataclass(frozen=True)
class Alike:
    """A row that may be a twin of an earlier row under another name: `hint` is the field both share."""

    row: Place
    title: str
    first: Place
    first_title: str
    hint: str


@dataclass(eq=False)
class FileTwins:
    """`same`: row → the first row that is the same record; `alike`: rows that may be (the first thousands).

    `identities` are those of first rows only while looking; `rows` counts records.
    """

    same: dict[Place, Place] = field(default_factory=dict)
    alike: list[Alike] = field(default_factory=list)
    rows: int = 0
    unnamed: int = 0


@dataclass(eq=False)
class _First:
    place: Place
    title: str
    identity: Identity | None


def find(rows: Iterable[RowRead], sameness: Sameness) -> FileTwins:
    """The twins among `rows`."""
    found = FileTwins()
    firsts: dict[Identity, Place] = {}
    hints: dict[Hint, _First] = {}
    for row in rows:
        if row.refused:
            continue
        found.rows += 1
        place = (row.sheet, row.number)
        identity = row.identity or sameness.identity(row.values, row.names)
        if identity is None:
            found.unnamed += 1
        elif identity in firsts:
            found.same[place] = firsts[identity]
            continue
        else:
            firsts[identity] = place
        if len(hints) < _MOST_HINTS:
            _note_alike(found, hints, row, identity, sameness)
    return found


def _note_alike(
    found: FileTwins,
    hints: dict[Hint, _First],
    row: RowRead,
    identity: Identity | None,
    sameness: Sameness,
) -> None:
    place, title = (row.sheet, row.number), str(row.values.get(sameness.form.title) or "")
    for hint in sameness.hinted(row.values):
        first = hints.get(hint)
        if first is None:
            hints[hint] = _First(place, title, identity)
        elif first.identity != identity and len(found.alike) < _MOST_ALIKE:
            found.alike.append(Alike(place, title, first.place, first.title, hint[0]))
            return


def fingerprint(plan: Plan) -> str:
    """What tells one plan from another."""
    return hashlib.sha256(orjson.dumps(to_json(plan), option=orjson.OPT_SORT_KEYS)).hexdigest()


def save(folder: Path, found: FileTwins, fingerprint: str) -> None:
    """Keep the twins beside the spool for the plan with this fingerprint."""
    same = [[*row, *first] for row, first in found.same.items()]
    body = {"plan": fingerprint, "same": same, "rows": found.rows}
    (folder / "twins.json").write_bytes(orjson.dumps(body))


def load(folder: Path, fingerprint: str) -> dict[Place, Place] | None:
    """The twins kept for the plan with this fingerprint, None when there are none."""
    try:
        body = orjson.loads((folder / "twins.json").read_bytes())
    except FileNotFoundError:
        return None
    if body["plan"] != fingerprint:
        return None
    return {(row[0], row[1]): (row[2], row[3]) for row in body["same"]}
