"""Typed text as a clause over the search rows: only in fields that are open to the reader, row by row."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select

from bulou.access.visible import Visible
from bulou.forms.form import BoundField, Form
from bulou.kit.tokens import PINYIN_MARK, TAIL_MARK, query_phrases
from bulou.records.search.language import Spot, Term, all_of, any_of, matches
from bulou.records.write.search_rows import LONGEST_TOKEN, is_name, searchable

LONGEST_QUERY = 200
SHORTEST_TAIL = 4
_PHONE_LIKE = re.compile(r"\+?[\d\s()\-.]{5,30}")
Phrase = list[str]
Place = tuple[BoundField, str]  # a field and its mark


def phrases_of(text: str) -> list[list[Phrase]]:
    """What must be found, as alternatives: the phrases of the text, and for something that looks like a phone
    number its digits alone."""
    text = text[:LONGEST_QUERY]
    ways = [query_phrases(text)]
    digits = re.sub(r"\D", "", text)
    if _PHONE_LIKE.fullmatch(text.strip()) and len(digits) >= SHORTEST_TAIL and ways[0] != [[digits]]:
        ways.append([[digits]])
    return [way for way in ways if way]


def search_clause(seen: Visible, form: Form, text: str, *, title_only: bool = False) -> ColumnElement[bool]:
    """Rows in which every part of `text` is found in some field that is open to the reader on that row."""
    places = open_places(seen, form, title_only)
    ways = phrases_of(text)
    if not places or not ways or form.search_table is None:
        return false()
    if all(seen.when(bound.key) is None for bound, _mark in places):
        return _found(seen, form, spot_of(form, places, ways))
    return or_(*(and_(*(_somewhere(seen, form, places, phrase) for phrase in way)) for way in ways))


def open_places(seen: Visible, form: Form, title_only: bool = False) -> list[Place]:
    """The searchable fields that are open to the reader on at least some rows."""
    return [
        (bound, mark)
        for bound, mark in searchable(form)
        if bound.key in seen.fields and (not title_only or bound.key == form.title)
    ]


def spot_of(form: Form, places: Sequence[Place], ways: Sequence[Sequence[Phrase]]) -> Spot:
    """The full-text query: any way, of which every phrase stands in any of the places."""
    return any_of([all_of([_in_any(form, places, phrase) for phrase in way]) for way in ways])


def _somewhere(seen: Visible, form: Form, places: Sequence[Place], phrase: Phrase) -> ColumnElement[bool]:
    """The phrase stands in a field that is always open, or in one that is open on that row."""
    found = []
    free = [place for place in places if seen.when(place[0].key) is None]
    if free:
        found.append(_found(seen, form, _in_any(form, free, phrase)))
    for place in places:
        when = seen.when(place[0].key)
        if when is not None:
            found.append(and_(when, _found(seen, form, _in_any(form, [place], phrase))))
    return or_(*found)


def _found(seen: Visible, form: Form, spot: Spot) -> ColumnElement[bool]:
    table = form.search_table
    if table is None:
        return false()
    return seen.of.c.id.in_(select(table.c.id).where(matches(table, spot)))


def _in_any(form: Form, places: Sequence[Place], phrase: Phrase) -> Spot:
    return any_of([spot for bound, mark in places for spot in _in_field(form, bound, mark, phrase)])


def _in_field(form: Form, bound: BoundField, mark: str, phrase: Phrase) -> list[Spot]:
    """The phrase as the tokens of one field: words, and for names pinyin initials, for phones last digits."""
    short = [token[:LONGEST_TOKEN] for token in phrase]
    whole_pair = len(short[-1]) == 2 and _is_han(short[-1])
    spots: list[Spot] = [Term(tuple(mark + token for token in short), prefix=not whole_pair)]
    word = short[0]
    if len(phrase) == 1 and word.isascii():
        if is_name(form, bound):
            spots.append(Term((f"{mark}{PINYIN_MARK}{word}",), prefix=True))
        if bound.kind.key == "phone" and word.isdigit() and len(word) >= SHORTEST_TAIL:
            spots.append(Term((f"{mark}{TAIL_MARK}{word}",)))
    return spots


def _is_han(token: str) -> bool:
    return "\u3400" <= token[0] <= "\u9fff"
