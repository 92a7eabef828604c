"""Doors: every address of the API, what passes through it, and who may knock."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel
from starlette.responses import Response

from bulou.api.body import MEGABYTE
from bulou.api.call import Call

Carries = Literal["records", "definitions", "people", "own", "nothing"]
Scope = Literal["read", "write", "import", "export", "configure"]
Work = Callable[[Call], Any]
ByHand = Callable[..., Awaitable[Response]]  # (site, door, asked, receive)

JSON_LIMIT = 10 * MEGABYTE


@dataclass(frozen=True)
class Param:
    """A documented value of the query string."""

    name: str
    schema: Mapping[str, Any]
    about: str = ""
    required: bool = False


def text(name: str, about: str = "", *, required: bool = False) -> Param:
    """A text of the query string."""
    return Param(name, {"type": "string"}, about, required)


def number(name: str, about: str = "", *, least: int = 1, most: int = 1000) -> Param:
    """A whole number of the query string."""
    return Param(name, {"type": "integer", "minimum": least, "maximum": most}, about)


def flag(name: str, about: str = "") -> Param:
    """A yes or no of the query string (`1`, `true`)."""
    return Param(name, {"type": "boolean"}, about)


@dataclass(frozen=True, eq=False)
class Door:
    """One address. `carries` names the data that passes, `scope` what a token needs, `public` needs no sign-in.

    `work(call)` runs in one transaction (`write` or read-only) and returns what becomes JSON. A door made
    `by_hand` receives the raw request and builds its own response (streams, uploads, sign-in). The answer
    of one that is not `repeatable` holds a secret: it is never kept for an Idempotency-Key.
    """

    key: str
    method: str
    path: str
    work: Work | None
    by_hand: ByHand | None
    carries: Carries
    scope: Scope | None
    write: bool
    public: bool
    status: int
    body: type[BaseModel] | Mapping[str, Any] | None
    answer: type[BaseModel] | Mapping[str, Any] | None
    query: tuple[Param, ...]
    limit: int
    summary: str
    repeatable: bool = True


@dataclass(eq=False)
class Doors:
    """The doors of one subject, in the order they are matched."""

    subject: str
    doors: list[Door] = field(default_factory=list)

    def open(
        self,
        method: str,
        path: str,
        key: str,
        *,
        carries: Carries,
        scope: Scope | None = "read",
        write: bool | None = None,
        public: bool = False,
        by_hand: bool = False,
        status: int = 200,
        body: type[BaseModel] | Mapping[str, Any] | None = None,
        answer: type[BaseModel] | Mapping[str, Any] | None = None,
        query: Sequence[Param] = (),
        limit: int = JSON_LIMIT,
        repeatable: bool = True,
    ) -> Callable[[Any], Any]:
        """Make the decorated function the door at `method path`, named `key` in the OpenAPI document."""
        about: dict[str, Any] = {"carries": carries, "scope": scope, "public": public, "status": status}
        about |= {"limit": limit, "repeatable": repeatable, "body": body, "answer": answer}

        def register(function: Any) -> Any:
            door = Door(
                key=key,
                method=method,
                path=path,
                work=None if by_hand else function,
                by_hand=function if by_hand else None,
                write=method != "GET" if write is None else write,
                query=tuple(query),
                summary=(function.__doc__ or key).strip().split("\n")[0],
                **about,
            )
            self.doors.append(door)
            return function

        return register

    def get(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that reads."""
        return self.open("GET", path, key, **options)

    def post(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that makes or moves something."""
        return self.open("POST", path, key, **{"scope": "write", **options})

    def ask(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that reads, and is told in a body what."""
        return self.open("POST", path, key, **{"scope": "read", "write": False, **options})

    def put(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that replaces something."""
        return self.open("PUT", path, key, **{"scope": "write", **options})

    def patch(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that changes something."""
        return self.open("PATCH", path, key, **{"scope": "write", **options})

    def delete(self, path: str, key: str, **options: Any) -> Callable[[Any], Any]:
        """A door that removes something."""
        return self.open("DELETE", path, key, **{"scope": "write", "status": 204, **options})


def all_doors() -> list[tuple[str, Door]]:
    """Every door with its subject, found in the files of `api.routes`; the busiest subject first."""
    package = importlib.import_module("bulou.api.routes")
    found: list[tuple[str, Door]] = []
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"bulou.api.routes.{module.name}")
        doors: Doors = loaded.doors
        found.extend((doors.subject, door) for door in doors.doors)
    # A path with fewer blanks is matched before one with more; /records comes first because it is asked most.
    return sorted(found, key=lambda item: (not item[1].path.startswith("/records"), item[1].path.count("{")))
