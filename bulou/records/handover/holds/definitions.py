"""Settings whose conditions or defaults name the person: shown, to be changed where they are, since only their author
knows what they are for."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.tables.forms import app_object, saved_view
from bulou.db.tables.people import role
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.records.handover.contributed import Item, Possession, possessions

PEOPLE = ("person", "people")
SELF = ("created_by", "updated_by", "owner")


def held(tx: Tx, person_id: int) -> list[Item]:
    """Forms, roles, dashboards and views of others that name the person."""
    catalog = catalogs.load(tx)
    return [*_forms(catalog, person_id), *_roles(tx, catalog, person_id), *_objects(tx, catalog, person_id)]


def _forms(catalog: Catalog, person_id: int) -> Iterator[Item]:
    for form in sorted(catalog, key=lambda each: each.key):
        if form.read_only:
            continue
        body = form.definition.model_dump(mode="json", by_alias=True)
        defaults = [bound.definition.default for bound in form.fields if bound.operand in PEOPLE]
        if names(body, form, catalog, person_id) or person_id in _flat(defaults):
            yield Item(form.key, form.definition.label, f"/settings/forms/{form.key}", "form")


def _roles(tx: Tx, catalog: Catalog, person_id: int) -> Iterator[Item]:
    for key, label, text in tx.rows(select(role.c.key, role.c.label, role.c.definition).order_by(role.c.key)):
        for grant in orjson.loads(text).get("grants", ()):
            if names(grant, catalog.get(grant.get("form", "")), catalog, person_id):
                yield Item(key, orjson.loads(label), "/settings/people", "role")
                break


def _objects(tx: Tx, catalog: Catalog, person_id: int) -> Iterator[Item]:
    c = app_object.c
    for kind, key, text in tx.rows(select(c.kind, c.key, c.body).order_by(c.kind, c.key)):
        body = orjson.loads(text)
        if names(body, catalog.get(str(body.get("form", ""))), catalog, person_id):
            yield Item(key, body.get("label") or key, None, kind)
    v = saved_view.c
    others = v.owner_id.is_distinct_from(person_id)
    for id_, key, label, text in tx.rows(
        select(v.id, v.form, v.label, v.definition).where(others).order_by(v.id)
    ):
        if names(orjson.loads(text), catalog.get(key), catalog, person_id):
            yield Item(id_, orjson.loads(label), f"/f/{key}", "view")


def names(json: Any, form: Form | None, catalog: Catalog, person_id: int) -> bool:
    """Whether a condition in `json` compares somebody with the person."""
    if isinstance(json, list):
        return any(names(each, form, catalog, person_id) for each in json)
    if not isinstance(json, dict):
        return False
    within = catalog.get(json["form"]) if isinstance(json.get("form"), str) else None
    form = within or form
    path = json.get("field")
    if (
        isinstance(path, str)
        and "op" in json
        and person_id in _flat(json.get("value"))
        and _is_person(path, form)
    ):
        return True
    return any(names(each, form, catalog, person_id) for each in json.values())


def _is_person(path: str, form: Form | None) -> bool:
    """Whether the path ends at somebody; an unknown one might."""
    head, _, rest = path.partition(".")
    if form is None:
        return path.rpartition(".")[2] in SELF
    if rest:
        return _is_person(rest, form.relation(head))
    return form.operand_type(head) in PEOPLE or head in SELF


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _flat(each)
    elif not isinstance(value, bool):
        yield value


possessions.register(
    Possession(
        key="definitions",
        label={"zh-CN": "点名此人的设置", "en-US": "Settings that name them"},
        fate="stays",
        covers={
            "form_definition.body": "conditions and defaults are their author's to change",
            "form_draft.body": "as the form it becomes",
            "role.definition": "conditions of grants are an administrator's to change",
            "app_object.body": "filters of dashboards are their author's to change",
            "saved_view.definition": "filters of others' views are theirs to change",
        },
        held=held,
        warns=True,
        order=40,
    )
)
