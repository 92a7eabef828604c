"""Detail rows as callers write them: an id changes, none adds, `_delete` removes, unnamed rows stay."""

from typing import Any

from bulou.forms.fields.detail import DetailOptions
from bulou.forms.form import BoundField, DetailForm
from bulou.forms.values.ids import checked_id
from bulou.kit.errors import FieldError
from bulou.records.write.model import Chunk, Row

Rows = tuple[dict[str, Any], ...]


def checked_rows(chunk: Chunk, row: Row, key: str, value: Any) -> Rows | None:
    """The rows as they will be, in order; None when something is wrong, which is noted with its path."""
    detail = chunk.form.details[key]
    if value is None:
        value = []
    if not isinstance(value, list | tuple) or not all(isinstance(each, dict) for each in value):
        row.refuse(key, "fields.not_a_list")
        return None
    options: DetailOptions = chunk.form.by_key[key].options
    if len(value) > options.max_rows:
        row.refuse(key, "fields.too_many", max=options.max_rows, count=len(value))
        return None
    problems = len(row.problems)
    before = {each["id"]: each for each in row.before.get(key) or ()}
    ids = [each["id"] for each in value if each.get("id")]
    if len({str(id_) for id_ in ids}) != len(ids):
        row.refuse(key, "fields.row_twice")
    given = [_given(chunk, row, detail, f"{key}.{at}", each, before) for at, each in enumerate(value)]
    if len(row.problems) > problems:
        return None
    rows = _arranged(before, [each for each in given if each is not None])
    if not options.min_rows <= len(rows) <= options.max_rows:
        row.refuse(key, "fields.wrong_count", min=options.min_rows, max=options.max_rows, count=len(rows))
    return rows


def _given(
    chunk: Chunk, row: Row, detail: DetailForm, path: str, value: dict[str, Any], before: dict[int, Any]
) -> dict[str, Any] | None:
    """One row as it will be, with `_delete` kept; None when refused."""
    id_ = None
    try:
        id_ = checked_id(value.get("id"))
    except FieldError as error:
        row.problems.append(error.at(f"{path}.id"))
        return None
    if id_ is not None and id_ not in before:
        row.refuse(f"{path}.id", "fields.unknown_row", id=id_)
        return None
    if value.get("_delete") is True:
        return {"id": id_, "_delete": True} if id_ else None
    known = {bound.key: bound for bound in detail.fields}
    for key in value:
        if key not in known and key != "id" and not key.startswith("_"):
            row.refuse(f"{path}.{key}", "fields.unknown_field")
    return _filled(chunk, row, detail, path, value, before.get(id_ or 0))


def _filled(
    chunk: Chunk, row: Row, detail: DetailForm, path: str, value: dict[str, Any], old: dict[str, Any] | None
) -> dict[str, Any]:
    out: dict[str, Any] = {"id": old["id"] if old else None}
    for bound in detail.kept:
        out[bound.key] = old.get(bound.key) if old else None
        if bound.key in value and not bound.kind.computed:
            out[bound.key] = _checked(chunk, row, bound, f"{path}.{bound.key}", value[bound.key])
        elif old is None and bound.definition.default is not None:
            out[bound.key] = _checked(chunk, row, bound, f"{path}.{bound.key}", bound.definition.default)
        if bound.definition.required and out[bound.key] is None:
            row.refuse(f"{path}.{bound.key}", "fields.required")
    return out


def _checked(chunk: Chunk, row: Row, bound: BoundField, path: str, value: Any) -> Any:
    try:
        kind = bound.kind
        return kind.check(bound.definition, kind.localise(value, chunk.zone) if kind.zoned else value)
    except FieldError as error:
        row.problems.append(error.at(path))
        return None


def _arranged(before: dict[int, Any], given: list[dict[str, Any]]) -> Rows:
    """In the order given when all are named; else unnamed ones keep their place and new ones follow."""
    named = {each["id"]: each for each in given if each["id"]}
    if set(before) <= set(named):
        return tuple(each for each in given if "_delete" not in each)
    kept = [named.get(id_, old) for id_, old in before.items()]
    fresh = [each for each in given if not each["id"]]
    return tuple(each for each in [*kept, *fresh] if "_delete" not in each)
