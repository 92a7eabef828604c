"""Print templates as rows: made, changed, given another file, deleted, each noted in the audit."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.printing import print_template
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, NotFound
from bulou.kit.ids import object_key
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.printing.errors import TemplateChanged, TemplateInvalid
from bulou.records.printing.limits import MOST_TEMPLATES
from bulou.records.printing.model import PrintTemplate, Use, Wrong
from bulou.records.printing.reading import Read

PLAIN = ("id", "key", "form", "name", "size", "position", "version", "changed_at", "changed_by")


def of_form(tx: Tx, form: str) -> list[PrintTemplate]:
    """The templates of a form, in the order people see them."""
    c = print_template.c
    return [_read(row) for row in tx.rows(_all().where(c.form == form).order_by(c.position, c.id))]


def everywhere(tx: Tx) -> list[PrintTemplate]:
    """The templates of all forms."""
    return [_read(row) for row in tx.rows(_all().order_by(print_template.c.key))]


def one(tx: Tx, form: str, id_: int) -> PrintTemplate:
    """One template of a form. NotFound."""
    row = tx.one(_all().where(print_template.c.id == id_, print_template.c.form == form))
    if row is None:
        raise NotFound(what="print template", id=id_)
    return _read(row)


def by_key(tx: Tx, key: str) -> PrintTemplate | None:
    """The template that packages know as `key`."""
    row = tx.one(_all().where(print_template.c.key == key))
    return None if row is None else _read(row)


def content_of(tx: Tx, id_: int) -> str:
    """The file in base64."""
    return str(tx.value(select(print_template.c.content).where(print_template.c.id == id_)))


def create(
    tx: Tx,
    actor: Actor,
    form: str,
    label: Mapping[str, str],
    read: Read,
    *,
    key: str | None = None,
    enabled: bool = False,
) -> PrintTemplate:
    """A new template at the end, not offered to people before somebody says so."""
    tx.lock(f"print_template.{form}")
    last = tx.one(
        select(func.count(), func.max(print_template.c.position)).where(print_template.c.form == form)
    )
    if last[0] >= MOST_TEMPLATES:
        raise TemplateInvalid(problems=[FieldProblem("", "fields.too_many", {"max": MOST_TEMPLATES})])
    row = {
        "key": key or object_key(form),
        "form": form,
        "label": _text(dict(label)),
        **_file(read),
        "enabled": int(enabled),
        "position": (last[1] or 0) + 1,
        "version": 1,
        "created_at": tx.now_text,
        "created_by": actor.person_id,
        "changed_at": tx.now_text,
        "changed_by": actor.person_id,
    }
    id_ = tx.value(insert(print_template).values(row).returning(print_template.c.id))
    audit.write(tx, actor, "print_template.created", form=form, detail={"id": id_, "label": dict(label)})
    return one(tx, form, id_)


def change(
    tx: Tx, actor: Actor, found: PrintTemplate, values: Mapping[str, Any], version: int
) -> PrintTemplate:
    """Change `label`, `enabled`, `position` or the file (`read`) of the version last seen. TemplateChanged."""
    if version != found.version:
        raise TemplateChanged(version=found.version)
    row: dict[str, Any] = {key: values[key] for key in ("position",) if key in values}
    if "label" in values:
        row["label"] = _text(dict(values["label"]))
    if "enabled" in values:
        row["enabled"] = int(values["enabled"])
    if "read" in values:
        row |= _file(values["read"])
    same = (print_template.c.id == found.id) & (print_template.c.version == version)
    stamp = {"version": version + 1, "changed_at": tx.now_text, "changed_by": actor.person_id}
    if not tx.execute(update(print_template).where(same).values({**row, **stamp})).rowcount:
        raise TemplateChanged(version=one(tx, found.form, found.id).version)
    now = one(tx, found.form, found.id)
    told = audit.pairs(*(_told(each) for each in (found, now)))
    detail = {"id": now.id, "label": dict(now.label), **told}
    audit.write(tx, actor, "print_template.changed", form=found.form, detail=detail)
    return now


def remove(tx: Tx, actor: Actor, found: PrintTemplate) -> None:
    """Delete a template."""
    tx.execute(delete(print_template).where(print_template.c.id == found.id))
    detail = {"id": found.id, "label": dict(found.label)}
    audit.write(tx, actor, "print_template.deleted", form=found.form, detail=detail)


def _file(read: Read) -> dict[str, Any]:
    return {
        "name": read.name,
        "content": read.content,
        "size": read.size,
        "uses": _text([[use.path, use.tag] for use in read.uses]),
        "problems": _text([wrong.json for wrong in read.problems]),
    }


def _all() -> Any:
    c = print_template.c
    return select(*(c[name] for name in PLAIN), c.label, c.uses, c.problems, c.enabled)


def _read(row: Any) -> PrintTemplate:
    return PrintTemplate(
        **{name: getattr(row, name) for name in PLAIN},
        label=orjson.loads(row.label),
        uses=tuple(Use(path, tag) for path, tag in orjson.loads(row.uses)),
        problems=tuple(Wrong(**each) for each in orjson.loads(row.problems)),
        enabled=bool(row.enabled),
    )


def _text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return orjson.dumps(value).decode()


def _told(found: PrintTemplate) -> dict[str, Any]:
    return {"label": dict(found.label), "enabled": found.enabled, "name": found.name, "size": found.size}
