"""Search rows: the tokens of a record's texts, each marked with its field, kept in step by every write."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Table, bindparam, delete, update

from bulou.db.bulk import insert_many
from bulou.db.kept import Kept
from bulou.forms.fields.kind import FieldKind
from bulou.forms.form import BoundField, Form
from bulou.kit import pinyin
from bulou.kit.remembered import remembered
from bulou.kit.tokens import PINYIN_MARK, tokens
from bulou.records.write.model import Chunk, Row

MOST_TOKENS = 15_000  # PostgreSQL keeps positions up to 16,383
LONGEST_TOKEN = 60
FIRST_MARK, MARKS = 0xE100, 6000  # private-use characters, apart from those of kit.tokens
MOST_INITIALS = 12  # a name is found from each of its first characters on


@remembered
def searchable(form: Form) -> tuple[tuple[BoundField, str], ...]:
    """The fields that search looks into, each with its mark; the title comes first."""
    found = [bound for bound in form.fields if _has_text(bound.kind) and bound.columns]
    found.sort(key=lambda bound: bound.key != form.title)
    return tuple((bound, mark(bound)) for bound in found)


def _has_text(kind: FieldKind) -> bool:
    return type(kind).search_text is not FieldKind.search_text


def mark(bound: BoundField) -> str:
    """The mark in front of every token of a field: two private-use characters, the same for as long as the field
    keeps its column."""
    high, low = divmod(crc32(bound.definition.stored_as.encode()) % MARKS**2, MARKS)
    return chr(FIRST_MARK + high) + chr(FIRST_MARK + low)


def is_name(form: Form, bound: BoundField) -> bool:
    """True for fields that are found by pinyin initials."""
    return bound.key == form.title or bool(bound.definition.options.get("name"))


def tokens_of(form: Form, values: Any) -> list[str]:
    """The marked tokens of a record's stored values, in order."""
    out: list[str] = []
    for bound, marked in searchable(form):
        stored = values.get(bound.key)
        if not stored:
            continue
        if bound.kind.key == "phone":
            out += [marked + token for token in bound.kind.search_tokens(bound.definition, stored)]
            digits = bound.spread(stored)[bound.unique_column.key]
            out += [marked + digits] if digits else ()
            continue
        text = bound.kind.search_text(bound.definition, stored)
        found = tokens(text or "")
        if len(text or "") > LONGEST_TOKEN:  # only then can a token be too long
            found = [token[:LONGEST_TOKEN] for token in found]
        out += [marked + token for token in found]
        if is_name(form, bound) and isinstance(stored, str) and pinyin.has_han(stored):
            out += _tails(marked + PINYIN_MARK, pinyin.initials(stored))
    return out[:MOST_TOKENS]


def _tails(start: str, initials: str) -> list[str]:
    return [start + initials[at:] for at in range(min(MOST_INITIALS, len(initials) - 1))]


def written(marked: Sequence[str], sqlite: bool) -> str:
    """Tokens as the search column takes them: plain text for FTS5, a tsvector literal for PostgreSQL."""
    if sqlite:
        return " ".join(marked)
    return " ".join(f"'{token}':{at}" for at, token in enumerate(marked, 1))


def index_rows(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Search rows of new records, and of those whose texts changed."""
    table = chunk.form.search_table
    if table is None:
        return
    keys = {bound.key for bound, _mark in searchable(chunk.form)}
    new = [row for row in rows if row.creating]
    changed = [row for row in rows if not row.creating and keys.intersection(row.changed)]
    put_rows(chunk.tx, chunk.form, [(row.id, row.after) for row in new])
    if changed:
        sqlite = chunk.tx.db.is_sqlite
        values = [
            {"b_id": row.id, "b_tokens": written(tokens_of(chunk.form, {**row.before, **row.after}), sqlite)}
            for row in changed
        ]
        _update(table).run_all(chunk.tx, values)


def put_rows(tx: Any, form: Form, records: Sequence[tuple[int | None, Any]]) -> None:
    """Insert the search rows of records (id, stored values) that have none."""
    table = form.search_table
    if table is not None:
        rows = [(id_, written(tokens_of(form, values), tx.db.is_sqlite)) for id_, values in records]
        insert_many(tx, table, ("id", "tokens"), rows)


def drop_rows(tx: Any, form: Form, ids: Sequence[int | None]) -> None:
    """Take records out of search."""
    table = form.search_table
    if table is not None and ids:
        _delete(table).run_all(tx, [{"b_id": id_} for id_ in ids])


@remembered
def _update(table: Table) -> Kept:
    wanted = table.c.id == bindparam("b_id")
    return Kept(update(table).where(wanted).values(tokens=bindparam("b_tokens")))


@remembered
def _delete(table: Table) -> Kept:
    return Kept(delete(table).where(table.c.id == bindparam("b_id")))
