"""A page of options out of another form: the different texts of its records, found by typing."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.kit.pinyin import sort_key
from bulou.records.linked.texts import Ground
from bulou.records.search.clause import search_clause

MOST = 50  # a page
STRETCH = 200


def page_of(
    tx: Tx, found: Ground | None, search: str = "", after: str | None = None
) -> tuple[list[str], str | None]:
    """The first texts that hold `search` and come behind `after`, and the last of them when there are more."""
    if found is None:
        return [], None
    where = (*found.where, _holds(found, search.strip())) if search.strip() else found.where
    texts: list[str] = []
    for text in _different(tx, found, where, after):
        if len(texts) == MOST:
            return texts, texts[-1]
        texts.append(text)
    return texts, None


def _different(
    tx: Tx, found: Ground, where: Sequence[ColumnElement[bool]], after: str | None
) -> Iterator[str]:
    """Each text once, in order. Read along the index by stretches, past what repeats: of a large form only as much is
    looked at as a page needs, where `DISTINCT` would go through all of it."""
    order = _order(found)
    while True:
        beyond = () if after is None else _beyond(found, after)
        query = select(*order).where(*where, *beyond).order_by(*order).limit(STRETCH)
        read = [row[-1] for row in tx.rows(query)]
        yield from dict.fromkeys(read)
        if len(read) < STRETCH:
            return
        after = read[-1]


def _order(found: Ground) -> tuple[ColumnElement[Any], ...]:
    """Titles as lists have them, Chinese by its sound; other texts by code point."""
    if found.take != found.target.title:
        return (found.text,)
    return found.seen.guard(found.take, found.seen.of.c["title_sort"]), found.text


def _holds(found: Ground, search: str) -> ColumnElement[bool]:
    """Titles are found as everywhere, by pinyin and tails of numbers, too; other texts by what they contain."""
    if found.take == found.target.title:
        return search_clause(found.seen, found.target, search, title_only=True)
    leaf = {"field": found.take, "op": "contains", "value": search}
    return to_sql(parse(leaf), found.seen.operand, found.seen.context)


def _beyond(found: Ground, after: str) -> tuple[ColumnElement[bool], ...]:
    first, *rest = _order(found)
    if not rest:
        return (first > after,)
    at = sort_key(after)
    return first >= at, or_(first > at, found.text > after)  # the first half is what an index can begin at
