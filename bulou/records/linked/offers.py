"""A page of options out of another form: the different texts of its records, found by typing."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.kit.pinyin import sort_key
from bulou.records.linked.texts import Ground
from bulou.records.search.clause import search_clause

MOST = 50  # a page


def page_of(
    tx: Tx, found: Ground | None, search: str = "", after: str | None = None
) -> tuple[list[str], str | None]:
    """The first texts that hold `search` and come behind `after`, and the last of them when there are more."""
    if found is None:
        return [], None
    where = list(found.where)
    if search.strip():
        where.append(_holds(found, search.strip()))
    if after is not None:
        where.append(_beyond(found, after))
    order = _order(found)
    query = select(*order).where(*where).distinct().order_by(*order).limit(MOST + 1)
    texts = [row[-1] for row in tx.rows(query)]
    return texts[:MOST], texts[MOST - 1] if len(texts) > MOST else None


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


def _beyond(found: Ground, after: str) -> ColumnElement[bool]:
    first, *rest = _order(found)
    if not rest:
        return first > after
    at = sort_key(after)
    return or_(first > at, and_(first == at, found.text > after))
