"""Objects of apps that live in tables of their own: how they are listed, put in force, taken out."""

from collections.abc import Mapping
from typing import Any, Protocol

from bulou.apps import pools, prints, publics, rules, views
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor


class Store(Protocol):
    """A module with these three."""

    def bodies(self, tx: Tx) -> dict[str, Any]:
        """Every object of the workspace by key."""

    def put(self, tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
        """One as a package says it. BadApp."""

    def take_out(self, tx: Tx, by: Actor, key: str) -> None:
        """Delete one."""


STORES: Mapping[str, Store] = {
    prints.KIND: prints,
    views.KIND: views,
    publics.KIND: publics,
    pools.KIND: pools,
    rules.KIND: rules,
}
FOLDERS = {
    "form": "forms",
    "role": "roles",
    "dashboard": "dashboards",
    "menu": "menus",
    prints.KIND: "prints",
    views.KIND: "views",
    publics.KIND: "public_forms",
    pools.KIND: "pools",
    rules.KIND: "rules",
}
