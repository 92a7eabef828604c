"""Which records hold the text, whoever may see them: the short lists that readers' own rows are chosen from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Table

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.query.secure import sight
from bulou.records.search.clause import open_places, phrases_of, spot_of
from bulou.records.search.language import Spot, newest, some_of_each

CANDIDATES = 2000  # looked at for readers who may not see everything, before everything is searched


@dataclass(frozen=True, eq=False)
class Look:
    """Who looks for what, and in which language the answer is told."""

    tx: Tx
    actor: Actor
    catalog: Catalog
    text: str
    locale: str


@dataclass(frozen=True)
class Some:
    """Ids of records with the text; `cut`: there may be more."""

    ids: list[int]
    cut: bool


@dataclass(frozen=True)
class Question:
    """What is asked of the search table of one form."""

    table: Table
    spot: Spot
    most: int


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates of each of `forms`. PostgreSQL is asked for all forms at once, since every question is a
    journey; SQLite form by form, and not for those that the answer has no room for."""

    look: Look
    forms: Sequence[Form]
    title_only: bool
    limit: int

    def of(self, form: Form, limit: int) -> Some | None:
        """The candidates of a form, at least `limit` where there are so many; None where fields depend on the row."""
        if self.look.tx.db.is_sqlite:
            asked = self._question(form, limit)
            ids = newest(self.look.tx, asked.table, asked.spot, asked.most) if asked is not None else []
        else:
            asked, ids = self._questions.get(form.key), self._found.get(form.key, [])
        return None if asked is None else Some(ids, len(ids) == asked.most)

    @cached_property
    def _questions(self) -> dict[str, Question]:
        asked = {form.key: self._question(form, self.limit) for form in self.forms}
        return {key: question for key, question in asked.items() if question is not None}

    @cached_property
    def _found(self) -> dict[str, list[int]]:
        asked: list[Any] = [(each.table, each.spot, each.most) for each in self._questions.values()]
        return dict(zip(self._questions, some_of_each(self.look.tx, asked), strict=True))

    def _question(self, form: Form, limit: int) -> Question | None:
        seen = sight(self.look.tx, self.look.actor, form)
        places, table = open_places(seen, form, self.title_only), form.search_table
        if not places or table is None or any(seen.when(bound.key) is not None for bound, _mark in places):
            return None
        spot = spot_of(form, places, phrases_of(self.look.text))
        return Question(table, spot, CANDIDATES if seen.scopes else limit)
