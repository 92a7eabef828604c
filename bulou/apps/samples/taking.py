"""Records of this workspace as sample data: read with the rights of whoever exports, naming only one another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bulou.access.visible import require, visible
from bulou.apps.errors import BadApp
from bulou.apps.samples.model import MOST_RECORDS, SampleForm, SampleRecord
from bulou.db import settings_table
from bulou.db.tables.people import person_role
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.records.query import MOST_ROWS, Query

SYSTEM = ("owner", "stage", "created_at", "stage_since")
Json = dict[str, Any]
Refs = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Chosen:
    """Which records of a form go along: the newest `limit` that match."""

    filter: Any = None
    limit: int = 50


@dataclass(frozen=True)
class _Taking:
    """What is known while values are turned: references by (form, id), a role of each person."""

    refs: Refs = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)


def take(tx: Tx, actor: Actor, chosen: Mapping[str, Chosen]) -> tuple[SampleForm, ...]:
    """The chosen records by form. NotFound, Forbidden (without the right to export), BadApp when they are too many."""
    catalog = catalogs.load(tx)
    found = {key: _records(tx, actor, catalog[key], which) for key, which in chosen.items()}
    if sum(map(len, found.values())) > MOST_RECORDS:
        raise BadApp(file="sample", reason=f"more than {MOST_RECORDS} records")
    refs = {
        (key, item["id"]): f"{key}.{at}" for key, items in found.items() for at, item in enumerate(items, 1)
    }
    known = _Taking(refs, _roles(tx))
    day = tx.now.astimezone(ZoneInfo(settings_table.get(tx, "zone", "Asia/Shanghai"))).date()
    return tuple(_form(known, catalog[key], items, day) for key, items in found.items() if items)


def _roles(tx: Tx) -> dict[int, str]:
    c = person_role.c
    rows = tx.rows(select(c.person_id, c.role_key).order_by(c.role_key.desc()))
    return {row[0]: row[1] for row in rows}


def _records(tx: Tx, actor: Actor, form: Form, which: Chosen) -> list[Json]:
    """The newest that match, the oldest of them first."""
    require(actor, form.key, "export")
    asked = Query(filter=which.filter, sort="-id", fields=_keys(actor, form))
    items: list[Json] = []
    cursor = None
    while len(items) < which.limit:
        part = replace(asked, limit=min(MOST_ROWS, which.limit - len(items)), cursor=cursor)
        page = query.page(tx, actor, form, part)
        items += page.items
        cursor = page.next
        if cursor is None:
            break
    return items[::-1]


def _keys(actor: Actor, form: Form) -> tuple[str, ...]:
    seen = visible(actor, form).fields
    own = [each.key for each in form.fields if _travels(each) and each.key in seen]
    return (*own, *(key for key in SYSTEM if key in form.system and key in seen))


def _travels(bound: BoundField) -> bool:
    return (
        bound.kind.stored
        and not bound.kind.computed
        and bound.operand not in ("file", "department", "departments")
    )


def _form(known: _Taking, form: Form, items: Sequence[Json], day: date) -> SampleForm:
    records = tuple(_record(known, form, item) for item in items)
    return SampleForm(form.key, day, records)


def _record(known: _Taking, form: Form, item: Json) -> SampleRecord:
    values = dict(_values(known, form, form.fields, item))
    if form.owned and "owner" in item:
        owner = _person(known, item["owner"])
        if owner is not None or item["owner"] is None:
            values["owner"] = owner
    if item.get("stage") is not None:
        values["stage"] = item["stage"]
    ref = known.refs[form.key, item["id"]]
    return SampleRecord(ref, values, item.get("created_at"), item.get("stage_since"))


def _values(
    known: _Taking, form: Form, fields: Sequence[BoundField], item: Json
) -> Iterator[tuple[str, Any]]:
    for bound in fields:
        value = item.get(bound.key) if _travels(bound) else None
        turned = _value(known, form, bound, value) if value not in (None, [], "") else None
        if turned not in (None, []):
            yield bound.key, turned


def _value(known: _Taking, form: Form, bound: BoundField, value: Any) -> Any:
    match bound.operand:
        case "record":
            return _ref(known, bound, value)
        case "records":
            return [ref for each in value if (ref := _ref(known, bound, each)) is not None]
        case "person":
            return _person(known, value)
        case "people":
            return [who for each in value if (who := _person(known, each)) is not None]
        case "rows":
            columns = form.details[bound.key].fields
            return [dict(_values(known, form, columns, row)) for row in value]
        case _:
            return value


def _ref(known: _Taking, bound: BoundField, value: Json) -> Json | None:
    form = str(value.get("form") or bound.target)
    ref = known.refs.get((form, value.get("id") or 0))
    if ref is None:
        return None
    return {"form": form, "ref": ref} if bound.target == "*" else {"ref": ref}


def _person(known: _Taking, value: Json | None) -> Json | None:
    role = known.roles.get(value.get("id") or 0) if value else None
    return {"role": role} if role is not None else None
