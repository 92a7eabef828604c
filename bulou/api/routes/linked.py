"""Linked data while a record is filled in: what a pick brings along, what matches, what a button does."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.routes.records import form_of, who_of, written
from bulou.api.shapes import OBJECT, Record, Strict
from bulou.forms import catalog
from bulou.forms.form import BoundField, DetailForm, Form
from bulou.kit.errors import NotFound
from bulou.records.linked.buttons import press
from bulou.records.linked.fill import filled
from bulou.records.linked.look import linked_value, matches
from bulou.records.linked.named import named
from bulou.records.linked.offers import page_of
from bulou.records.linked.texts import among, ground_of
from bulou.records.query.looked_up import look_up
from bulou.records.query.secure import context_of, sight

doors = Doors("records")


class Pick(Strict):
    """The field (`lines.product` in a detail table) and the record that was picked in it."""

    field: str = Field(min_length=1, max_length=90)
    id: int = Field(ge=1)


class Asked(Strict):
    """A field or element, and what the record at hand holds so far, by key."""

    key: str = Field(min_length=1, max_length=60)
    values: dict[str, Any] = Field(default_factory=dict, max_length=50)


class Choosing(Strict):
    """A field whose options come out of another form, and what the record at hand holds so far. `search`: what has been
    typed; `after`: the last option of the page before; `among`: which of these are offered, instead of a page."""

    field: str = Field(min_length=1, max_length=60)
    values: dict[str, Any] = Field(default_factory=dict, max_length=50)
    search: str = Field(default="", max_length=100)
    after: str | None = Field(default=None, max_length=2000)
    among: list[str] | None = Field(default=None, max_length=100)


class Pressing(Strict):
    """The version last seen."""

    version: int | None = None


@doors.ask(
    "/records/{form}/fill",
    "fill_from",
    carries="records",
    body=Pick,
    answer=OBJECT,
)
def fill_from(call: Call) -> dict[str, Any]:
    """`{values}`: what a picked record brings along, as far as the caller may read it there; picked in a row, also what
    the lookups of the row show of it."""
    form = form_of(call)
    body = call.model(Pick)
    head, _, column = body.field.partition(".")
    detail = form.details.get(head)
    beside = form.by_key if detail is None else {each.key: each for each in detail.fields}
    bound = beside.get(column or head)
    looks = detail is not None and detail.looks_by(column)
    if bound is None or not _readable(call, form, head) or not (getattr(bound.options, "fill", ()) or looks):
        raise NotFound(what="field", id=body.field)
    shown = _shown(call, detail, column, body.id) if detail is not None and looks else {}
    return {"values": {**_brought(call, form, bound, body.id, beside), **shown}}


def _brought(
    call: Call, form: Form, bound: BoundField, id_: int, beside: Mapping[str, BoundField]
) -> dict[str, Any]:
    if not getattr(bound.options, "fill", ()):
        return {}
    brought = filled(call.tx, call.actor, context_of(call.tx, call.actor), form, bound, [id_], beside)
    return named(call.tx, call.actor, brought.get(id_, {}), beside)


def _shown(call: Call, detail: DetailForm, column: str, id_: int) -> Mapping[str, Any]:
    found = look_up(call.tx, call.actor, catalog.load(call.tx), detail, column, [id_])
    return found[id_].told if id_ in found else {}


@doors.ask(
    "/records/{form}/linked",
    "get_linked",
    carries="records",
    body=Asked,
    answer=OBJECT,
)
def get_linked(call: Call) -> dict[str, Any]:
    """What a query control shows (`{items, total}`), or the value a linked field takes (`{found, value}`)."""
    form = form_of(call)
    body = call.model(Asked)
    element = next((each for each in form.definition.elements if each.key == body.key), None)
    if element is not None and element.query is not None:
        found = matches(call.tx, call.actor, form, element.query, body.values)
        return {"items": found.items, "total": found.total}
    bound = _linked(call, form, body.key)
    assert bound.definition.linkage is not None
    there, value = linked_value(call.tx, call.actor, form, bound, bound.definition.linkage, body.values)
    return {"found": there, "value": value}


@doors.ask(
    "/records/{form}/offers",
    "list_offers",
    carries="records",
    body=Choosing,
    answer=OBJECT,
)
def list_offers(call: Call) -> dict[str, Any]:
    """`{items, next}`: the texts that a field may have, a page of 50, as far as the caller may read them there."""
    form = form_of(call)
    body = call.model(Choosing)
    bound = form.get(body.field)
    if bound is None or bound.definition.offers is None or not _readable(call, form, body.field):
        raise NotFound(what="field", id=body.field)
    found = ground_of(call.actor, context_of(call.tx, call.actor), form, bound, body.values)
    if body.among is not None:
        return {"items": sorted(among(call.tx, found, body.among)), "next": None}
    items, after = page_of(call.tx, found, body.search, body.after)
    return {"items": items, "next": after}


def _linked(call: Call, form: Form, key: str) -> BoundField:
    bound = form.get(key)
    if bound is None or bound.definition.linkage is None or not _readable(call, form, key):
        raise NotFound(what="field", id=key)
    return bound


def _readable(call: Call, form: Form, key: str) -> bool:
    return key in sight(call.tx, call.actor, form).fields


@doors.post(
    "/records/{form}/{id}/press/{key}", "press_button", carries="records", body=Pressing, answer=Record
)
def press_button(call: Call) -> dict[str, Any]:
    """Let a button of the form set what it sets; 409 `records.not_now` where its condition does not hold.

    `_batch` takes it back, where it changed something.
    """
    form = form_of(call)
    body = call.model(Pressing)
    outcome, batch = press(call.tx, who_of(call), form, call.id(), call.part("key"), body.version)
    return {**written(call, form, outcome), **({"_batch": batch} if outcome.changed else {})}
