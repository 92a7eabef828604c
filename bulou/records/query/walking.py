"""Narrow readers' lists in the order of an index: walked until enough rows are theirs, which is soon where much is.

A UNION of one's scopes reads all that one may see before it can sort; the walk reads only what lies before the last
row of the page. It ends after `FARTHEST` records, so that it costs little where it finds too few.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Select, select

from bulou.access.scope import clause
from bulou.access.visible import Visible, unlimited
from bulou.forms.indexes import SORTED, WALKED
from bulou.records.query.order import Segment, SortKey

FARTHEST = 4_000  # records that a walk passes at most: about what sorting some thousands of rows costs


def may_walk(seen: Visible, keys: Sequence[SortKey]) -> bool:
    """True where the reader has several scopes that ids, owners and departments decide, and such an index has the
    order."""
    first = keys[0].by
    plain = not seen.plan.rows.conditions and seen.denies is None and seen.also is None
    return (
        plain
        and len(seen.scopes) > 1
        and len(keys) == 2
        and isinstance(first, Column)
        and first.key in SORTED
        and all(key in seen.form.system for key in WALKED)
    )


def walk(seen: Visible, columns: Sequence[Any], segment: Segment, limit: int) -> Select[Any]:
    """The first `limit` rows of a stretch, fewer where the walk ends before.

    Both databases hand on the rows of a limited subquery in its order: so the first that match are the first.
    """
    of, form = seen.of, seen.form
    passed = select(*(of.c[key] for key in ("id", *WALKED))).where(of.c.deleted_at.is_(None), *segment.where)
    window = passed.order_by(*segment.order).limit(FARTHEST).subquery()
    theirs = clause(seen.plan.rows, form, window, unlimited(form, of, seen.context), seen.context)
    found = select(window.c.id).where(theirs).limit(limit).subquery()
    return select(*columns).where(of.c.id.in_(select(found.c.id))).order_by(*segment.order)
