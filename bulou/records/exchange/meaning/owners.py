"""Who owns the rows of a sheet when no column says so: the person the sheet is called after."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bulou.kit.text import name_key
from bulou.records.exchange.meaning import lexicon, looks
from bulou.records.exchange.meaning.plan import OWNER, OwnerPlan, SheetPlan
from bulou.records.exchange.meaning.wording import plain

_AROUND = re.compile(r"[\d年月日季度Qq\s_\-—.·()（）【】\[\]/]+")
_LABELLED = re.compile(r"([^:：]{2,8})[:：]\s*([^\s:：,，;；]{2,30})")


def of_sheets(
    names: Sequence[str], titles: Mapping[str, Sequence[str]], people: Mapping[str, int]
) -> dict[str, OwnerPlan]:
    """The owner of each sheet called `names`, from its name or the lines above its table.

    `people` are known ones by name_key. A name that nobody has yet counts when it looks like a person's and
    either the sheet's own title repeats it or most sheets are called after persons.
    """
    found: dict[str, OwnerPlan] = {}
    looking = {name: candidate for name in names if (candidate := _person_in(name, people))}
    usual = len(looking) * 2 > len(names) and len(looking) > 1
    for name in names:
        above = titles.get(name, ())
        candidate = looking.get(name)
        if candidate and (usual or name_key(candidate) in people or any(candidate in line for line in above)):
            found[name] = _owner(candidate, people)
        else:
            found[name] = _from_lines(above, people)
    return found


def for_sheet(plan: SheetPlan, found: OwnerPlan) -> OwnerPlan:
    """A column that names owners goes first; the sheet's own person then serves rows that name nobody."""
    return replace(found, source="column") if plan.column_of(OWNER) else found


def _owner(name: str, people: Mapping[str, int]) -> OwnerPlan:
    return OwnerPlan("sheet", name, people.get(name_key(name)))


def _person_in(sheet: str, people: Mapping[str, int]) -> str | None:
    """The person a sheet's name names: `王建国`, `王建国2026`, `销售-王建国`, `Anna Snelling`."""
    if name_key(sheet) in people:
        return sheet.strip()
    parts = [part for part in _AROUND.split(sheet) if part]
    candidates = [sheet.strip(), _AROUND.sub(" ", sheet).strip(), *parts]
    for candidate in candidates:
        bare = _without_tail(candidate)
        if name_key(bare) in people:
            return bare
        if looks.person(bare) and plain(bare) not in _NO_PERSON:
            return bare
    return None


def _without_tail(text: str) -> str:
    for tail in sorted(lexicon.words("heading_tail"), key=len, reverse=True):
        if text.endswith(tail) and len(text) - len(tail) >= 2:
            return text[: -len(tail)].removesuffix("的").strip()
    return text


def _from_lines(lines: Sequence[str], people: Mapping[str, int]) -> OwnerPlan:
    """`负责人：王建国` in a line above the table, or somebody known in its title."""
    for line in lines:
        for label, name in _LABELLED.findall(line):
            sure = name_key(name) in people or looks.person(name)
            if plain(label) in lexicon.plain_words("owner") and sure:
                return _owner(name, people)
    for part in _AROUND.split(lines[0]) if lines else ():
        bare = _without_tail(part)
        if len(bare) > 1 and name_key(bare) in people:
            return _owner(bare, people)
    return OwnerPlan()


_NO_PERSON = (
    lexicon.plain_words("not_a_person")
    | lexicon.plain_words("sheet_plain")
    | lexicon.plain_words("sheet_summary")
    | lexicon.plain_words("sheet_dictionary")
    | lexicon.plain_words("sheet_instructions")
)
