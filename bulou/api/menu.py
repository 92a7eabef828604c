"""The left navigation: what the workspace arranged, cut to what the caller may open and is to see."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.access.visible import may
from bulou.api.today_list import leaking_of
from bulou.apps import menus
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.pools.definition import Pool
from bulou.pools.store import mine
from bulou.records.agenda import dated
from bulou.reports.dashboards import dashboards

Json = dict[str, Any]

TODAY = {"zh-CN": "今日", "en-US": "Today"}
CALENDAR = {"zh-CN": "日历", "en-US": "Calendar"}
CALENDAR_ENTRY = {"key": "calendar", "label": CALENDAR, "icon": "calendar", "route": "/calendar"}
MORE = "more"
LAST = 10_000  # behind everything that has a place of its own
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "work": {"zh-CN": "工作", "en-US": "Work"},
    "records": {"zh-CN": "业务", "en-US": "Business"},
    "more": {"zh-CN": "更多", "en-US": "More"},
    "analysis": {"zh-CN": "分析", "en-US": "Analysis"},
}


NAMED = "_named"  # of a dashboard: it has an entry of its own, so the one for all dashboards leaves it out


def menu_of(tx: Tx, actor: Actor, catalog: Catalog) -> list[Json]:
    """`[{section, label, icon, items: [{key, label, icon, route, badge?}]}]` as the caller's roles see it.

    What the workspace arranged (`apps.menus`), else all forms in their order. An entry stands there when the caller may
    read it and it is hidden from at most some of their roles; sections without entries are left out.
    """
    body = menus.stored(tx)[0] or {"sections": plain(catalog)}
    named = {item.get("dashboard") for section in body["sections"] for item in section.get("items", ())}
    boards = {board["key"]: {**board, NAMED: board["key"] in named} for board in dashboards(tx, actor)}
    order = _order(body, actor)
    placed = _placed(body["sections"], _own(body, actor, "places") or {})
    shown = [each for each in placed if not _hidden(each, actor)]
    made = [_section(tx, actor, catalog, boards, section, order) for section in shown]
    found = [section for section in made if section["items"]]
    return sorted(found, key=lambda section: order.get(f"section.{section['section']}", LAST))


def home_of(tx: Tx, actor: Actor, catalog: Catalog, held: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Where somebody starts: the first page of their roles that they may open, else today's work.

    What the menu says of a role stands before what the role itself says.
    """
    body = menus.stored(tx)[0] or {}
    said = {role["key"]: role.get("home") for role in body.get("roles", ())}
    readable = {form.key for form in catalog if may(actor, form.key, "read")}
    boards = {board["key"] for board in dashboards(tx, actor)}
    for key, definition in held:
        home = said.get(key) or definition.get("home")
        if home and menus.is_home(str(home), catalog, boards) and _opens(str(home), readable):
            return str(home)
    return "/"


def _opens(route: str, readable: set[str]) -> bool:
    parts = route.partition("?")[0].split("/")
    return parts[1] != "f" or parts[2] in readable


def _order(body: Mapping[str, Any], actor: Actor) -> dict[str, int]:
    """Places by name, of the caller's first role that has an order of its own."""
    return {name: at for at, name in enumerate(_own(body, actor, "order") or ())}


def _own(body: Mapping[str, Any], actor: Actor, what: str) -> Any:
    """What the caller's first role that has any has of its own; None where none has."""
    own = {role["key"]: role.get(what) for role in body.get("roles", ())}
    return next((own[key] for key in actor.roles if own.get(key)), None)


def _placed(sections: Sequence[Json], places: Mapping[str, str]) -> list[Json]:
    """The sections with entries where a role has them; a section that is gone takes none."""
    known = {section.get("section") for section in sections}
    there: dict[Any, list[Json]] = {key: [] for key in known}
    for section in sections:
        for item in section.get("items", ()):
            wanted = places.get(menus.name_of(item))
            there[wanted if wanted in known else section.get("section")].append(item)
    return [{**section, "items": there[section.get("section")]} for section in sections]


def tabs_of(tx: Tx, actor: Actor, menu: Sequence[Json]) -> list[str | None]:
    """The routes of the two tabs in the middle of a phone's bar as a role of the caller has them; None: whatever fits,
    also for what does not stand in their `menu`."""
    body = menus.stored(tx)[0] or {}
    names = list(_own(body, actor, "tabs") or ())[: menus.TABS]
    keys = [name.removeprefix("form.") for name in names]
    routes = {item["key"]: item["route"] for section in menu for item in section["items"]}
    return [routes.get(key) for key in keys] + [None] * (menus.TABS - len(keys))


def _hidden(part: Mapping[str, Any], actor: Actor) -> bool:
    """True for what every role of the caller is to do without."""
    gone = part.get("hidden_for") or ()
    return bool(actor.roles) and all(role in gone for role in actor.roles)


def add_form(tx: Tx, key: str) -> None:
    """Give a new form its place in the navigation the workspace arranged: under 更多, before the analyses."""
    tx.lock(menus.KIND)
    main = (app_object.c.kind == "menu") & (app_object.c.key == "main")
    stored = tx.value(select(app_object.c.body).where(main).with_for_update())
    if stored is None:
        return  # all forms stand there by themselves
    body = orjson.loads(stored)
    sections = body["sections"]
    if any(item.get("form") == key for section in sections for item in section.get("items", ())):
        return
    more = next((section for section in sections if section.get("section") == MORE), None)
    if more is None:
        more = {"section": MORE, "label": SECTIONS[MORE], "items": []}
        last = next(
            (at for at, each in enumerate(sections) if each.get("section") == "analysis"), len(sections)
        )
        sections.insert(last, more)
    more["items"].append({"form": key})
    values = {"body": orjson.dumps(body).decode(), "version": app_object.c.version + 1}
    tx.execute(update(app_object).where(main).values(values))


def plain(catalog: Catalog) -> list[Json]:
    """The arrangement where nobody has made one."""
    forms = [{"form": form.key} for form in catalog if form.definition.child_of is None]
    return [
        {"section": "work", "label": SECTIONS["work"], "items": [{"page": "today"}, {"page": "calendar"}]},
        {"section": "records", "label": SECTIONS["records"], "items": forms},
        {"section": "analysis", "label": SECTIONS["analysis"], "items": [{"dashboard": "*"}]},
    ]


def _section(
    tx: Tx,
    actor: Actor,
    catalog: Catalog,
    boards: Mapping[str, Json],
    section: Mapping[str, Any],
    order: Mapping[str, int],
) -> Json:
    items: list[Json] = []
    shown = [item for item in section.get("items", ()) if not _hidden(item, actor)]
    for item in sorted(shown, key=lambda item: order.get(menus.name_of(item), LAST)):
        items += [_named(made, item) for made in _items(tx, actor, catalog, boards, item)]
    key = str(section.get("section", "records"))
    label = section.get("label") or SECTIONS.get(key, {})
    return {"section": key, "label": label, "icon": section.get("icon"), "items": items}


def _named(made: Json, item: Mapping[str, Any]) -> Json:
    """An entry under the label and icon that were chosen for it."""
    if item.get("dashboard") == menus.EVERY:
        return made
    label = {**made["label"], **{locale: text for locale, text in (item.get("label") or {}).items() if text}}
    return {**made, "label": label, "icon": item.get("icon") or made["icon"]}


def _items(
    tx: Tx, actor: Actor, catalog: Catalog, boards: Mapping[str, Json], item: Mapping[str, Any]
) -> Sequence[Json]:
    if item.get("page") == menus.TODAY:
        return [_today(tx, actor, catalog)]
    if item.get("page") == menus.CALENDAR:
        return (
            [CALENDAR_ENTRY] if any(may(actor, form.key, "read") for form in catalog if dated(form)) else []
        )
    if item.get("dashboard"):
        every = item["dashboard"] == menus.EVERY
        others = [board for board in boards.values() if not board.get(NAMED)]
        wanted = others if every else [boards.get(item["dashboard"])]
        return [dashboard_entry(board) for board in wanted if board is not None]
    form = catalog.get(str(item.get("form")))
    if form is None or not may(actor, form.key, "read"):
        return []
    return [
        form_entry(form),
        *(pool_entry(each.pool) for each in mine(tx, actor) if each.pool.form == form.key),
    ]


def pool_entry(pool: Pool) -> Json:
    """A pool in the navigation, beside its form."""
    return {
        "key": f"pool.{pool.key}",
        "label": dict(pool.label),
        "icon": "pool",
        "route": f"/pools/{pool.key}",
    }


def form_entry(form: Form) -> Json:
    """A form in the navigation."""
    label = form.definition.plural or form.definition.label
    return {"key": form.key, "label": dict(label), "icon": form.definition.icon, "route": f"/f/{form.key}"}


def _today(tx: Tx, actor: Actor, catalog: Catalog) -> Json:
    badge = {"leaking": leaking_of(tx, actor, catalog)}
    return {"key": "today", "label": TODAY, "icon": "today", "route": "/", "badge": badge}


def dashboard_entry(board: Mapping[str, Any]) -> Json:
    """A dashboard in the navigation."""
    route = f"/dashboards/{board['key']}"
    return {"key": f"dashboard.{board['key']}", "label": board["label"], "icon": "dashboard", "route": route}
