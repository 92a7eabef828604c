"""Looking for twins: one way at a time, in the reading process; nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM
from bulou.records.duplicates.likeness import near
from bulou.records.duplicates.pairs import apart_by
from bulou.records.duplicates.reasons import NEAR, Reason, reasons_of
from bulou.records.query.secure import secure_select, sight

PIECE = 20_000  # names of one look
MOST_NAMES = 400_000  # compared by likeness: the newest
MOST_ALIKE = 50  # records of one bucket
MOST_EACH = 10  # records of the same name in a pair of names that are alike
Bucket = tuple[str, int, list[int]]  # reason, score, records


def pieces(tx: Tx, key: str) -> list[list[Any]]:
    """`[reason, piece]` of everything there is to do for a form, in order; nothing where it was deleted meanwhile."""
    form = catalogs.load(tx).get(key)
    if form is None:
        return []
    seen = sight(tx, SYSTEM, form)
    found: list[list[Any]] = []
    for reason in reasons_of(form):
        count = 1
        if reason.kind == NEAR:
            names = tx.value(secure_select(seen, func.count(reason.same.columns[0].distinct()))) or 0
            count = max(1, -(-min(names, MOST_NAMES) // PIECE))
        found += [[reason.key, at] for at in range(count)]
    return found


def look(tx: Tx, key: str, reason: str, piece: int) -> list[Bucket]:
    """The buckets of one piece; none where the form has changed so that there is no such reason any more."""
    form = catalogs.load(tx).get(key)
    wanted = next((each for each in reasons_of(form) if each.key == reason), None) if form else None
    if form is None or wanted is None:
        return []
    seen = sight(tx, SYSTEM, form)
    if wanted.kind == NEAR:
        return list(_near(tx, seen, wanted, piece))
    return list(_same(tx, seen, form, wanted))


def _same(tx: Tx, seen: Visible, form: Form, reason: Reason) -> Iterator[Bucket]:
    columns = reason.same.columns
    where: list[ColumnElement[bool]] = [column.is_not(None) for column in columns]
    twin = reason.same.twin
    if twin is not None and twin.when is not None:
        where.append(to_sql(parse(twin.when), seen.operand, seen.context))
    many = secure_select(seen, *columns, where=where).group_by(*columns).having(func.count() > 1).subquery()
    alike = and_(*(mine == theirs for mine, theirs in zip(columns, many.c, strict=True)))
    query = secure_select(seen, *columns, form.table.c.id, where=where).join(many, alike)
    rows = tx.rows(query.order_by(*columns, form.table.c.id))
    judged: Counter[int] | None = None
    for values, same in groupby(rows, key=lambda row: tuple(row[:-1])):
        ids = [row[-1] for row in same]
        if len(ids) > MOST_ALIKE and "" not in values:
            judged = apart_by(tx, form.key) if judged is None else judged
            ids = sorted(
                sorted(ids, key=judged.__getitem__)[:MOST_ALIKE]
            )  # nobody has judged these yet, or least
        if "" not in values:
            yield reason.key, 100, ids


def _near(tx: Tx, seen: Visible, reason: Reason, piece: int) -> Iterator[Bucket]:
    ids = _by_name(tx, seen, reason)
    names = sorted(ids, key=lambda name: ids[name][0])[-MOST_NAMES:]
    first = piece * PIECE
    for left, right, score in near(names, first, first + PIECE):
        yield reason.key, score, sorted([*ids[names[left]], *ids[names[right]]])


def _by_name(tx: Tx, seen: Visible, reason: Reason) -> dict[str, list[int]]:
    column = reason.same.columns[0]
    found: dict[str, list[int]] = defaultdict(list)
    query = secure_select(seen, seen.of.c.id, column, where=[column.is_not(None), column != ""])
    for id_, name in tx.rows(query.order_by(seen.of.c.id)):
        if len(found[name]) < MOST_EACH:
            found[name].append(id_)
    return found


def gathered(buckets: Sequence[Bucket]) -> Iterator[tuple[int, int, Bucket]]:
    """`(group, number, bucket)`: buckets that have records in common are one group; the likeliest group is 1. Names
    that are only alike join no more than `MOST_ALIKE` records, or one would lead to the next without end."""
    whole = _Groups()
    for _, score, ids in buckets:
        if score == 100:
            whole.join(ids)
    for _, score, ids in buckets:
        if score < 100:
            whole.join(ids, MOST_ALIKE)
    groups: dict[int, list[Bucket]] = defaultdict(list)
    for bucket in buckets:
        groups[whole.top(bucket[2][0])].append(bucket)
    number = 0
    order = sorted(groups.items(), key=lambda each: (-max(bucket[1] for bucket in each[1]), each[0]))
    for group, (_, mine) in enumerate(order, start=1):
        for bucket in mine:
            number += 1
            yield group, number, bucket


class _Groups:
    """Records that hang together; each group goes by one of them."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}
        self.size: dict[int, int] = {}

    def top(self, id_: int) -> int:
        parent = self.parent
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = id_ = parent[parent[id_]]
        return id_

    def join(self, ids: Sequence[int], most: int | None = None) -> None:
        for id_ in ids[1:]:
            one, other = sorted((self.top(ids[0]), self.top(id_)))
            size = self.size.get(one, 1) + self.size.get(other, 1)
            if one != other and (most is None or size <= most):
                self.parent[other], self.size[one] = one, size


def rows_of(buckets: Iterable[tuple[int, int, Bucket]]) -> list[list[Any]]:
    """`[part, bucket, record, reason, score]` of every record."""
    return [
        [group, number, id_, reason, score]
        for group, number, (reason, score, ids) in buckets
        for id_ in dict.fromkeys(ids)
    ]


def newest(tx: Tx, form: Form) -> str | None:
    """When a record of the form was last written."""
    seen = sight(tx, SYSTEM, form)
    found = tx.value(secure_select(seen, func.max(seen.of.c.updated_at)))
    return None if found is None else str(found)
