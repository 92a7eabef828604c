"""What the caller may do to records of one form, as the pipeline asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, true

from bulou.access.visible import Visible, may, visible
from bulou.expr.conditions import Context
from bulou.forms.form import Form
from bulou.records.write.model import Row, Who


@dataclass(frozen=True, eq=False)
class WriteRights:
    """`sees`, `may`, `may_give`: the rows the caller may read, do the action to, and assign to others.

    `fields` may be written on at least some rows (None: all on all); `sometimes` are those of them that are
    open on some rows only. `may_do`: whether the action is open to the caller at all.
    """

    sees: ColumnElement[bool]
    may: ColumnElement[bool]
    may_give: ColumnElement[bool]
    fields: frozenset[str] | None
    may_do: bool
    may_assign: bool
    sometimes: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    kept: dict[Any, Any] | None = None  # statements built on these rights, as long as the rights hold

    def may_write(self, row: Row, key: str) -> bool:
        """True when the caller may write field `key` of this row."""
        if self.fields is None:
            return True
        return key in self.fields and key not in row.extra.get("closed", ())


FREE = WriteRights(true(), true(), true(), None, True, True)


def write_rights(who: Who, form: Form, action: str, context: Context) -> WriteRights:
    """The rights of `who` to `action` (create, change, delete, restore) records of `form`."""
    if who.free:
        return FREE
    needed = "delete" if action == "restore" else action
    acting = visible(who.actor, form, needed, context=context)
    known: WriteRights | None = acting.kept.get((write_rights, action))
    if known is None:
        known = acting.kept[write_rights, action] = _rights(who, form, action, acting, context)
    return known


def _rights(who: Who, form: Form, action: str, acting: Visible, context: Context) -> WriteRights:
    sometimes: dict[str, Any] = {}
    if action == "change":
        keys = [key for key in form.by_key if key in acting.fields]
        sometimes = {key: open_ for key in keys if (open_ := acting.when(key)) is not None}
    return WriteRights(
        sees=visible(who.actor, form, context=context).predicate,
        may=acting.predicate,
        may_give=visible(who.actor, form, "assign", context=context).predicate,
        fields=acting.fields,
        may_do=may(who.actor, form.key, acting.action),
        may_assign=may(who.actor, form.key, "assign"),
        sometimes=sometimes,
        kept={},
    )
