"""What a reader gets of the report: groups of records they may see, with what they may know makes them the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, select

from bulou.access.visible import Visible, may
from bulou.db.tables.duplicates import twin_apart, twin_found, twin_report
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.people import directory
from bulou.records.duplicates import running
from bulou.records.duplicates.pairs import Pair, pairs_among
from bulou.records.duplicates.reasons import Reason, open_to, reasons_of
from bulou.records.query import Query, page
from bulou.records.query.secure import secure_select, sight

MOST_GROUPS = 50
AT_ONCE = 200  # records that are read in one page of a list
Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Reader:
    """Who looks at which run of a form's report; `reasons` are those of the form by key."""

    tx: Tx
    actor: Actor
    form: Form
    seen: Visible
    run: str
    reasons: Mapping[str, Reason]

    @property
    def mine(self) -> list[ColumnElement[bool]]:
        """The findings that are open to the reader."""
        c = twin_found.c
        known = open_to(self.seen, list(self.reasons.values()))
        return [c.form == self.form.key, c.run == self.run, known]

    def found(self, *columns: Any, where: Sequence[ColumnElement[bool]] = ()) -> Any:
        """A select of findings about living records that may be seen."""
        query = secure_select(self.seen, *columns, where=[*self.mine, *where])
        return query.join(twin_found, twin_found.c.record_id == self.seen.of.c.id)


def reader_of(tx: Tx, actor: Actor, form: Form) -> Reader | None:
    """The reader of the report that stands; None while there is none."""
    run = tx.value(select(twin_report.c.run).where(twin_report.c.form == form.key))
    if run is None:
        return None
    return Reader(tx, actor, form, sight(tx, actor, form), run, {each.key: each for each in reasons_of(form)})


def state(tx: Tx, actor: Actor, form: Form) -> Json:
    """`{at, job, may, compared}`: when the data were looked at, the work that is at it, whether the reader may merge
    (and so start it), and by what records are compared."""
    going = running.running(tx, form.key)
    at = tx.value(select(twin_report.c.at).where(twin_report.c.form == form.key))
    return {
        "at": at,
        "job": None if going is None else {"id": going.id, "done": going.done, "total": going.total},
        "may": all(may(actor, form.key, action) for action in ("change", "delete")),
        "compared": [_told(each) for each in reasons_of(form)],
    }


def count(tx: Tx, actor: Actor, form: Form, owner: int | None = None) -> int:
    """How many groups the reader would find."""
    reader = reader_of(tx, actor, form)
    if reader is None:
        return 0
    groups = _groups(reader, owner).subquery()
    return int(tx.value(select(func.count(groups.c.part.distinct()))) or 0)


def groups(
    tx: Tx, actor: Actor, form: Form, *, owner: int | None, after: int, limit: int
) -> tuple[list[Json], int | None]:
    """Groups as `{id, score, reasons, records}`, the likeliest first, and after which one it goes on; `owner`: only
    groups with a record of theirs. A group whose connecting record is out of sight falls into several, or apart."""
    reader = reader_of(tx, actor, form)
    if reader is None:
        return [], None
    inner = _groups(reader, owner).subquery()
    query = select(inner.c.part).where(inner.c.part > after).distinct().order_by(inner.c.part)
    parts = [row[0] for row in tx.rows(query.limit(limit + 1))]
    more = len(parts) > limit
    parts = parts[:limit]
    return _filled(reader, _split(reader, parts)), parts[-1] if more else None


def _groups(reader: Reader, owner: int | None) -> Any:
    """`part` of each bucket in which two records that may be the same are in sight."""
    c = twin_found.c
    where = [c.apart == 0]
    if owner is not None:
        held = reader.found(c.part, where=[reader.seen.column("owner") == owner]) if _owned(reader) else None
        where.append(c.part.in_(held) if held is not None else c.part.is_(None))
    seen = reader.found(c.part, c.bucket, c.record_id, where=where).cte("in_sight")
    closed = _closed(reader, seen)
    size = func.count()
    query = select(seen.c.part, seen.c.bucket).outerjoin(closed, closed.c.bucket == seen.c.bucket)
    pairs = size * (size - 1)  # twice as many as there are
    return query.group_by(seen.c.part, seen.c.bucket).having(
        pairs > 2 * func.coalesce(func.max(closed.c.pairs), 0)
    )


def _closed(reader: Reader, seen: CTE) -> Any:
    """How many of the pairs in sight of each bucket are known not to be the same."""
    one, other, known = seen.alias("one"), seen.alias("other"), twin_apart.c
    query = select(one.c.bucket, func.count().label("pairs")).select_from(one)
    query = query.join(twin_apart, (known.form == reader.form.key) & (known.a == one.c.record_id))
    there = (other.c.bucket == one.c.bucket) & (other.c.record_id == known.b)
    return query.join(other, there).group_by(one.c.bucket).subquery("closed")


def _owned(reader: Reader) -> bool:
    return reader.form.owned and "owner" in reader.seen.fields


def _split(reader: Reader, parts: Sequence[int]) -> list[Json]:
    """The groups as this reader sees them."""
    c = twin_found.c
    where = [c.part.in_(parts), c.apart == 0]
    query = reader.found(c.part, c.bucket, c.record_id, c.reason, c.score, where=where)
    buckets: dict[tuple[int, int, str, int], list[int]] = defaultdict(list)
    for row in reader.tx.rows(query.order_by(c.part, c.bucket, c.record_id)):
        buckets[row.part, row.bucket, row.reason, row.score].append(row.record_id)
    known = pairs_among(reader.tx, reader.form.key, {id_ for ids in buckets.values() for id_ in ids})
    made: list[Json] = []
    for part in parts:
        mine = [(key[2], key[3], ids) for key, ids in buckets.items() if key[0] == part]
        made += _components(reader, part, mine, known)
    return made


def _components(
    reader: Reader, part: int, buckets: Sequence[tuple[str, int, list[int]]], known: set[Pair]
) -> Iterable[Json]:
    parent: dict[int, int] = {}

    def top(id_: int) -> int:
        while parent.setdefault(id_, id_) != id_:
            id_ = parent[id_]
        return id_

    why: list[tuple[str, int, Pair]] = []
    for reason, score, ids in buckets:
        for pair in combinations(ids, 2):
            if pair not in known:
                why.append((reason, score, pair))
                one, other = sorted(map(top, pair))
                parent[other] = one
    members: dict[int, list[int]] = defaultdict(list)
    for id_ in sorted(parent):
        members[top(id_)].append(id_)
    for first, ids in members.items():
        mine = [(reason, score) for reason, score, pair in why if top(pair[0]) == first]
        yield {
            "id": f"{part}.{first}",
            "score": max(score for _, score in mine),
            "reasons": _reasons(reader, mine),
            "records": ids,
        }


def _reasons(reader: Reader, found: Iterable[tuple[str, int]]) -> list[Json]:
    best: dict[str, int] = {}
    for reason, score in found:
        best[reason] = max(score, best.get(reason, 0))
    return [{**_told(reader.reasons[key]), "score": score} for key, score in best.items()]


def _told(reason: Reason) -> Json:
    return {
        "kind": reason.kind,
        "key": reason.name,
        "label": dict(reason.label),
        "fields": list(reason.same.fields),
    }


def _filled(reader: Reader, found: list[Json]) -> list[Json]:
    """The records of each group as a list shows them, with everything that is open of them."""
    ids = sorted({id_ for group in found for id_ in group["records"]})
    items: dict[int, Json] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = {"field": "id", "op": "in", "value": ids[start : start + AT_ONCE]}
        asked = Query(filter=some, limit=AT_ONCE, masks=True)
        items |= {item["id"]: item for item in page(reader.tx, reader.actor, reader.form, asked).items}
    for group in found:
        group["records"] = [items[id_] for id_ in group["records"] if id_ in items]
    return found


def kept_apart(tx: Tx, actor: Actor, form: Form, *, limit: int) -> list[Json]:
    """The pairs that somebody said are not the same, the newest first: `{ids, records, by, at}`; both in sight."""
    c = twin_apart.c
    seen = sight(tx, actor, form)
    one = secure_select(seen, seen.of.c.id)
    query = select(c.a, c.b, c.by, c.at).where(c.form == form.key, c.a.in_(one), c.b.in_(one))
    rows = tx.rows(query.order_by(c.at.desc(), c.a, c.b).limit(limit))
    names = directory.names(tx, {row.by for row in rows if row.by is not None})
    ids = sorted({id_ for row in rows for id_ in (row.a, row.b)})
    fields = (form.title,) if form.title in seen.fields else ()
    asked = Query(filter={"field": "id", "op": "in", "value": ids}, fields=fields, limit=AT_ONCE, masks=True)
    items = {item["id"]: item for item in page(tx, actor, form, asked).items} if ids else {}
    return [
        {
            "records": [items[id_] for id_ in (row.a, row.b) if id_ in items],
            "by": None if row.by is None else {"id": row.by, "title": names.get(row.by, "")},
            "at": row.at,
        }
        for row in rows
    ]
