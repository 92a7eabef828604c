"""What the values of a column say for or against a target: 1 it is this, 0 nothing, -1 it cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.forms.values.regions import read_address
from bulou.kit.text import name_key
from bulou.records.exchange.files.cells import Cell
from bulou.records.exchange.meaning import choices, looks
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.targets import Target, stage_named

_TRIED = 60  # distinct values a kind is asked to read


@dataclass(frozen=True)
class Known:
    """What the workspace knows already: `people` by name_key, and how cells are read there."""

    people: Mapping[str, int] = field(default_factory=dict)
    context: CellContext = field(default_factory=CellContext)


def evidence(target: Target, profile: Profile, form: Form, known: Known) -> float:
    """What the values say about `target`; 0 for an empty column."""
    if not profile.some:
        return 0.0
    judge = _JUDGES.get(target.kind)
    if judge:
        return judge(target, profile, form, known)
    if target.bound is not None:
        return _readable(target.bound, profile, known)
    return 0.0


def _readable(bound: BoundField, profile: Profile, known: Known) -> float:
    """How many values the kind can read, from -1 (none) to 0.6 (all)."""
    tried = profile.some[:_TRIED]
    read = [bound.kind.read_cell(bound.definition, each.cell, known.context) for each in tried]
    bad = sum(each.problem is not None for each in read)
    full = sum(each.problem is None and (each.value is not None or bool(each.link)) for each in read)
    if full == 0:
        return -1.0 if bad else 0.0
    return 0.6 - 1.6 * bad / len(tried)


def _text(target: Target, profile: Profile, form: Form, known: Known) -> float:
    seen = profile.looks
    name = getattr(target.bound.options, "name", None) if target.bound else None
    if name == "company":
        return max(
            seen["company"] - max(seen["phone"], seen["day"], seen["number"], 0.7 * seen["person"]), -1.0
        )
    if name == "person":
        return seen["person"] - max(seen["company"], seen["phone"], seen["day"], seen["number"])
    unlike = max(seen["phone"], seen["day"], seen["email"], seen["company"])
    return -0.5 * unlike if unlike > 0.5 else 0.0


def _long_text(target: Target, profile: Profile, form: Form, known: Known) -> float:
    seen = profile.looks
    if max(seen["phone"], seen["day"], seen["number"], seen["email"], seen["company"]) > 0.5:
        return -0.8
    return min(0.5, profile.length / 40)


def _phone(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.looks["phone"]
    return share if share > 0.4 else -0.8 + share


def _email(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.looks["email"]
    return share if share > 0.4 else -0.8 + share


def _link(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.looks["link"]
    return share if share > 0.4 else -0.8 + share


def _amount(target: Target, profile: Profile, form: Form, known: Known) -> float:
    if profile.looks["phone"] > 0.5 or (profile.looks["day"] > 0.5 and profile.looks["number"] < 0.9):
        return -1.0
    return _readable(target.bound, profile, known) if target.bound else 0.0


def _days(target: Target, profile: Profile, form: Form, known: Known) -> float:
    seen = profile.looks
    if seen["day"] > 0.4:
        return seen["day"]
    readable = _readable(target.bound, profile, known) if target.bound else -0.5
    return min(readable, 0.3)


def _choice(target: Target, profile: Profile, form: Form, known: Known) -> float:
    if target.bound is None:
        return 0.0
    seen = profile.looks
    if max(seen["phone"], seen["email"], seen["day"], seen["company"]) > 0.5:
        return -1.0
    meant = choices.options_of(target.bound)
    share = profile.share(lambda cell: choices.key_of(meant, cell) is not None)
    if share > 0.2:
        return share
    many = profile.filled > 30 and profile.variety > 0.5
    return -0.7 if many or profile.length > 30 else 0.0


def _person(target: Target, profile: Profile, form: Form, known: Known) -> float:
    known_share = profile.share(_knows(known.people))
    share = max(known_share, 0.8 * profile.looks["person"])
    if max(profile.looks[look] for look in ("phone", "email", "day", "number", "company")) > 0.5:
        return -1.0
    # A salesperson stands in many rows; a contact in one.
    if target.kind == "owner" and profile.filled >= 15 and profile.variety > 0.6 and known_share < 0.5:
        return -0.9
    often = 0.2 if profile.filled >= 10 and profile.variety < 0.5 else -0.2
    return share + often if share > 0.4 else share - 0.3


def _knows(people: Mapping[str, int]) -> Callable[[Cell], bool]:
    return lambda cell: isinstance(cell, str) and name_key(cell) in people


def _stage(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.share(lambda cell: isinstance(cell, str) and stage_named(form, cell) is not None)
    if share > 0.2:
        return share
    various = profile.variety > 0.5 and profile.filled > 20
    return -0.9 if various or (share == 0 and profile.length > 5) else -0.2


def _id(target: Target, profile: Profile, form: Form, known: Known) -> float:
    whole = profile.share(
        lambda cell: isinstance(cell, int) or (isinstance(cell, str) and cell.strip().isdecimal())
    )
    return whole if whole == 1.0 and profile.variety == 1.0 else -1.0


def _moment(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.share(looks.day)
    return share if share > 0.5 else -1.0


def _address(target: Target, profile: Profile, form: Form, known: Known) -> float:
    share = profile.share(lambda cell: isinstance(cell, str) and read_address(cell[:200]).region is not None)
    return share if share > 0.3 else -0.3


def _name(target: Target, profile: Profile, form: Form, known: Known) -> float:
    seen = profile.looks
    return -0.8 if max(seen["phone"], seen["day"], seen["email"]) > 0.5 else 0.0


_JUDGES: Mapping[str, Callable[[Target, Profile, Form, Known], float]] = {
    "text": _text,
    "long_text": _long_text,
    "rich_text": _long_text,
    "tags": _text,
    "barcode": _text,
    "address": _address,
    "phone": _phone,
    "email": _email,
    "link": _link,
    "number": _amount,
    "money": _amount,
    "percent": _amount,
    "date": _days,
    "datetime": _days,
    "choice": _choice,
    "choices": _choice,
    "person": _person,
    "owner": _person,
    "relation": _name,
    "relations": _name,
    "department": _name,
    "people": _name,
    "departments": _name,
    "stage": _stage,
    "id": _id,
    "created_at": _moment,
    "stage_since": _moment,
}
