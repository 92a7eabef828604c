"""One call of a door: the caller, the transaction, and the request's values read with care."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bulou.api.asked import Asked
from bulou.api.body import read_json
from bulou.api.problems import NotJson
from bulou.api.site import Site
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, Invalid, NotFound
from bulou.kit.protocols import Actor

M = TypeVar("M", bound=BaseModel)

NOBODY = Actor(-1, name="", account="")


@dataclass(eq=False)
class Call:
    """What a door's work receives. `session` is the hash of the session it came with, None for tokens."""

    site: Site
    tx: Tx
    actor: Actor
    asked: Asked
    session: str | None = None
    csrf: str | None = None
    looking: Actor | None = None  # the administrator who looks as `actor`

    @property
    def body(self) -> Any:
        """The JSON body as it came."""
        return self.asked.body

    @property
    def locale(self) -> str:
        """The language to answer in."""
        return self.asked.locale

    @property
    def person_id(self) -> int:
        """The caller."""
        assert self.actor.person_id is not None
        return self.actor.person_id

    def id(self, name: str = "id") -> int:
        """A positive 64-bit number of the path; anything else is not found."""
        return self.asked.id(name)

    def part(self, name: str) -> str:
        """A text of the path; with NUL in it it names nothing."""
        text = self.asked.path[name]
        if "\x00" in text:
            raise NotFound(what=name)
        return text

    def text(self, name: str, default: str | None = None, *, most: int = 1000) -> str | None:
        """A text of the query."""
        value = self.asked.query.get(name)
        if value is None or value == "":
            return default
        if len(value) > most:
            raise refused(name, "fields.too_long", max=most)
        if "\x00" in value:
            raise refused(name, "fields.nul")
        return value

    def number(self, name: str, default: int, *, least: int = 1, most: int) -> int:
        """A whole number of the query between `least` and `most`."""
        text = self.asked.query.get(name)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise refused(name, "fields.not_a_number")
        if not least <= int(text) <= most:
            raise refused(name, "fields.out_of_range", min=least, max=most)
        return int(text)

    def flag(self, name: str) -> bool:
        """True for `1` and `true`."""
        return self.asked.query.get(name, "").lower() in ("1", "true")

    def words(self, name: str) -> tuple[str, ...] | None:
        """A comma-separated list of the query, None when it is absent."""
        text = self.text(name, most=8000)
        return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())

    def json(self, name: str) -> Any:
        """A JSON value of the query, None when it is absent."""
        text = self.text(name, most=1_000_000)
        if text is None:
            return None
        try:
            return read_json(text.encode())
        except NotJson as error:
            raise refused(name, "fields.not_json") from error

    def record(self) -> dict[str, Any]:
        """The body as a record: an object by field key (the pipeline checks it)."""
        if not isinstance(self.body, dict):
            raise refused("", "fields.not_an_object")
        return self.body

    def model(self, shape: type[M]) -> M:
        """The body as `shape`, checked strictly."""
        return checked(shape, self.body)


def checked(shape: type[M], value: Any) -> M:
    """`value` as `shape`; every problem is named by its path."""
    try:
        return shape.model_validate(value if value is not None else {}, strict=True)
    except ValidationError as error:
        raise Invalid(problems=[as_problem(dict(item)) for item in error.errors()]) from error


def as_problem(item: Mapping[str, Any]) -> FieldProblem:
    """One pydantic error as a field problem with a code of our own."""
    path = ".".join(str(part) for part in item["loc"])
    kind = str(item["type"])
    code = KINDS.get(kind) or next(
        (code for start, code in STARTS if kind.startswith(start)), "fields.invalid"
    )
    context = {
        key: value for key, value in (item.get("ctx") or {}).items() if isinstance(value, str | int | float)
    }
    return FieldProblem(path, code, context)


KINDS: Mapping[str, str] = {
    "missing": "fields.required",
    "extra_forbidden": "fields.unknown",
    "string_too_long": "fields.too_long",
    "string_too_short": "fields.too_short",
    "string_pattern_mismatch": "fields.invalid",
    "literal_error": "fields.not_a_choice",
}
STARTS = (
    ("string", "fields.not_text"),
    ("int", "fields.not_a_number"),
    ("float", "fields.not_a_number"),
    ("bool", "fields.not_yes_or_no"),
    ("list", "fields.not_a_list"),
    ("tuple", "fields.not_a_list"),
    ("dict", "fields.not_an_object"),
    ("model", "fields.not_an_object"),
    ("less_than", "fields.out_of_range"),
    ("greater_than", "fields.out_of_range"),
)


def refused(name: str, code: str, **params: Any) -> Invalid:
    """One thing wrong with one part of the request."""
    return Invalid(problems=[FieldProblem(name, code, params)])


@dataclass(frozen=True)
class Answer:
    """What a door's work may return instead of a plain value: a status and headers with it, bytes of a media type."""

    value: Any
    status: int | None = None
    headers: tuple[tuple[bytes, bytes], ...] = field(default_factory=tuple)
    media: bytes = b"application/json"
