"""Drafts: a definition somebody works on, saved as they go; nobody else sees anything of it until it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy import delete, select, update

from bulou.db.tables.forms import form_definition, form_draft
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.forms import catalog as catalogs
from bulou.forms.errors import DraftChanged, FormExists
from bulou.forms.model import FormDef
from bulou.kit.errors import FieldProblem, Invalid, NotFound
from bulou.kit.ids import is_key
from bulou.kit.pinyin import proposed_key
from bulou.kit.protocols import Actor
from bulou.people.directory import names

Json = dict[str, Any]
LARGEST = 2 * 1024 * 1024  # bytes of a definition
RESERVED = {"deleted", "unpublished"}  # addresses beside /forms/{form}
OURS = ("version",)  # what only publishing writes
TITLE = {"zh-CN": "名称", "en-US": "Name"}
BASIC = {"zh-CN": "基本信息", "en-US": "Basics"}


@dataclass(frozen=True)
class Draft:
    """`body` is the definition as JSON. `version` 0: no draft is kept, `body` is what is published (`published`
    0: nothing is). `based_on`: the published version it started from."""

    form: str
    published: int
    based_on: int
    version: int
    body: Json
    changed_at: str | None = None
    changed_by: int | None = None

    def definition(self) -> FormDef:
        """The body as a definition; Invalid where it is none."""
        return parsed(self.form, self.body)


def read(tx: Tx, form: str) -> Draft:
    """The draft of a form, or what is published of it; NotFound where there is neither."""
    definition = published(tx, form)
    version = definition.version if definition else 0
    row = tx.one(select(form_draft).where(form_draft.c.form == form))
    if row is not None:
        body = orjson.loads(row.body)
        return Draft(form, version, row.based_on or 0, row.version, body, row.changed_at, row.changed_by)
    if definition is None:
        raise NotFound(what="form", id=form[:60])
    return Draft(form, version, version, 0, body_of(definition))


def published(tx: Tx, form: str) -> FormDef | None:
    """The definition in force, None for forms that never were published, were deleted, or are the product's own."""
    found = catalogs.load(tx).get(form)
    return found.definition if found is not None and not found.read_only else None


def body_of(definition: FormDef) -> Json:
    """A definition as designers see it: without what only publishing writes."""
    body = definition.model_dump(mode="json", exclude_defaults=True)
    return {
        **{key: value for key, value in body.items() if key not in OURS},
        "fields": _plain(body["fields"]),
    }


def _plain(fields: list[Json]) -> list[Json]:
    kept = (
        {key: value for key, value in field.items() if key not in ("column", "hidden_on")} for field in fields
    )
    return [{**field, "fields": _plain(field["fields"])} if field.get("fields") else field for field in kept]


def parsed(form: str, body: Any) -> FormDef:
    """The JSON as a definition of `form`; Invalid with the places where it is none."""
    if not isinstance(body, Mapping):
        raise Invalid(problems=[FieldProblem("body", "fields.not_an_object")])
    whole = {key: value for key, value in body.items() if key not in OURS}
    fields = whole.get("fields")
    if isinstance(fields, list) and all(isinstance(field, dict) for field in fields):
        whole["fields"] = _plain(fields)
    try:
        return FormDef.model_validate_json(orjson.dumps({**whole, "key": form}))
    except (ValidationError, TypeError) as error:
        raise Invalid(problems=_places(error)) from error


def _places(error: Exception) -> list[FieldProblem]:
    if not isinstance(error, ValidationError):
        return [FieldProblem("body", "fields.invalid")]
    found = error.errors(include_url=False, include_input=False)[:20]
    return [FieldProblem("body." + ".".join(map(str, each["loc"])), "fields.invalid") for each in found]


def save(tx: Tx, by: Actor, form: str, body: Any, version: int) -> Draft:
    """Keep `body`; `version` is that of the draft last seen (0: none). DraftChanged when somebody else was faster."""
    now = read(tx, form)
    definition = parsed(form, body)
    text = orjson.dumps(body_of(definition)).decode()
    if len(text.encode()) > LARGEST:
        raise Invalid(problems=[FieldProblem("body", "fields.too_long", {"max": LARGEST})])
    if now.version != version:
        raise _changed(tx, now)
    values = {"body": text, "version": version + 1, "changed_at": tx.now_text, "changed_by": by.person_id}
    if version == 0:
        done = insert_new(tx, form_draft, {"form": form, "based_on": now.published, **values}, on=["form"])
    else:
        same = (form_draft.c.form == form) & (form_draft.c.version == version)
        done = bool(tx.execute(update(form_draft).where(same).values(values)).rowcount)
    if not done:
        raise _changed(tx, read(tx, form))
    return read(tx, form)


def checked_version(tx: Tx, draft: Draft, version: int) -> None:
    """DraftChanged unless the caller saw the draft as it is."""
    if draft.version != version:
        raise _changed(tx, draft)


def _changed(tx: Tx, draft: Draft) -> DraftChanged:
    by = None
    if draft.changed_by is not None:
        by = {"id": draft.changed_by, "title": names(tx, [draft.changed_by]).get(draft.changed_by)}
    return DraftChanged(form=draft.form, version=draft.version, by=by, at=draft.changed_at)


def drop(tx: Tx, form: str) -> None:
    """Give the draft up."""
    tx.execute(delete(form_draft).where(form_draft.c.form == form))


def start(tx: Tx, by: Actor, label: Mapping[str, str], key: str | None, icon: str) -> Draft:
    """The draft of a form that does not exist yet, with the one field every form has: what records are called."""
    words = {str(locale)[:20]: text.strip()[:100] for locale, text in label.items() if text.strip()}
    if not words:
        raise Invalid(problems=[FieldProblem("label", "fields.required")])
    if key is None:
        taken = _taken(tx)
        key = proposed_key(words.get("en-US") or next(iter(words.values())), taken, "form")
    elif not is_key(key) or "__" in key:
        raise Invalid(problems=[FieldProblem("key", "forms.bad_key", {"key": key[:60]})])
    elif key in _taken(tx):
        raise FormExists(form=key)
    body = {
        "label": words,
        "icon": icon,
        "title": "name",
        "position": 900,
        "fields": [{"key": "name", "kind": "text", "label": TITLE, "required": True}],
        "sections": [{"key": "basic", "label": BASIC, "fields": ["name"]}],
    }
    definition = parsed(key, body)
    row = {
        "form": key,
        "based_on": 0,
        "version": 1,
        "body": orjson.dumps(body_of(definition)).decode(),
        "changed_at": tx.now_text,
        "changed_by": by.person_id,
    }
    if not insert_new(tx, form_draft, row, on=["form"]):
        raise FormExists(form=key)
    return read(tx, key)


def _taken(tx: Tx) -> set[str]:
    used = {row[0] for row in tx.rows(select(form_definition.c.form).distinct())}
    return (
        RESERVED
        | used
        | {row[0] for row in tx.rows(select(form_draft.c.form))}
        | set(catalogs.load(tx).forms)
    )


def unpublished(tx: Tx) -> list[Draft]:
    """Drafts of forms that are not published."""
    keys = [row[0] for row in tx.rows(select(form_draft.c.form).order_by(form_draft.c.form))]
    return [read(tx, key) for key in keys if published(tx, key) is None]
