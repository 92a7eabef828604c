"""What a person chose for themselves, kept on the server under keys the pages invent."""

import re
from typing import Any

import orjson
from sqlalchemy import func, select

from bulou.api.call import Call, refused
from bulou.api.doors import Doors
from bulou.db.tables.people import preference
from bulou.db.tx import Tx
from bulou.db.upsert import upsert

doors = Doors("me")

KEY = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
LARGEST = 64 * 1024
MOST = 500
BODY = {"type": "object", "required": ["value"], "properties": {"value": {}}, "additionalProperties": False}


@doors.put("/me/preferences/{key}", "set_preference", carries="own", status=204, body=BODY)
def set_preference(call: Call) -> None:
    """Keep a value; null forgets it."""
    key = call.part("key")
    if not KEY.fullmatch(key):
        raise refused("key", "fields.invalid")
    body = call.record()
    if set(body) != {"value"}:
        raise refused("value", "fields.required")
    text = orjson.dumps(body["value"]).decode()
    if len(text) > LARGEST:
        raise refused("value", "fields.too_long", max=LARGEST)
    mine = preference.c.person_id == call.person_id
    if body["value"] is None:
        call.tx.execute(preference.delete().where(mine, preference.c.key == key))
        return
    others = select(func.count()).select_from(preference).where(mine, preference.c.key != key)
    if (call.tx.value(others) or 0) >= MOST:
        raise refused("key", "fields.too_many", max=MOST)
    upsert(call.tx, preference, [{"person_id": call.person_id, "key": key, "value": text}], {"value": text})


def preferences_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """All preferences of a person."""
    query = select(preference.c.key, preference.c.value).where(preference.c.person_id == person_id)
    return {key: orjson.loads(value) for key, value in tx.rows(query)}
