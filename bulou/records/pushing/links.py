"""Which record became which others: rows of our own that count until their batch is undone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, delete, insert, or_, select, update

from bulou.db.tables.pushes import push_link
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog

C = push_link.c
Ends = dict[str, set[int]]


@dataclass(frozen=True)
class Link:
    """A record and one of those that it became. `how`: made, or used because it was there."""

    form: str
    record_id: int
    push: str
    step: str
    to_form: str
    to_id: int
    how: str
    carries: tuple[str, ...]
    batch_id: int
    by: int | None
    at: str


COLUMNS = tuple(C[name] for name in Link.__dataclass_fields__)


def keep(tx: Tx, links: Iterable[Link]) -> None:
    """Note what a record became."""
    rows = [{**vars(link), "carries": "".join(f"|{each}" for each in link.carries) + "|"} for link in links]
    if rows:
        tx.execute(insert(push_link).values(rows))


def of_record(tx: Tx, form: str, id_: int, push: str | None = None) -> list[Link]:
    """What became of a record (by one push), the oldest first."""
    mine = [C.form == form, C.record_id == id_, *([] if push is None else [C.push == push])]
    return _links(tx, *mine)


def into(tx: Tx, form: str, id_: int) -> list[Link]:
    """The pushes that a record came out of."""
    return _links(tx, C.to_form == form, C.to_id == id_)


def done(tx: Tx, form: str, push: str, ids: Collection[int]) -> frozenset[int]:
    """Those of the records that went through a push."""
    mine = and_(C.form == form, C.push == push, C.record_id.in_(sorted(ids)), C.taken_back.is_(None))
    return frozenset(row[0] for row in tx.rows(select(C.record_id).where(mine).distinct()))


def _links(tx: Tx, *where: Any) -> list[Link]:
    rows = tx.rows(select(*COLUMNS).where(*where, C.taken_back.is_(None)).order_by(C.id))
    return [_link(row) for row in rows]


def _link(row: Any) -> Link:
    values = dict(zip(Link.__dataclass_fields__, row, strict=True))
    values["carries"] = tuple(each for each in values["carries"].split("|") if each)
    return Link(**values)


def turn(tx: Tx, batch_id: int, back: bool) -> list[Link]:
    """The links of a batch that was undone (`back`) or whose undo was: they count no longer, or again."""
    mine = C.batch_id == batch_id
    found = [_link(row) for row in tx.rows(select(*COLUMNS).where(mine).order_by(C.id))]
    if found:
        tx.execute(update(push_link).where(mine).values(taken_back=tx.now_text if back else None))
    return found


def sources(
    tx: Tx, catalog: Catalog, form: str, ids: Sequence[int], what: str
) -> Mapping[str, Mapping[int, set[int]]]:
    """Form → record → those of `ids` at which `what` of it is seen, too."""
    if not leads_to(catalog, form):
        return {}
    mine = and_(C.to_form == form, C.to_id.in_(sorted(ids)), C.taken_back.is_(None))
    carrying = C.carries.like(f"%|{what}|%")
    found: dict[str, dict[int, set[int]]] = {}
    for row in tx.rows(select(C.form, C.record_id, C.to_id).where(mine, carrying)):
        found.setdefault(row[0], {}).setdefault(row[1], set()).add(row[2])
    return found


def targets(tx: Tx, form: str, ids: Collection[int], what: str) -> Ends:
    """The records at which `what` of any of `ids` is seen, too: form → ids."""
    mine = and_(C.form == form, C.record_id.in_(sorted(ids)), C.taken_back.is_(None))
    found: Ends = {}
    for row in tx.rows(select(C.to_form, C.to_id).where(mine, C.carries.like(f"%|{what}|%"))):
        found.setdefault(row[0], set()).add(row[1])
    return found


def carried_to(tx: Tx, catalog: Catalog, form: str, id_: int) -> Mapping[str, Sequence[tuple[str, int]]]:
    """What of other records is seen at this one: activities, comments, files → (form, record) pairs."""
    return carried_by(catalog, into(tx, form, id_))


def carried_by(catalog: Catalog, came: Iterable[Link]) -> Mapping[str, Sequence[tuple[str, int]]]:
    """The same, of the pushes that a record came out of."""
    found: dict[str, list[tuple[str, int]]] = {}
    for link in came:
        for what in link.carries:
            if link.form in catalog and (link.form, link.record_id) not in found.setdefault(what, []):
                found[what].append((link.form, link.record_id))
    return found


def leads_to(catalog: Catalog, form: str) -> bool:
    """Whether a push of any form makes records of this one: else there is nothing to ask the database for."""
    return form in _led_to(catalog)


def _led_to(catalog: Catalog) -> frozenset[str]:
    known: frozenset[str] | None = catalog.__dict__.get("_led_to")
    if known is None:
        steps = (step for form in catalog for push in form.definition.pushes for step in push.steps)
        known = catalog.__dict__["_led_to"] = frozenset(step.form for step in steps)
    return known


def point_elsewhere(tx: Tx, form: str, gone: Collection[int], master: int) -> list[list[int]]:
    """What came to be one of `gone` came to be `master`: `[link, whom it led to]`, for the way back."""
    here = and_(C.to_form == form, C.to_id.in_(sorted(gone)))
    moved = [[row[0], row[1]] for row in tx.rows(select(C.id, C.to_id).where(here).order_by(C.id))]
    if moved:
        tx.execute(update(push_link).where(here).values(to_id=master))
    return moved


def point_back(tx: Tx, form: str, master: int, moved: Iterable[Sequence[int]]) -> None:
    """The way back, where a link still leads to `master`."""
    pairs = {each[0]: each[1] for each in moved}
    if pairs:
        here = and_(C.to_form == form, C.to_id == master, C.id.in_(sorted(pairs)))
        tx.execute(update(push_link).where(here).values(to_id=case(pairs, value=C.id)))


def forget(tx: Tx, form: str, ids: Collection[int]) -> None:
    """Records that go for good were made of nothing and became nothing."""
    gone = sorted(ids)
    ends = or_(and_(C.form == form, C.record_id.in_(gone)), and_(C.to_form == form, C.to_id.in_(gone)))
    tx.execute(delete(push_link).where(ends))
