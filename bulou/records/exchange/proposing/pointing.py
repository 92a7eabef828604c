"""Columns of a file that name records which are there: proposed as a relation to their form, people as people.

Titles are asked for through what the reader may see, exactly as written: a name that is not theirs to see is no hit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import DEPARTMENTS, PEOPLE, Form
from bulou.forms.titles import title_sort
from bulou.kit.protocols import Actor
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.wording import plain
from bulou.records.query import matching, secure_select, sight

ENOUGH, NAMED = 0.8, 0.5  # of the cells must name a record; `NAMED` where the heading names the form, too
LEAST = 2  # different names: one that is met says nothing
LONGEST = 200
AT_ONCE = 500
MOST_NAMES = 5_000  # of all columns together
KINDS = {PEOPLE: "person", DEPARTMENTS: "department"}


@dataclass(frozen=True)
class Pointed:
    """A form whose records a column names: `met` of the `asked` different names."""

    form: Form
    met: int
    asked: int
    share: float

    @property
    def kind(self) -> str:
        """The kind of field that points there."""
        return KINDS.get(self.form.key, "relation")


def pointed(tx: Tx, actor: Actor, columns: Mapping[int, tuple[str, Profile]]) -> dict[int, Pointed]:
    """By column (heading and what it holds): the form whose records its cells name, where there is one."""
    names = {at: _names(profile) for at, (_heading, profile) in columns.items()}
    every = list(islice(dict.fromkeys(name for some in names.values() for name in some), MOST_NAMES))
    found: dict[int, Pointed] = {}
    for form in _forms(tx, actor):
        titles = _titles(tx, actor, form, every)
        for at, (heading, profile) in columns.items() if titles else ():
            one = _judged(form, heading, profile, names[at], titles)
            if one is not None and (at not in found or one.share > found[at].share):
                found[at] = one
    return found


def _names(profile: Profile) -> dict[str, int]:
    """How often each text comes that could be a name."""
    texts = (each for each in profile.some if isinstance(each.cell, str) and len(each.raw) <= LONGEST)
    return {each.raw: each.count for each in texts}


def _forms(tx: Tx, actor: Actor) -> Iterator[Form]:
    """The forms whose titles the reader may ask for; people first, who win where a name is met twice."""
    catalog = catalogs.load(tx)
    ours = (catalog.get(key) for key in (PEOPLE, DEPARTMENTS))
    for form in [*(each for each in ours if each is not None), *catalog]:
        if form.definition.child_of is not None or not may(actor, form.key, "read"):
            continue
        operand = sight(tx, actor, form).operand(form.title) if form.title else None
        if operand is not None and operand.type == "text":
            yield form


def _titles(tx: Tx, actor: Actor, form: Form, names: Sequence[str]) -> set[str]:
    """Those of `names` that a record is called which the reader may see."""
    seen = sight(tx, actor, form)
    title = seen.column(form.title)
    found: set[str] = set()
    for at in range(0, len(names), AT_ONCE):
        some = list(names[at : at + AT_ONCE])
        where = matching(seen, form, {"field": form.title, "op": "in", "value": some}, None)
        if (
            not form.read_only
        ):  # titles have no index of their own, but share the key by which they are sorted
            where.append(form.table.c.title_sort.in_({title_sort(form, name) for name in some}))
        found.update(row[0] for row in tx.rows(secure_select(seen, title, where=where).distinct()))
    return found


def _judged(
    form: Form, heading: str, profile: Profile, names: Mapping[str, int], titles: Collection[str]
) -> Pointed | None:
    total = sum(each.count for each in profile.some)
    met = [name for name in names if name in titles]
    share = sum(names[name] for name in met) / total if total else 0.0
    if len(met) < LEAST or share < (NAMED if _is_called(form, heading) else ENOUGH):
        return None
    return Pointed(form, len(met), len(profile.some), share)


def _is_called(form: Form, heading: str) -> bool:
    definition = form.definition
    words = {plain(each) for each in (*definition.label.values(), *definition.aliases, form.key)}
    said = plain(heading)
    return said in words or any(said.startswith(word) for word in words if len(word) > 1)
