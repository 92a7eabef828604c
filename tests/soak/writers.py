"""Writers that work until their server is gone, and remember what they were told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select

from bulou.db.tables.records import comment
from bulou.db.tx import Tx
from bulou.forms import catalog
from tests.soak.furnishing import PRODUCTS
from tests.soak.visitor import Visitor

WRITERS = 4


@dataclass(frozen=True)
class Told:
    """What writers were told: the newest state of each order (None: deleted), comments, and other answers.

    `doubtful` are orders whose last write was never answered: it happened, or it did not.
    """

    orders: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)

    @property
    def writes(self) -> int:
        """How many writes were acknowledged."""
        return len(self.orders) + len(self.comments)


@contextmanager
def burst(visitor: Visitor, turn: int, told: Told) -> Iterator[threading.Event]:
    """Writers at work; the event is set once one of them was answered."""
    begun = threading.Event()
    threads = [
        threading.Thread(target=_write, args=(visitor, f"突发 {turn}-{who}", told, begun))
        for who in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield begun
    finally:
        for thread in threads:
            thread.join()


def _write(visitor: Visitor, name: str, told: Told, begun: threading.Event) -> None:
    """Orders made, changed, some deleted, and comments on the account that somebody follows."""
    at_hand: list[int] = []
    try:
        for number in range(10_000):
            at_hand.clear()
            _order(visitor, f"{name}-{number}", number, told, at_hand)
            begun.set()
            said = visitor.post("/records/account/1/comments", {"body": name})
            if _good(said, told):
                told.comments[said.json()["id"]] = name
    except httpx.TransportError:
        told.doubtful.update(at_hand)


def _order(visitor: Visitor, title: str, number: int, told: Told, at_hand: list[int]) -> None:
    products = [number % PRODUCTS + 1, (number + 1) % PRODUCTS + 1]
    lines = [{"item": f"{title} {place}", "count": place} for place in range(3)]
    made = visitor.post(
        "/records/order", {"title": title, "account": 1, "products": products, "lines": lines}
    )
    if not _good(made, told):
        return
    order = made.json()
    at_hand.append(order["id"])
    told.orders[order["id"]] = order
    first, *rest = order["lines"]
    body = {
        "version": order["version"],
        "title": f"{title} 改",
        "products": products[:1],
        "lines": [
            {"id": first["id"], "_delete": True},
            *({"id": line["id"]} for line in rest),
            {"item": "新"},
        ],
    }
    changed = visitor.patch("order", order["id"], body)
    if _good(changed, told):
        told.orders[order["id"]] = changed.json()
    if number % 3 == 0 and _good(visitor.client.delete(f"/api/records/order/{order['id']}"), told):
        told.orders[order["id"]] = None


def _good(reply: httpx.Response, told: Told) -> bool:
    if reply.status_code >= 300:
        told.refused.append(f"{reply.request.method} {reply.request.url} {reply.status_code} {reply.text}")
    return reply.status_code < 300


def lost(tx: Tx, told: Told) -> list[str]:
    """Acknowledged writes that are not there as they were acknowledged."""
    stored = _stored(tx)
    found = []
    for id_, order in told.orders.items():
        now = stored.get(id_)
        if now is None:
            found.append(f"order {id_} is gone")
        elif order is None:
            found += [] if now["deleted"] else [f"order {id_} is back"]
        elif id_ not in told.doubtful and now != _expected(order):
            found.append(f"order {id_} is {now}, not {_expected(order)}")
    said = {row[0]: row[1] for row in tx.rows(select(comment.c.id, comment.c.body))}
    return found + [f"comment {id_}" for id_, body in told.comments.items() if said.get(id_) != body]


def _expected(order: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": order["version"],
        "title": order["title"],
        "deleted": False,
        "lines": [(line["id"], line["item"], line["count"]) for line in order["lines"]],
        "products": [product["id"] for product in order["products"]],
    }


def _stored(tx: Tx) -> dict[int, dict[str, Any]]:
    form = catalog.load(tx)["order"]
    rows, lines, links = form.table, form.detail("lines").table, form.links["products"]
    found = {
        row[0]: {
            "version": row[1],
            "title": row[2],
            "deleted": row[3] is not None,
            "lines": [],
            "products": [],
        }
        for row in tx.rows(select(rows.c.id, rows.c.version, rows.c.title, rows.c.deleted_at))
    }
    line = select(lines.c.parent_id, lines.c.id, lines.c.item, lines.c.count)
    for parent, *cells in tx.rows(line.order_by(lines.c.parent_id, lines.c.position)):
        if parent in found:
            found[parent]["lines"].append(tuple(cells))
    for record, target in tx.rows(select(links.c.record_id, links.c.target_id).order_by(links.c.position)):
        if record in found:
            found[record]["products"].append(target)
    return found
