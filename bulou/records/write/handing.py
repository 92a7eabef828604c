"""Records handed over: who holds them changes, with the department that follows, and nothing else.

No rule of the form is asked: a set-rule, a gate or a required field of today must not touch what happens to be given
to somebody else (decision 0070). What is worked out of the owner follows, and so do trail, search and rollups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bulou.db import revisions
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.records.contributed import Write
from bulou.records.write.chunks import make_chunk
from bulou.records.write.formulas import work_out
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row, Who
from bulou.records.write.owners import keep_account
from bulou.records.write.rollups import roll_up
from bulou.records.write.save import differing
from bulou.records.write.search_rows import index_rows
from bulou.records.write.store import update_rows
from bulou.records.write.tables import load_missing, store_tables
from bulou.records.write.trail import leave_trail
from bulou.records.write.view import write_of

CHUNK = 500
OWNER = "owner"


@dataclass(frozen=True)
class Give:
    """One record and who gets it (None: nobody, the pool). `keys`: `owner`, and fields that name who gives it away."""

    id: int
    to: int | None
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Hands:
    """From whom the records go, and the main department of everybody who gets some."""

    giver: int
    homes: Mapping[int, int | None]


def hand_over(tx: Tx, who: Who, form: Form, gives: Sequence[Give], hands: Hands) -> dict[int, int | None]:
    """Give records of one form away; record → who has it now, of those that the giver still held."""
    given: dict[int, int | None] = {}
    for start in range(0, len(gives), CHUNK):
        some = gives[start : start + CHUNK]
        chunk, rows = _changed(tx, who, form, some, hands)
        if rows:
            update_rows(chunk, rows)
            store_tables(chunk, rows)
            leave_trail(chunk, rows)
            index_rows(chunk, rows)
            keep_account(chunk, rows)
            roll_up(chunk, rows)
        written = {row.id for row in rows}
        given.update({each.id: each.to for each in some if each.id in written})
    revisions.still(tx, catalogs.REVISION)
    return given


def foretold(tx: Tx, who: Who, form: Form, gives: Sequence[Give], hands: Hands) -> list[Write]:
    """The same as it would be, for those who judge it. The records are held from here on."""
    found: list[Write] = []
    for start in range(0, len(gives), CHUNK):
        _chunk, rows = _changed(tx, who, form, gives[start : start + CHUNK], hands)
        found += [write_of(row) for row in rows]
    return found


def _changed(tx: Tx, who: Who, form: Form, gives: Sequence[Give], hands: Hands) -> tuple[Chunk, list[Row]]:
    """The rows, held and changed in memory; those that are gone or somebody else's by now are left out."""
    rows = [Row(Command("change", each.id), "change", each.id) for each in gives]
    chunk = make_chunk(tx, who, form, catalogs.load(tx), rows)
    load_rows(chunk)
    for key in {key for each in gives for key in each.keys if key in form.links}:
        load_missing(chunk, key, chunk.alive)
    wanted = {each.id: each for each in gives}
    for row in chunk.alive:
        _pass(chunk, row, wanted[row.id or 0], hands)
    rows = [row for row in chunk.alive if row.after]
    work_out(chunk, rows)
    for row in rows:
        row.changed = differing(row)
    return chunk, [row for row in rows if row.changed]


def _pass(chunk: Chunk, row: Row, give: Give, hands: Hands) -> None:
    for key in give.keys:
        if key == OWNER and row.before.get(OWNER) == hands.giver:
            since = chunk.tx.now_text if give.to is not None else None
            home = hands.homes.get(give.to) if give.to is not None else None
            row.after.update(owner=give.to, department=home, owner_since=since)
        elif key in chunk.form.by_key:
            _rename(chunk, row, key, give.to, hands.giver)


def _rename(chunk: Chunk, row: Row, key: str, to: int | None, giver: int) -> None:
    """The field names the receiver in the place of the giver; a required one is not emptied."""
    before: Any = row.before.get(key)
    if key in chunk.form.links:
        named = [to if each == giver else each for each in before or ()]
        after: Any = tuple(dict.fromkeys(each for each in named if each is not None))
    else:
        after = to if before == giver else before
    if after != before and (after or not chunk.form.by_key[key].definition.required):
        row.after[key] = after
