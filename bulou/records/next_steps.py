"""What was agreed for the moment a record is next due: the words stand in the activity that set it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import instant, parse_instant
from bulou.kit.protocols import Actor
from bulou.records.pushing.links import sources
from bulou.records.query.secure import sight

WORDS = ("about", "next_at", "next_step")


def next_steps(tx: Tx, actor: Actor, form: Form, due: Mapping[int, str]) -> dict[int, str]:
    """The words by record id; `due`: when each of these records, all visible to the reader, is next due."""
    moments = {id_: instant(parse_instant(at)) for id_, at in due.items()}
    words: dict[int, str] = {}
    catalog = catalogs.load(tx)
    for activity in catalog.with_trait("activity"):
        for id_, at, step in _agreed(tx, actor, activity, form, moments):
            if moments.get(id_) == at:
                words.setdefault(id_, step)
        for key, to in sources(tx, catalog, form.key, sorted(moments), "activities").items():
            earlier = {was: moments[id_] for was, ids in to.items() for id_ in ids}
            for was, at, step in (
                _agreed(tx, actor, activity, catalog[key], earlier) if key in catalog else ()
            ):
                for id_ in to[was]:
                    if moments[id_] == at:
                        words.setdefault(id_, step)
    return words


def _agreed(
    tx: Tx, actor: Actor, activity: Form, form: Form, moments: Mapping[int, str]
) -> Iterator[tuple[int, str, str]]:
    """(record, moment, words) of the activities that name one of the moments, the newest first."""
    slots = activity.trait("activity") or {}
    if not moments or not set(WORDS) <= slots.keys() or not may(actor, activity.key, "read"):
        return
    seen = sight(tx, actor, activity)
    if not {slots[name] for name in WORDS} <= seen.fields:
        return
    c, about = seen.of.c, activity.bound(slots["about"])
    columns = (c[about.key], c[slots["next_at"]], seen.column(slots["next_step"]))
    where = [*_about(seen, about, form, moments), c[slots["next_at"]].in_(sorted(set(moments.values())))]
    happened: Any = func.coalesce(c[slots["happened_at"]], c.created_at)
    query = select(*columns).where(c.deleted_at.is_(None), *where)  # visible: decision 0024
    for row in tx.rows(query.order_by(happened.desc(), c.id.desc())):
        if row[2]:
            yield row[0], row[1], row[2]


def _about(
    seen: Visible, about: BoundField, form: Form, moments: Mapping[int, str]
) -> Iterator[ColumnElement[bool]]:
    """What ties an activity to the records; nothing does when it cannot be about their form."""
    yield seen.of.c[about.key].in_(sorted(moments) if about.target in ("*", form.key) else [])
    if about.target == "*":
        yield seen.of.c[f"{about.key}_form"] == form.key
    if seen.denies is not None:
        yield seen.denies
