"""Records themselves, their detail rows and the rows by which they are found: emptied, blacked out, kept by law."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, bindparam, select, update

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.bound import BoundField
from bulou.forms.form import Form
from bulou.forms.titles import title_sort
from bulou.records.errors import RecordDeleted
from bulou.records.personal.fields import hidden_fields, is_personal, personal_fields, text_fields
from bulou.records.personal.kinds import About, of_records
from bulou.records.personal.terms import MARK
from bulou.records.write.chunks import make_chunk
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row, Who
from bulou.records.write.save import put_back
from bulou.records.write.search_rows import drop_rows
from bulou.records.write.tables import load_tables
from bulou.words import sentence


class Values:
    """What the columns of a form hold."""

    key = "records"
    tables = frozenset[str]()  # those that forms make: f_, s_, and the rows of their details

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """Records."""
        return len(ids)

    def erase(self, tx: Tx, about: About) -> int:
        """Empty their own fields, black the person out of texts; the version rises, history says so."""
        who = Who(via="erasure", trusted=True)
        rows = [Row(Command("change", id_), "change", id_) for id_ in about.ids]
        chunk = make_chunk(tx, who, about.form, catalogs.load(tx), rows)
        load_rows(chunk)
        binned = [row for row in chunk.rows if isinstance(row.error, RecordDeleted)]
        for row in binned:
            row.error = None
        chunk.rows = chunk.alive
        if not chunk.rows:
            return 0
        locale = settings_table.get(tx, "locale", "zh-CN")
        for row in chunk.rows:
            row.after = self._after(about, row, locale)
            row.given = set(row.after)
        load_tables(chunk)
        for row in chunk.rows:
            if about.form.title in row.after:
                row.after["title_sort"] = title_sort(about.form, row.get(about.form.title))
        put_back(chunk, chunk.rows, "erased")
        drop_rows(tx, about.form, [row.id for row in binned])
        _empty_hidden(tx, about, chunk)
        _empty_details(tx, about)
        return sum(1 for row in chunk.rows if row.changed)

    def _after(self, about: About, row: Row, locale: str) -> dict[str, Any]:
        """The values that become others, as they will be stored."""
        id_ = row.id or 0
        stays = about.keeps(id_) or frozenset()
        after: dict[str, Any] = {}
        for each in personal_fields(about.form):
            value = row.before.get(each.key)
            if value is None or each.key in stays:
                continue
            if id_ in about.whole:
                after[each.key] = _nobody(about.form, each, id_, locale)
            else:
                after[each.key] = _blacked(about, value)
        for each in text_fields(about.form):
            value = row.before.get(each.key)
            if value is not None and each.key not in stays:
                after[each.key] = _cleared(about, each, value)
        return {key: value for key, value in after.items() if value != row.before.get(key)}


def _nobody(form: Form, field: BoundField, id_: int, locale: str) -> Any:
    """What stands in a field of somebody who was erased: nothing, or a name that tells nothing where one is needed."""
    needed = field.key == form.title or (field.definition.required and field.kind.key == "text")
    if not needed or len(field.columns) != 1:
        return None
    return sentence("told.personal.nobody", {"id": id_}, locale)


def _blacked(about: About, value: Any) -> Any:
    """A value without the person; a number or address that is theirs goes as a whole."""
    fresh = about.subject.redact(value)
    whole = isinstance(value, str) and fresh == MARK
    return None if whole else fresh


def _cleared(about: About, field: BoundField, value: Any) -> Any:
    long = field.kind.key in ("long_text", "rich_text")
    if about.texts and long:
        return tuple(MARK for _ in value) if isinstance(value, tuple) else MARK
    return about.subject.redact(value)


def _empty_hidden(tx: Tx, about: About, chunk: Chunk) -> None:
    """Fields that were deleted keep their columns for a while: what lies there goes, too."""
    ids = [row.id for row in chunk.rows if row.id in about.whole]
    names = [column.name for each in hidden_fields(about.form) for column in (*each.columns, *each.derived)]
    if names and ids:
        bare = Table(about.form.table.name, MetaData(), Column("id"), *(Column(name) for name in names))
        tx.execute(update(bare).where(bare.c.id.in_(ids)).values(dict.fromkeys(names)))


def _empty_details(tx: Tx, about: About) -> None:
    """Rows inside of records: fields that tell of a person are emptied, texts blacked out."""
    for detail in about.form.details.values():
        fields = [each for each in detail.fields if len(each.columns) == 1 and each.operand == "text"]
        if not fields:
            continue
        t = detail.table.c
        columns = [t[each.column.key] for each in fields]
        for row in tx.rows(
            select(t.id, t.parent_id, *columns).where(t.parent_id.in_(about.ids))
        ):  # visible: whole
            if about.keeps(row[1]) is not None:
                continue
            fresh = {
                each.column.key: None
                if row[1] in about.whole and is_personal(about.form.definition, each.definition)
                else about.subject.redact(value)
                for each, value in zip(fields, row[2:], strict=True)
                if value is not None
            }
            if any(
                fresh[each.column.key] != value for each, value in zip(fields, row[2:], strict=True) if value
            ):
                tx.execute(
                    update(detail.table).where(t.id == bindparam("b_id")).values(fresh), {"b_id": row[0]}
                )


of_records.register(Values())
