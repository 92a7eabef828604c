"""What is to be exported: a view or a filter of its own, its columns, its order; judged before a job is made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, cast

import orjson
from sqlalchemy import select

from bulou.db.tables.forms import saved_view
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.forms.ready_views import ready_views
from bulou.forms.values.ids import LARGEST
from bulou.forms.view_audience import may_see
from bulou.kit.errors import FieldProblem, Invalid, NotFound
from bulou.kit.protocols import Actor
from bulou.people import actors

FORMATS = ("xlsx", "csv")
MOST_COLUMNS = 300


@dataclass(frozen=True)
class ExportRequest:
    """`columns` are keys and dotted paths; none: those of the view, else all of the form."""

    form: str
    format: Literal["xlsx", "csv"] = "xlsx"
    columns: tuple[str, ...] = ()
    filter: Any = None
    search: str | None = None
    sort: str | None = None
    locale: str = "zh-CN"
    limits: Mapping[str, Any] = field(default_factory=dict)  # of the token it was asked for with

    @property
    def json(self) -> dict[str, Any]:
        """As the job keeps it."""
        return asdict(self)


def from_json(body: Mapping[str, Any]) -> ExportRequest:
    """The request that `json` wrote."""
    return ExportRequest(**{**body, "columns": tuple(body["columns"])})


def asked(tx: Tx, actor: Actor, form: Form, body: Mapping[str, Any]) -> ExportRequest:
    """The request in `{view | filter, search, columns, sort, format}`; Invalid, NotFound (the view)."""
    problems = [FieldProblem(at, code) for at, code in _problems(body)]
    if problems:
        raise Invalid(problems=problems)
    view = _view(tx, actor, form, body["view"]) if body.get("view") is not None else {}
    given = {key: body[key] for key in ("columns", "filter", "sort") if body.get(key) is not None}
    wanted = {**view, **given}
    sort = wanted.get("sort")
    return ExportRequest(
        form=form.key,
        format=cast(Literal["xlsx", "csv"], body.get("format") or "xlsx"),
        columns=tuple(wanted.get("columns") or ()),
        filter=wanted.get("filter"),
        search=body.get("search") or None,
        sort=",".join(sort) if isinstance(sort, list | tuple) else sort,
        locale=actor.locale,
        limits=actors.limits_of(actor),
    )


def _problems(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if body.get("format") not in (None, *FORMATS):
        found.append(("format", "fields.not_a_choice"))
    columns = body.get("columns") or ()
    if not isinstance(columns, list | tuple) or not all(isinstance(key, str) for key in columns):
        found.append(("columns", "fields.not_a_list"))
    elif len(columns) > MOST_COLUMNS:
        found.append(("columns", "fields.too_many"))
    if not isinstance(body.get("search"), str | None):
        found.append(("search", "fields.not_text"))
    if not isinstance(body.get("view"), str | int | None):
        found.append(("view", "fields.not_an_id"))
    return found


def _view(tx: Tx, actor: Actor, form: Form, view: str | int) -> Mapping[str, Any]:
    """A saved view by id (one that is for the actor), or one of the definition by key."""
    for each in (*form.definition.views, *ready_views(form)):
        if each.key == view:
            return each.definition
    id_ = int(view) if isinstance(view, int) or (view.isascii() and view.isdigit() and len(view) < 20) else 0
    if 0 < id_ <= LARGEST:
        query = select(saved_view.c.definition, saved_view.c.owner_id, saved_view.c.shared)
        row = tx.one(query.where(saved_view.c.id == id_, saved_view.c.form == form.key))
        if row is not None:
            definition = cast(Mapping[str, Any], orjson.loads(row.definition))
            if may_see(actor, form.key, row.owner_id, bool(row.shared), definition):
                return definition
    raise NotFound(what="view", id=view)
