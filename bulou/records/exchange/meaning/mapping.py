"""Which column fills which field: by its heading, checked against its values, the surest pair first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bulou.forms.form import Form
from bulou.records.exchange.meaning.evidence import Known, evidence
from bulou.records.exchange.meaning.plan import CREATED_AT, ID, STAGE_SINCE
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.targets import Target

_ACCEPTED = 0.72
_BY_VALUES = 0.5  # how sure one can be without a heading
_ONLY_BY_NAME = frozenset({ID, CREATED_AT, STAGE_SINCE})
# Kinds whose values speak for themselves, and how clearly they must.
_SPEAKING = {"phone": 0.75, "email": 0.75, "link": 0.8, "choice": 0.75, "stage": 0.8}


@dataclass(frozen=True)
class Pair:
    """A column and what it fills, with how sure that is (0 … 1)."""

    column: int
    key: str
    confidence: float


def match(
    headings: Sequence[str], profiles: Sequence[Profile], targets: Sequence[Target], form: Form, known: Known
) -> list[Pair]:
    """At most one target for each column and one column for each target."""
    pairs = []
    for column, profile in enumerate(profiles):
        heading = headings[column] if column < len(headings) else ""
        for target in targets:
            if score := _score(heading, profile, target, form, known):
                pairs.append(Pair(column, target.key, score))
    found = _surest(pairs)
    found += _by_values(headings, profiles, targets, found, form, known)
    return sorted(found, key=lambda pair: pair.column)


def _score(heading: str, profile: Profile, target: Target, form: Form, known: Known) -> float:
    like = target.likeness(heading) if heading else 0.0
    if like < 0.4:
        return 0.0
    says = evidence(target, profile, form, known)
    if target.key in _ONLY_BY_NAME and (like < 0.95 or says < 0):
        return 0.0
    if like >= 0.97:  # the heading says so; only values that cannot be would stand against it
        return like + (0.35 * says if says < 0 else 0.02 * says)
    score = like + 0.3 * says
    return min(score, 0.96) if score >= _ACCEPTED and says > -0.5 else 0.0


def _surest(pairs: list[Pair]) -> list[Pair]:
    found: list[Pair] = []
    columns, keys = set(), set()
    for pair in sorted(pairs, key=lambda each: (-each.confidence, each.column)):
        if pair.column in columns or pair.key in keys:
            continue
        columns.add(pair.column)
        keys.add(pair.key)
        found.append(pair)
    return found


def _by_values(
    headings: Sequence[str],
    profiles: Sequence[Profile],
    targets: Sequence[Target],
    found: list[Pair],
    form: Form,
    known: Known,
) -> list[Pair]:
    """Fields nobody named, filled by columns whose values leave no doubt."""
    used, taken = {pair.column for pair in found}, {pair.key for pair in found}
    free = [at for at, profile in enumerate(profiles) if at not in used and profile.filled >= 3]
    more: list[Pair] = []
    for target in targets:
        if target.key in taken or target.key in _ONLY_BY_NAME:
            continue
        likely = [(says, at) for at in free for says in (_speaks(target, profiles[at], form, known),) if says]
        if not likely or (len(likely) > 1 and target.kind != "phone" and not _name_of(target)):
            continue
        says, at = max(likely, key=lambda each: (each[0], -each[1]))
        more.append(Pair(at, target.key, round(_BY_VALUES * says, 2)))
        free.remove(at)
    return more + _leftover_note(profiles, targets, taken | {pair.key for pair in more}, free)


def _name_of(target: Target) -> str | None:
    return getattr(target.bound.options, "name", None) if target.bound is not None else None


def _speaks(target: Target, profile: Profile, form: Form, known: Known) -> float:
    if name := _name_of(target):
        least = 0.6 if target.title or name == "person" else 0.8
        if profile.variety < 0.5 and profile.filled > 10:
            return 0.0  # names that come again and again are not those of the record itself
    elif target.kind in _SPEAKING:
        least = _SPEAKING[target.kind]
    else:
        return 0.0
    says = evidence(target, profile, form, known)
    return says if says >= least else 0.0


def _leftover_note(
    profiles: Sequence[Profile], targets: Sequence[Target], taken: set[str], free: list[int]
) -> list[Pair]:
    """The only free column of long texts goes into the only free field for them."""
    fields = [target for target in targets if target.kind == "long_text" and target.key not in taken]
    columns = [at for at in free if profiles[at].length >= 6 and _wordy(profiles[at])]
    if len(fields) == 1 and len(columns) == 1:
        return [Pair(columns[0], fields[0].key, 0.4)]
    return []


def _wordy(profile: Profile) -> bool:
    return max(profile.looks.values()) < 0.3
