"""Setting up public forms: for those who may configure the form they belong to."""

import re
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bulou.access.visible import require, visible
from bulou.api import qr
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors, Param, number, text
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem, NotFound
from bulou.people.directory import names
from bulou.records import query
from bulou.records.public import sources, store, twins
from bulou.records.public.check import missing, problems_of, warnings_of
from bulou.records.public.errors import PublicInvalid
from bulou.records.public.model import PublicDef, PublicForm
from bulou.records.public.offered import offered
from bulou.records.public.shown import face, filled_in, why_closed
from bulou.words import field_error

doors = Doors("public forms")
Json = dict[str, Any]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
ORIGIN = re.compile(r"https?://[^\s/?#@\\]+")
BASE = "/forms/{form}/public"
CONFIGURE: Json = {"carries": "definitions", "scope": "configure"}


class NewPublicForm(Strict):
    """A public form to be: what those who configure call it, and its settings."""

    label: Name
    definition: PublicDef


class PublicFormChange(Strict):
    """What changes; `version` is the one last seen. `logo`: an own upload, a picture; null takes it away."""

    version: int = Field(ge=1)
    label: Name | None = None
    enabled: bool | None = None
    definition: PublicDef | None = None
    logo: int | None = None


@doors.get(BASE, "list_public_forms", **CONFIGURE, answer=ITEMS)
def list_public_forms(call: Call) -> Json:
    """The public forms of a form, and the fields that may be on one."""
    form = _form(call)
    items = [told(call, form, public) for public in store.of_form(call.tx, form.key)]
    mail = call.site.post_in(call.tx) is not None  # else codes by mail cannot be sent
    return {"items": items, "offered": [field.key for field in offered(form)], "mail": mail}


@doors.post(BASE, "create_public_form", **CONFIGURE, status=201, body=NewPublicForm, answer=OBJECT)
def create_public_form(call: Call) -> Json:
    """Make a public form; it is closed until it is opened."""
    form, body = _form(call), call.model(NewPublicForm)
    _check(call, form, body.definition)
    return told(call, form, store.create(call.tx, call.actor, form.key, body.label, body.definition))


@doors.get(BASE + "/{id}", "read_public_form", **CONFIGURE, answer=OBJECT)
def read_public_form(call: Call) -> Json:
    """One public form."""
    form = _form(call)
    return told(call, form, _public(call, form))


@doors.patch(BASE + "/{id}", "change_public_form", **CONFIGURE, body=PublicFormChange, answer=OBJECT)
def change_public_form(call: Call) -> Json:
    """Change a public form; 409 if somebody else has meanwhile."""
    form = _form(call)
    public = _public(call, form)
    body = call.model(PublicFormChange)
    if body.definition is not None:
        _check(call, form, body.definition)
    version = body.version
    values = {
        key: getattr(body, key)
        for key in ("label", "enabled", "definition")
        if getattr(body, key) is not None
    }
    if "logo" in body.model_fields_set:
        public = store.set_logo(call.tx, call.actor, public, body.logo, version)
        version = public.version
    if values or "logo" not in body.model_fields_set:
        public = store.change(call.tx, call.actor, public, values, version)
    return told(call, form, public)


@doors.delete(BASE + "/{id}", "delete_public_form", **CONFIGURE)
def delete_public_form(call: Call) -> None:
    """Delete a public form; the records it brought stay."""
    form = _form(call)
    store.remove(call.tx, call.actor, _public(call, form))


@doors.post(BASE + "/{id}/slug", "renew_public_form", **CONFIGURE, answer=OBJECT)
def renew_public_form(call: Call) -> Json:
    """Take the address back: the old one leads nowhere from now on."""
    form = _form(call)
    return told(call, form, store.renew(call.tx, call.actor, _public(call, form)))


@doors.get(
    BASE + "/{id}/qr",
    "get_public_form_qr",
    **CONFIGURE,
    query=[
        text("origin", "The address of this server, as visitors know it", required=True),
        text("c", "The code of a source"),
        Param("format", {"type": "string", "enum": ["svg", "png"]}),
        number("scale", "Pixels of one dot of a PNG", most=40),
    ],
    answer={"image/svg+xml": {"type": "string"}, "image/png": {"type": "string", "format": "binary"}},
)
def get_public_form_qr(call: Call) -> Answer:
    """The QR code of the address."""
    public = _public(call, _form(call))
    link = f"{_origin(call)}/p/{public.slug}"
    if code := sources.clean(call.text("c", "", most=60) or ""):
        link += f"?{qr.source_query(code)}"
    return qr.answer(link, call.text("format", "svg"), call.number("scale", 10, most=40))


@doors.get(BASE + "/{id}/twins", "list_public_twins", carries="records", scope="configure", answer=ITEMS)
def list_public_twins(call: Call) -> Json:
    """Entries that met a record with the same unique value, which was not changed."""
    form = _form(call)
    found = twins.listed(call.tx, _public(call, form))
    ids = [each["record_id"] for each in found if each["record_id"]]
    titles = query.titles(call.tx, call.actor, form, ids)
    seen = visible(call.actor, form).fields  # what one may not read of records, one may not read here
    return {
        "items": [
            {
                **each,
                "title": titles.get(each["record_id"]),
                "sent": {key: value for key, value in each["sent"].items() if key in seen},
            }
            for each in found
        ]
    }


@doors.delete(BASE + "/{id}/twins/{twin_id}", "drop_public_twin", **CONFIGURE)
def drop_public_twin(call: Call) -> None:
    """Done with such an entry."""
    if not twins.drop(call.tx, _public(call, _form(call)), call.id("twin_id")):
        raise NotFound(what="entry", id=call.id("twin_id"))


def _form(call: Call) -> Form:
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "configure")
    if form.read_only:
        raise NotFound(what="form", id=form.key)
    return form


def _public(call: Call, form: Form) -> PublicForm:
    return store.one(call.tx, form.key, call.id())


def _check(call: Call, form: Form, definition: PublicDef) -> None:
    found = problems_of(call.tx, form, definition, call.actor)
    if found:
        at = [FieldProblem(f"definition.{each.field}", each.code, each.params) for each in found]
        raise PublicInvalid(problems=at)


def told(call: Call, form: Form, public: PublicForm) -> Json:
    """A public form with its counts, what is wrong with it, and how visitors see it."""
    definition = public.definition
    problems = missing(form, definition)
    warnings = warnings_of(call.tx, form, definition)
    people = names(call.tx, definition.owner.people)
    preview = {
        "intro": definition.intro,
        "privacy": definition.privacy,
        "state": "open",
        "reason": None,
        **filled_in(call.tx, form, public),
        "challenge": None,
    }
    return {
        "id": public.id,
        "form": public.form,
        "slug": public.slug,
        "label": public.label,
        "enabled": public.enabled,
        "closed": why_closed(call.tx, public),
        "version": public.version,
        "definition": definition.model_dump(mode="json"),
        "logo": public.logo,
        "counts": {
            "taken": public.taken,
            "caught": public.caught,
            "twins": twins.count(call.tx, public),
            "sources": sources.counts(call.tx, public),
        },
        "problems": [field_error(each, call.locale) for each in problems],
        "warnings": [field_error(each, call.locale) for each in warnings],
        "people": [{"id": id_, "title": people.get(id_)} for id_ in definition.owner.people],
        "created_at": public.created_at,
        "changed_at": public.changed_at,
        "preview": {**face(call.tx, public), **preview},
    }


def _origin(call: Call) -> str:
    origin = call.text("origin", "", most=200) or ""
    if not ORIGIN.fullmatch(origin):
        raise refused("origin", "fields.not_a_link")
    return origin
