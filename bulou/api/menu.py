"""The left navigation: what the workspace arranged, cut to what the caller may open."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from bulou.access.visible import may
from bulou.api.today_list import leaking_of
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.kit.protocols import Actor
from bulou.reports.dashboards import dashboards

Json = dict[str, Any]

TODAY = {"zh-CN": "今日", "en-US": "Today"}
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "work": {"zh-CN": "工作", "en-US": "Work"},
    "records": {"zh-CN": "业务", "en-US": "Business"},
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
