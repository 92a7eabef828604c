"""Values that name records by their ids, with the titles by which pages show them."""

from collections.abc import Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField
from bulou.kit.protocols import Actor
from bulou.records.query.model import Wanted
from bulou.records.query.titles import reference, titles_of

POINTING = frozenset({"record", "person", "department"})


def named(
    tx: Tx, actor: Actor, values: Mapping[str, Any], fields: Mapping[str, BoundField]
) -> dict[str, Any]:
    """`values` as a record reads them; what names a record out of sight is left out."""
    wanted = Wanted()
    for key, value in values.items():
        if _points(fields[key], value):
            wanted.add(fields[key].target or "", value)
    titles = titles_of(tx, actor, catalogs.load(tx), wanted)
    told: dict[str, Any] = {}
    for key, value in values.items():
        shown = reference(titles, fields[key].target or "", value) if _points(fields[key], value) else value
        if not (isinstance(shown, dict) and shown.get("locked")):
            told[key] = shown
    return told


def _points(bound: BoundField, value: Any) -> bool:
    return bound.operand in POINTING and isinstance(value, int)
