"""Elements of a layout and linked data as the caller may know them: nothing of forms and fields out of their sight."""

from collections.abc import Mapping
from typing import Any

from bulou.access.visible import is_open, may, visible
from bulou.expr.conditions import parse, paths
from bulou.forms.form import BoundField, Form
from bulou.forms.linked import Where
from bulou.forms.model import Element
from bulou.kit.protocols import Actor

Json = dict[str, Any]


def elements_view(actor: Actor, form: Form, readable: frozenset[str]) -> list[Json]:
    """The elements, queries of forms that the caller may not read left out."""
    found = (_element(actor, form, element, readable) for element in form.definition.elements)
    return [element for element in found if element is not None]


def _element(actor: Actor, form: Form, element: Element, readable: frozenset[str]) -> Json | None:
    view = element.model_dump(mode="json", exclude={"query", "press"})
    if element.query is not None:
        target = form.others.get(element.query.form)
        if target is None or not may(actor, target.key, "read"):
            return None
        there = visible(actor, target).fields
        shown = [key for key in element.query.columns if key in there] or [target.title]
        return {**view, "query": {**_asks(element.query, readable), "columns": shown}}
    if element.press is not None:
        if not may(actor, form.key, "change") or not is_open(actor, "button", f"{form.key}.{element.key}"):
            return None
        when, known = element.press.when, readable | {"id"}
        told = when if paths(parse(when)) <= known else None
        return {**view, "press": {"when": told}}
    return view


def _asks(look: Where, readable: frozenset[str]) -> Json:
    """Where to look and on which of the record's own fields it depends."""
    of = [pair.of for pair in look.match]
    return {"form": look.form, "of": [key for key in of if key in readable or key == "id"]}


def linked_view(actor: Actor, form: Form, field: BoundField, readable: frozenset[str]) -> Json:
    """What pages must know to fill a field, or to let it fill others."""
    view: Json = {}
    linkage = field.definition.linkage
    if linkage is not None and _offers(actor, form, linkage.form, linkage.take):
        view["linkage"] = {**_asks(linkage, readable), "overwrite": linkage.overwrite}
    offers = field.definition.offers
    if offers is not None:
        view["offers"] = _asks(offers, readable)["of"]
    fills = getattr(field.options, "fill", ())
    if fills:
        told = [fill.model_dump() for fill in fills if _offers(actor, form, field.target or "", fill.take)]
        view["options"] = {**field.options.model_dump(mode="json"), "fill": told}
    return view


def _offers(actor: Actor, form: Form, target: str, take: str) -> bool:
    there = form.others.get(target)
    return there is not None and may(actor, target, "read") and take in visible(actor, there).fields


def with_columns(actor: Actor, form: Form, view: Mapping[str, Any], readable: frozenset[str]) -> Json:
    """The view of a detail table whose columns are linked, too."""
    if "fields" not in view:
        return dict(view)
    columns = {column.key: column for column in form.detail(view["key"]).fields}
    told = [{**each, **linked_view(actor, form, columns[each["key"]], readable)} for each in view["fields"]]
    return {**view, "fields": told}
