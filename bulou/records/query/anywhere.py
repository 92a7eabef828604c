"""Reading records wherever they lie, alive or in the bin: what is told of one that was deleted is still told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.query.one import sees
from bulou.records.query.secure import secure_select


def rows_anywhere(
    tx: Tx, seen: Visible, *columns: Any, where: Sequence[ColumnElement[bool]] = ()
) -> list[Any]:
    """The rows that may be seen, the living ones before those in the bin."""
    queries = (secure_select(seen, *columns, where=where, deleted=gone) for gone in (False, True))
    return [row for query in queries for row in tx.rows(query)]


def row_anywhere(
    tx: Tx, seen: Visible, *columns: Any, where: Sequence[ColumnElement[bool]] = ()
) -> Any | None:
    """The first of them: one record is alive or in the bin, so the bin is looked through where it is not alive."""
    queries = (secure_select(seen, *columns, where=where, deleted=gone) for gone in (False, True))
    return next((row for query in queries if (row := tx.one(query)) is not None), None)


def sees_anywhere(tx: Tx, actor: Actor, form: Form, id_: int) -> bool:
    """Whether the actor may see this record, in the bin, too."""
    return any(sees(tx, actor, form, id_, deleted=gone) for gone in (False, True))
