"""The one door out: lists, single records, counts and boards, all through what the reader may see."""

from bulou.records.query.board import kanban
from bulou.records.query.model import COUNT_CAP, MOST_ROWS, Page, Query
from bulou.records.query.one import may_read, open_among, read
from bulou.records.query.pages import count, page
from bulou.records.query.related import neighbours, related
from bulou.records.query.secure import matching, secure_select, sight
from bulou.records.query.tags import tags
from bulou.records.query.titles import titles

__all__ = [
    "COUNT_CAP",
    "MOST_ROWS",
    "Page",
    "Query",
    "count",
    "kanban",
    "matching",
    "may_read",
    "neighbours",
    "open_among",
    "page",
    "read",
    "related",
    "secure_select",
    "sight",
    "tags",
    "titles",
]
