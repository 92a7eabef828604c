"""What the soak adds to the CRM template: orders with lines and to-many relations, somebody who follows a record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from bulou.db.contributed import discover
from bulou.db.database import Database, open_database
from bulou.db.tables.people import person
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors, roles
from bulou.records import follow, write
from bulou.records.write import Who
from bulou.settings import read_settings
from tests.serving import Workspace


def _words(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en-US": text}


def _field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": _words(key), **more}


ORDER = {
    "key": "order",
    "label": _words("订单"),
    "title": "title",
    "fields": [
        _field("title", "text", required=True),
        _field("number", "serial", options={"parts": [{"part": "counter", "digits": 6, "reset": "never"}]}),
        _field("account", "relation", options={"target": "account"}),
        _field("products", "relations", options={"target": "product"}),
        _field(
            "lines",
            "detail",
            fields=[_field("item", "text", required=True), _field("count", "number", default=1)],
        ),
    ],
}
PRODUCTS = 3


def furnish(workspace: Workspace) -> None:
    """Publish the orders, make one account (id 1) that somebody else follows, and three products."""
    discover()
    with opened(workspace) as db:
        run(db, _furnish)


def _furnish(tx: Tx) -> None:
    publish_all(tx, [FormDef.model_validate(ORDER)])
    follower = accounts.create(
        tx, SYSTEM, accounts.NewPerson("Follower", "follower", "x", roles=(roles.ADMINISTRATOR,))
    )
    owner = Who(actors.load(tx, tx.value(person.select().with_only_columns(person.c.id).limit(1))))
    followed = write.create(tx, owner, "account", {"name": "被关注"})
    assert followed.id == 1
    follow.follow(tx, actors.load(tx, follower), catalog.load(tx)["account"], followed.id)
    for number in range(PRODUCTS):
        assert write.create(tx, owner, "product", {"name": f"产品 {number}"}).id == number + 1


@contextlib.contextmanager
def opened(workspace: Workspace) -> Iterator[Database]:
    """The database of a workspace, beside whatever else works with it."""
    with contextlib.closing(open_database(address_of(workspace))) as db:
        yield db


def address_of(workspace: Workspace) -> str:
    """Where the database of a workspace lies."""
    return read_settings({**workspace.environment, "BULOU_DATA_DIR": str(workspace.data)}).database_url
