"""How a value of each field kind carries a mark that is found again wherever it turns up, or why it cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bulou.forms.fields.kind import kinds
from bulou.forms.model import FieldDef
from bulou.kit.checksums import is_citizen_number, is_credit_code

FIRST_YEAR = 2200  # no real record is of that time
FIRST_DAY, DAYS = 5, 20  # of a month: its ends stand in answers for whole months
FIRST_NUMBER = 50_000_000
SMALL = FIRST_NUMBER + 10_000_000  # a number field that ends below cannot hold one


@dataclass(frozen=True)
class Marked:
    """A JSON value of a field, and the texts of which each tells it."""

    value: Any
    tokens: tuple[str, ...]


Make = Callable[[FieldDef, int], "Marked | None"]


def word(number: int) -> str:
    """The mark in texts: unchanged by case, by what is left out of company names, by pinyin."""
    return f"zq{number:06d}qz"


def _text(field: FieldDef, number: int) -> Marked | None:
    longest = _option(field, "max_length")
    if (longest and longest < len(word(0))) or _option(field, "pattern"):
        return None
    return Marked(word(number), (word(number),))


def _rich(field: FieldDef, number: int) -> Marked:
    return Marked(f"<p>{word(number)}</p>", (word(number),))


def _tags(field: FieldDef, number: int) -> Marked:
    return Marked([word(number)], (word(number),))


def _email(field: FieldDef, number: int) -> Marked:
    return Marked(f"{word(number)}@example.com", (word(number),))


def _link(field: FieldDef, number: int) -> Marked:
    return Marked(f"https://example.com/{word(number)}", (word(number),))


def _phone(field: FieldDef, number: int) -> Marked:
    text = f"139{FIRST_NUMBER + number}"
    return Marked(text, (text,))


def _number(field: FieldDef, number: int) -> Marked | None:
    most, least = _option(field, "max"), _option(field, "min")
    if (most is not None and most < SMALL) or (least is not None and least > FIRST_NUMBER):
        return None
    found = FIRST_NUMBER + number
    return Marked(found, (str(found),))


def _money(field: FieldDef, number: int) -> Marked | None:
    made = _number(field, number)
    if made is None or _option(field, "currency") != "record":
        return made
    return Marked({"amount": made.value, "currency": _option(field, "code") or "CNY"}, made.tokens)


def _that_day(number: int) -> str:
    months, day = divmod(number, DAYS)
    return date(FIRST_YEAR + months // 12, 1 + months % 12, FIRST_DAY + day).isoformat()


def _day(field: FieldDef, number: int) -> Marked:
    text = _that_day(number)
    return Marked(text, (text,))


def _moment(field: FieldDef, number: int) -> Marked:
    day = _that_day(number)
    return Marked(f"{day}T10:00:00Z", (day,))


def _span(field: FieldDef, number: int) -> Marked:
    day = _that_day(number)
    return Marked({"start": day, "end": day}, (day,))


def _citizen(field: FieldDef, number: int) -> Marked:
    born = date(1950, 1, 1) + timedelta(days=number // 1000)
    start = f"110105{born:%Y%m%d}{number % 1000:03d}"
    whole = next(start + last for last in "0123456789X" if is_citizen_number(start + last))
    return Marked(whole, (whole.removesuffix("X"),))


def _credit(field: FieldDef, number: int) -> Marked:
    ends = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    start = f"91310115{number:09d}"
    whole = next(start + last for last in ends if is_credit_code(start + last))
    return Marked(whole, (whole if whole[-1].isdigit() else start,))


def _place(field: FieldDef, number: int) -> Marked:
    return Marked({"lat": 31.25, "lng": 121.5, "address": word(number)}, (word(number),))


def _address(field: FieldDef, number: int) -> Marked | None:
    sample = kinds["address"].sample(field)
    if sample["detail"] is None:
        return None
    return Marked({**sample, "detail": word(number)}, (word(number),))


def _other(field: FieldDef, number: int) -> Marked | None:
    if not _option(field, "other"):
        return None
    return Marked({"other": word(number)}, (word(number),))


def _others(field: FieldDef, number: int) -> Marked | None:
    made = _other(field, number)
    return made and Marked([made.value], made.tokens)


def _option(field: FieldDef, name: str) -> Any:
    return getattr(kinds[field.kind].options(field), name, None)


MARKS: Mapping[str, Make] = {
    "text": _text,
    "long_text": _text,
    "barcode": _text,
    "rich_text": _rich,
    "tags": _tags,
    "email": _email,
    "link": _link,
    "phone": _phone,
    "number": _number,
    "money": _money,
    "date": _day,
    "datetime": _moment,
    "date_range": _span,
    "id_number": _citizen,
    "credit_code": _credit,
    "location": _place,
    "address": _address,
    "choice": _other,
    "choices": _others,
}

# Kinds that are planted by the drill in their own way.
PLANTED: Mapping[str, str] = {
    "file": "an upload with a mark in its name and one in its content",
    "image": "an upload with a mark in its name",
    "signature": "an upload with a mark in its name",
    "relation": "tied to another record, whose own marks tell of it",
    "relations": "tied to other records, whose own marks tell of them",
    "detail": "a row whose columns carry marks of their own kinds",
}

# Kinds whose value is worked out: it is read back, and a mark of its own where it is like no other value.
READ_BACK: Mapping[str, str] = {
    "serial": "given by the product",
    "formula": "worked out of other fields",
    "rollup": "gathered from other records",
    "lookup": "another record's value, whose mark it carries",
    "rmb_capitals": "worked out of a sum of money",
}

# Kinds with so few values that none tells of one record: they are filled, and only asked about (probes.questions).
UNMARKED: Mapping[str, str] = {
    "percent": "a hundred values, which many records share",
    "switch": "two values",
    "rating": "a handful of values",
    "slider": "few values",
    "time": "a time of day, which many records share",
    "colour": "a colour, which may be any text's",
    "cascade": "the places of a list that everybody knows",
    "person": "a colleague's name, which everybody knows",
    "people": "colleagues' names, which everybody knows",
    "department": "a department's name, which everybody knows",
    "departments": "departments' names, which everybody knows",
}


def marked(field: FieldDef, number: int) -> Marked | None:
    """A value of `field` with mark `number`; None where the kind or its settings leave no room for one."""
    make = MARKS.get(field.kind)
    return None if make is None else make(field, number)
