"""Public forms as rows: made, changed, given another address, deleted, each noted in the audit."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.public import public_form, public_source, public_twin
from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, NotFound
from bulou.kit.ids import object_key, secret
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.files import unattached
from bulou.records.files.kinds import IMAGES
from bulou.records.public.errors import PublicChanged, PublicInvalid
from bulou.records.public.model import PublicDef, PublicForm

MOST = 100  # of one form
OURS = "@public_form"  # what a logo hangs on: no form has this key, so only our own door hands it out
NAMES = [name for name in PublicForm.__dataclass_fields__ if name not in ("definition", "enabled")]


def of_form(tx: Tx, form: str) -> list[PublicForm]:
    """The public forms of a form, the oldest first."""
    return [
        _read(row) for row in tx.rows(_all().where(public_form.c.form == form).order_by(public_form.c.id))
    ]


def one(tx: Tx, form: str, id_: int) -> PublicForm:
    """One public form of a form. NotFound."""
    row = tx.one(_all().where(public_form.c.id == id_, public_form.c.form == form))
    if row is None:
        raise NotFound(what="public form", id=id_)
    return _read(row)


def by_slug(tx: Tx, slug: str) -> PublicForm:
    """The public form behind an address. NotFound for one that never was, or was taken back."""
    row = tx.one(_all().where(public_form.c.slug == slug)) if len(slug) <= 100 else None
    if row is None:
        raise NotFound(what="public form")
    return _read(row)


def everywhere(tx: Tx) -> list[tuple[str, PublicForm]]:
    """The public forms of all forms, each with the key by which packages know it."""
    rows = tx.rows(_all(public_form.c.object_key).order_by(public_form.c.object_key))
    return [(row.object_key, _read(row)) for row in rows]


def by_object_key(tx: Tx, key: str) -> PublicForm | None:
    """The public form that packages know as `key`."""
    row = tx.one(_all().where(public_form.c.object_key == key))
    return None if row is None else _read(row)


def hold(tx: Tx, id_: int) -> PublicForm:
    """The public form as it is now, its counters ours until this transaction ends. NotFound."""
    row = tx.one(_all().where(public_form.c.id == id_).with_for_update())
    if row is None:
        raise NotFound(what="public form")
    return _read(row)


def create(
    tx: Tx, actor: Actor, form: str, label: str, definition: PublicDef, key: str | None = None
) -> PublicForm:
    """A new public form, closed until somebody opens it; `key`: by which packages know it."""
    count = tx.value(select(func.count()).select_from(public_form).where(public_form.c.form == form))
    if (count or 0) >= MOST:
        raise PublicInvalid(problems=[FieldProblem("", "fields.too_many", {"max": MOST})])
    row = {
        "form": form,
        "slug": secret(),
        "seal": secret(),
        "label": label,
        "body": _text(definition),
        "enabled": 0,
        "version": 1,
        "taken": 0,
        "caught": 0,
        "turn": 0,
        "created_at": tx.now_text,
        "created_by": actor.person_id,
        "changed_at": tx.now_text,
        "changed_by": actor.person_id,
        "object_key": key or object_key(form),
    }
    id_ = tx.value(insert(public_form).values(row).returning(public_form.c.id))
    audit.write(tx, actor, "public_form.created", form=form, detail={"id": id_, "name": label})
    return one(tx, form, id_)


def change(tx: Tx, actor: Actor, found: PublicForm, values: Mapping[str, Any], version: int) -> PublicForm:
    """Change `label`, `enabled` or `definition` of the version last seen. PublicChanged."""
    row: dict[str, Any] = {key: values[key] for key in ("label", "enabled") if key in values}
    if "definition" in values:
        row["body"] = _text(values["definition"])
    if "enabled" in row:
        row["enabled"] = int(row["enabled"])
    _put(tx, actor, found, row, version)
    now = one(tx, found.form, found.id)
    _note_change(tx, actor, found, now)
    return now


def renew(tx: Tx, actor: Actor, found: PublicForm) -> PublicForm:
    """Take the address back and give another; what was signed for the old one ends with it."""
    _put(tx, actor, found, {"slug": secret(), "seal": secret()}, found.version)
    audit.write(
        tx, actor, "public_form.renewed", form=found.form, detail={"id": found.id, "name": found.label}
    )
    return one(tx, found.form, found.id)


def set_logo(tx: Tx, actor: Actor, found: PublicForm, id_: int | None, version: int) -> PublicForm:
    """Show an own upload, a picture, as the logo; None: none."""
    if id_ is not None:
        picture = unattached(tx, actor, id_) and tx.value(select(file.c.type).where(file.c.id == id_))
        if picture not in IMAGES:
            raise PublicInvalid(problems=[FieldProblem("logo", "fields.unknown_file", {"id": id_})])
    _drop_logo(tx, found)
    _put(tx, actor, found, {"logo": id_}, version)
    if id_ is not None:
        hang = {"form": OURS, "record_id": found.id, "field": "logo"}
        tx.execute(update(file).where(file.c.id == id_).values(hang))
    now = one(tx, found.form, found.id)
    _note_change(tx, actor, found, now)
    return now


def remove(tx: Tx, actor: Actor, found: PublicForm) -> None:
    """Delete a public form with its counts; the records it brought stay."""
    _drop_logo(tx, found)
    for table in (public_source, public_twin):
        tx.execute(delete(table).where(table.c.public_id == found.id))
    tx.execute(delete(public_form).where(public_form.c.id == found.id))
    audit.write(
        tx, actor, "public_form.deleted", form=found.form, detail={"id": found.id, "name": found.label}
    )


def count(tx: Tx, found: PublicForm, **counters: int) -> None:
    """Keep the counters `taken`, `caught`, `turn` of a form that is held."""
    tx.execute(update(public_form).where(public_form.c.id == found.id).values(counters))


def logo_of(tx: Tx, found: PublicForm) -> str | None:
    """The content of the logo, by its hash."""
    alive = (file.c.id == found.logo) & (file.c.form == OURS) & file.c.deleted_at.is_(None)
    return None if found.logo is None else tx.value(select(file.c.sha256).where(alive))


def _put(tx: Tx, actor: Actor, found: PublicForm, row: Mapping[str, Any], version: int) -> None:
    c = public_form.c
    same = (c.id == found.id) & (c.version == version)
    stamp = {"version": version + 1, "changed_at": tx.now_text, "changed_by": actor.person_id}
    if not tx.execute(update(public_form).where(same).values({**row, **stamp})).rowcount:
        raise PublicChanged(version=one(tx, found.form, found.id).version)


def _drop_logo(tx: Tx, found: PublicForm) -> None:
    if found.logo is not None:
        tx.execute(update(file).where(file.c.id == found.logo).values(deleted_at=tx.now_text))


def _all(*more: Any) -> Any:
    return select(*(public_form.c[name] for name in NAMES), public_form.c.body, public_form.c.enabled, *more)


def _read(row: Any) -> PublicForm:
    values = {name: getattr(row, name) for name in NAMES}
    definition = PublicDef.model_validate_json(row.body)
    return PublicForm(**values, definition=definition, enabled=bool(row.enabled))


def _text(definition: PublicDef) -> str:
    return orjson.dumps(definition.model_dump(mode="json")).decode()


def _note_change(tx: Tx, actor: Actor, before: PublicForm, after: PublicForm) -> None:
    told = audit.pairs(*(_told(each) for each in (before, after)))
    detail = {"id": after.id, "name": after.label, **told}
    audit.write(tx, actor, "public_form.changed", form=after.form, detail=detail)


def _told(found: PublicForm) -> dict[str, Any]:
    about = {"label": found.label, "enabled": found.enabled, "logo": found.logo}
    return {**about, **found.definition.model_dump(mode="json")}
