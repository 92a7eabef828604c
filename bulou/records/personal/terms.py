"""By what somebody is recognised: number, mail, account, ID number for certain; the name only beside those."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, or_

from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.phone import parse_phone
from bulou.kit.text import clean, name_key, unstorable

MARK = "■■■"  # what stands where something was
MOST = 20
LONGEST = 200
SHORTEST = {"name": 2, "phones": 5, "emails": 5, "wechats": 4, "id_numbers": 8}


class BadSubject(Invalid):
    """Nobody can be looked for by this: too little, too much, or not a number, an address …"""

    code = "personal.bad_subject"


@dataclass(frozen=True)
class Subject:
    """Whose data: `name` as written; `phones` as kept (`kit.phone`), `emails` in small letters, `wechats`,
    `id_numbers` in capitals; `start`: a record that is theirs for certain."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechats: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    start: tuple[str, int] | None = None

    @property
    def json(self) -> dict[str, Any]:
        """As it is stored while the request is open."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in told.items() if value
        }

    @cached_property
    def strong(self) -> tuple[str, ...]:
        """What is nobody else's."""
        return (*self.phones, *self.emails, *self.wechats, *self.id_numbers)

    @cached_property
    def certain(self) -> re.Pattern[str] | None:
        """Any of what is nobody else's, as people write it."""
        return _any([*map(_digits, self.phones), *map(re.escape, self.strong[len(self.phones) :])])

    @cached_property
    def any(self) -> re.Pattern[str] | None:
        """The name as well."""
        return _any(
            [
                *([self.certain.pattern] if self.certain else []),
                *([re.escape(self.name)] if self.name else []),
            ]
        )

    def names(self, text: str) -> bool:
        """Whether the text names this person for certain."""
        return self.certain is not None and self.certain.search(text) is not None

    def redact(self, value: Any) -> Any:
        """The JSON value with a mark wherever this person is named; the very same one where nothing was."""
        if isinstance(value, str):
            return value if self.any is None else self.any.sub(MARK, value)
        if isinstance(value, Mapping):
            told = {key: self.redact(each) for key, each in value.items()}
            return told if told != value else value
        if isinstance(value, list | tuple):
            many = [self.redact(each) for each in value]
            return value if many == list(value) else type(value)(many)
        return value

    def clauses(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Rows whose text may name this person for certain: a superset, which `names` then judges."""
        found = [column.icontains(text, autoescape=True) for text in self.strong[len(self.phones) :]]
        found += [column.like(_spread(phone), escape="!") for phone in self.phones]
        return or_(*found)


def subject_of(given: Mapping[str, Any]) -> Subject:
    """The subject in `{name, phones, emails, wechats, id_numbers, start}`; BadSubject names what is wrong."""
    problems: list[FieldProblem] = []
    name = given.get("name") or ""
    if not isinstance(name, str) or unstorable(name) or len(name) > LONGEST:
        raise BadSubject(problems=[FieldProblem("name", "fields.invalid")])
    lists = {key: _texts(given, key, problems) for key in SHORTEST if key != "name"}
    phones = []
    for at, text in enumerate(lists["phones"]):
        phone = parse_phone(text)
        if phone is None:
            problems.append(FieldProblem(f"phones.{at}", "fields.not_a_phone"))
        else:
            phones.append(phone.text)
    if name and len(clean(name)) < SHORTEST["name"]:
        problems.append(FieldProblem("name", "fields.too_short", {"min": SHORTEST["name"]}))
    if problems:
        raise BadSubject(problems=problems)
    start = given.get("start")
    return Subject(
        clean(name),
        tuple(dict.fromkeys(phones)),
        tuple(dict.fromkeys(text.casefold() for text in lists["emails"])),
        tuple(dict.fromkeys(lists["wechats"])),
        tuple(dict.fromkeys(text.upper() for text in lists["id_numbers"])),
        None if start is None else (str(start[0]), int(start[1])),
    )


def _texts(given: Mapping[str, Any], key: str, problems: list[FieldProblem]) -> list[str]:
    values: Sequence[Any] = given.get(key) or ()
    if len(values) > MOST:
        problems.append(FieldProblem(key, "fields.too_many", {"max": MOST}))
    found = []
    for at, text in enumerate(values[:MOST]):
        if not isinstance(text, str) or unstorable(text) or not SHORTEST[key] <= len(clean(text)) <= LONGEST:
            problems.append(FieldProblem(f"{key}.{at}", "fields.invalid"))
        else:
            found.append(clean(text))
    return found


def name_keys(subject: Subject) -> list[str]:
    """The keys by which names are compared."""
    return [name_key(subject.name)] if subject.name else []


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    found = [each for each in patterns if each]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _digits(phone: str) -> str:
    """A number however it is grouped: digits with at most one sign or blank between two of them."""
    digits = re.sub(r"\D", "", phone)
    return r"(?<!\d)(?:\+?\s?86[\s-]?)?" + r"[\s\-().·]?".join(digits) + r"(?!\d)"


def _spread(phone: str) -> str:
    """A pattern of LIKE that any way of grouping a number fits, and more."""
    return "%" + "%".join(re.sub(r"\D", "", phone)) + "%"
