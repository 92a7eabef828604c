"""The left navigation: what the workspace arranged, cut to what the caller may open."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.access.visible import may
from bulou.api.today_list import leaking_of
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.kit.protocols import Actor
from bulou.reports.dashboards import dashboards

Json = dict[str, Any]

TODAY = {"zh-CN": "今日", "en-US": "Today"}
MORE = "more"
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "work": {"zh-CN": "工作", "en-US": "Work"},
    "records": {"zh-CN": "业务", "en-US": "Business"},
    "more": {"zh-CN": "更多", "en-US": "More"},
    "analysis": {"zh-CN": "分析", "en-US": "Analysis"},
}


def menu_of(tx: Tx, actor: Actor, catalog: Catalog) -> list[Json]:
    """`[{section, label, items: [{key, label, icon, route, badge?}]}]`; sections without items are left out.

    The workspace's own arrangement is the `app_object` menu/main, `{sections: [{section, label, items}]}` with items
    `{page: today}`, `{form}` or `{dashboard}` (`*` for all of them); without one, all forms stand in their order.
    """
    stored = tx.value(
        select(app_object.c.body).where(app_object.c.kind == "menu", app_object.c.key == "main")
    )
    sections = orjson.loads(stored)["sections"] if stored else _plain(catalog)
    boards = {board["key"]: board for board in dashboards(tx, actor)}
    made = [_section(tx, actor, catalog, boards, section) for section in sections]
    return [section for section in made if section["items"]]


def add_form(tx: Tx, key: str) -> None:
    """Give a new form its place in the navigation the workspace arranged: under 更多, before the analyses."""
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


def _plain(catalog: Catalog) -> list[Json]:
    forms = [{"form": form.key} for form in catalog if form.definition.child_of is None]
    return [
        {"section": "work", "label": SECTIONS["work"], "items": [{"page": "today"}]},
        {"section": "records", "label": SECTIONS["records"], "items": forms},
        {"section": "analysis", "label": SECTIONS["analysis"], "items": [{"dashboard": "*"}]},
    ]


def _section(
    tx: Tx, actor: Actor, catalog: Catalog, boards: Mapping[str, Json], section: Mapping[str, Any]
) -> Json:
    items: list[Json] = []
    for item in section.get("items", ()):
        items += _items(tx, actor, catalog, boards, item)
    key = str(section.get("section", "records"))
    return {"section": key, "label": section.get("label") or SECTIONS.get(key, {}), "items": items}


def _items(
    tx: Tx, actor: Actor, catalog: Catalog, boards: Mapping[str, Json], item: Mapping[str, Any]
) -> Sequence[Json]:
    if item.get("page") == "today":
        return [_today(tx, actor, catalog)]
    if "dashboard" in item:
        wanted = boards.values() if item["dashboard"] == "*" else [boards.get(item["dashboard"])]
        return [_dashboard(board) for board in wanted if board is not None]
    form = catalog.get(str(item.get("form")))
    if form is None or not may(actor, form.key, "read"):
        return []
    label = item.get("label") or form.definition.plural or form.definition.label
    return [{"key": form.key, "label": label, "icon": form.definition.icon, "route": f"/f/{form.key}"}]


def _today(tx: Tx, actor: Actor, catalog: Catalog) -> Json:
    badge = {"leaking": leaking_of(tx, actor, catalog)}
    return {"key": "today", "label": TODAY, "icon": "today", "route": "/", "badge": badge}


def _dashboard(board: Mapping[str, Any]) -> Json:
    route = f"/dashboards/{board['key']}"
    return {"key": f"dashboard.{board['key']}", "label": board["label"], "icon": "dashboard", "route": route}
