"""Errors the product tells people about: a stable code, a status and parameters, never a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field; `field` is a key or a path such as `lines.2.price`."""

    field: str
    code: str
    params: Mapping[str, Any] = of(default_factory=dict)


class AppError(Exception):
    """Base of every error that reaches a person.

    `code` is stable and has a text in `bulou/words/*/errors.yaml`; `status` is the HTTP status;
    `params` fill the text; `problems` name the fields.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, *, problems: Sequence[FieldProblem] = (), **params: Any) -> None:
        super().__init__(self.code)
        self.params = params
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class NotSignedIn(AppError):
    """The caller is not known."""

    code, status = "sign_in.needed", 401


class Forbidden(AppError):
    """The caller is known and may see the thing, but not do this to it. `action`, `form`."""

    code, status = "access.forbidden", 403


class NotFound(AppError):
    """There is no such thing, or the caller may not know that there is. `what`, `id`."""

    code, status = "not_found", 404


class Conflict(AppError):
    """Somebody else changed the same thing meanwhile."""

    code, status = "conflict", 409


class Invalid(AppError):
    """The request cannot be used as it is; `problems` say where."""

    code, status = "invalid", 422


class FieldError(Exception):
    """Raised by a field kind for one bad value; the pipeline adds the field's key."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def at(self, key: str) -> FieldProblem:
        """This error as a problem of field `key`."""
        return FieldProblem(key, self.code, self.params)
