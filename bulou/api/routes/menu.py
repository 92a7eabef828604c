"""Arranging the navigation: for those who configure the workspace."""

from typing import Any

from pydantic import Field

from bulou.access.visible import rights_of
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.menu import CALENDAR_ENTRY, TODAY, dashboard_entry, form_entry, plain
from bulou.api.shapes import OBJECT, Strict
from bulou.apps import menus
from bulou.forms import catalog
from bulou.forms.catalog import Catalog
from bulou.kit.errors import Forbidden
from bulou.people import roles
from bulou.reports.dashboards import dashboards

doors = Doors("menu")
Json = dict[str, Any]


class MenuBody(Strict):
    """A new arrangement; `version` is the one last seen, 0 where there was none."""

    version: int = Field(ge=0)
    menu: menus.Menu


@doors.get("/menu", "get_menu", carries="definitions", scope="configure", answer=OBJECT)
def get_menu(call: Call) -> Json:
    """The arrangement, everything that can stand in it, and the roles with their own pages."""
    return told(call, _catalog(call))


@doors.put("/menu", "put_menu", carries="definitions", scope="configure", body=MenuBody, answer=OBJECT)
def put_menu(call: Call) -> Json:
    """Keep an arrangement; 409 if somebody else has arranged it meanwhile."""
    forms = _catalog(call)
    body = call.model(MenuBody)
    menus.save(call.tx, call.actor, forms, body.menu, body.version)
    return told(call, forms)


def told(call: Call, forms: Catalog) -> Json:
    """`{menu, version, entries: [{name, label, icon, route}], roles: [{key, label, home}]}`."""
    body, version = menus.stored(call.tx)
    boards = [dashboard_entry(board) for board in dashboards(call.tx, call.actor)]
    pages = [
        {"name": menus.name_of({"page": menus.TODAY}), "label": TODAY, "icon": "today", "route": "/"},
        {**CALENDAR_ENTRY, "name": menus.name_of({"page": menus.CALENDAR})},
        *({**form_entry(form), "name": f"form.{form.key}"} for form in forms),
        *({**board, "name": board["key"]} for board in boards),
    ]
    held = roles.listing(call.tx)
    return {
        "menu": body or {"key": menus.KEY, "sections": plain(forms), "roles": []},
        "version": version,
        "entries": pages,
        "roles": [
            {"key": each["key"], "label": each["label"], "home": each["definition"].get("home") or "/"}
            for each in held
        ],
    }


def _catalog(call: Call) -> Catalog:
    forms = catalog.load(call.tx)
    if not rights_of(call.actor, forms)["configure"]:
        raise Forbidden(action="configure", form="*")
    return forms
