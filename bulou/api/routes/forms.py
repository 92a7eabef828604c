"""Definitions of forms as the caller may see them, and saved views."""

from typing import Any

from pydantic import Field

from bulou.access.visible import may, require
from bulou.api import saved_views, view_listing
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.form_view import form_view
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms import catalog
from bulou.people import roles

doors = Doors("forms")


class ViewBody(Strict):
    """A new view; `key` names the view of the template that it replaces for everybody."""

    label: str | dict[str, str]
    shared: bool = False
    definition: dict[str, Any] = Field(default_factory=dict)
    key: str | None = Field(default=None, max_length=60)


class ViewChange(Strict):
    """What changes about a view; `version` is the one the caller last saw."""

    label: str | dict[str, str] | None = None
    shared: bool | None = None
    definition: dict[str, Any] | None = None
    position: int | None = Field(default=None, ge=0, le=100_000)
    version: int | None = None


@doors.get("/forms", "list_forms", carries="definitions", answer=ITEMS)
def list_forms(call: Call) -> dict[str, Any]:
    """Every form the caller may read, with its views."""
    forms = catalog.load(call.tx)
    seen = [form for form in forms if may(call.actor, form.key, "read")]
    views = view_listing.all_views(call.tx, call.actor, seen)
    items = [{**form_view(call.actor, forms, form), "views": views[form.key]} for form in seen]
    return {"items": items, "revision": forms.revision}


@doors.get("/forms/{form}", "get_form", carries="definitions", answer=OBJECT)
def get_form(call: Call) -> dict[str, Any]:
    """One form; people and departments are forms, too."""
    forms = catalog.load(call.tx)
    form = forms[call.part("form")]
    require(call.actor, form.key, "read")
    return {**form_view(call.actor, forms, form), "views": view_listing.views_of(call.tx, call.actor, form)}


@doors.get("/forms/{form}/views", "list_views", carries="definitions", answer=ITEMS)
def list_views(call: Call) -> dict[str, Any]:
    """The views of a form that are for the caller, and the name of the one that opens first."""
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "read")
    items = view_listing.views_of(call.tx, call.actor, form)
    first = next((view_listing.name_of(view) for view in items if view["default"]), None)
    return {"items": items, "default": first}


@doors.get("/forms/{form}/audience", "list_audience", carries="definitions", answer=ITEMS)
def list_audience(call: Call) -> dict[str, Any]:
    """The roles that a view can be for, for those who may configure the form."""
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "configure")
    return {"items": [{"key": role["key"], "label": role["label"]} for role in roles.listing(call.tx)]}


@doors.post(
    "/forms/{form}/views", "create_view", carries="definitions", status=201, body=ViewBody, answer=OBJECT
)
def create_view(call: Call) -> dict[str, Any]:
    """Save a view."""
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "read")
    body = call.model(ViewBody)
    return saved_views.create(call.tx, call.actor, form, body.label, body.definition, body.shared, body.key)


@doors.patch("/views/{id}", "change_view", carries="definitions", body=ViewChange, answer=OBJECT)
def change_view(call: Call) -> dict[str, Any]:
    """Change a view."""
    id_ = call.id()
    saved_views.read(call.tx, call.actor, id_)
    body = call.model(ViewChange)
    changes = body.model_dump(exclude_unset=True, exclude_none=True, exclude={"version"})
    return saved_views.change(call.tx, call.actor, id_, changes, body.version)


@doors.delete("/views/{id}", "delete_view", carries="definitions")
def delete_view(call: Call) -> None:
    """Delete a view."""
    saved_views.remove(call.tx, call.actor, call.id())
