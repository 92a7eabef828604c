"""Settings of the workspace as rows: name, zone, week_start, locale, currency and what engines keep there."""

from typing import Any

import orjson
from sqlalchemy import bindparam, select

from bulou.db import revisions
from bulou.db.kept import Kept
from bulou.db.tables.workspace import setting
from bulou.db.tx import Tx
from bulou.db.upsert import upsert

# Whoever acts carries these along; what is cached of people is stale once they change.
OF_ACTORS = frozenset({"zone", "week_start", "locale"})

_ONE = Kept(select(setting.c.value).where(setting.c.key == bindparam("key")))


def get(tx: Tx, key: str, default: Any = None) -> Any:
    """The JSON value under `key`, or `default`."""
    text = _ONE.value(tx, {"key": key})
    return default if text is None else orjson.loads(text)


def put(tx: Tx, key: str, value: Any) -> None:
    """Keep the JSON value `value` under `key`."""
    text = orjson.dumps(value).decode()
    upsert(tx, setting, [{"key": key, "value": text}], {"value": text})
    if key in OF_ACTORS:
        tx.lock("people")
        revisions.bump(tx, "people")


def everything(tx: Tx) -> dict[str, Any]:
    """All settings by key."""
    return {key: orjson.loads(text) for key, text in tx.rows(select(setting.c.key, setting.c.value))}
