"""The duty of a probe: it covers doors and kinds by name, and knocks at them; each is one file beside the others."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import orjson

from bulou.api.doors import Door, all_doors
from bulou.api.drill.browser import Reply, query_of, upload
from bulou.api.drill.cast import Person
from bulou.api.drill.marks import Mark
from bulou.api.drill.world import Known, Thing, World, unknown_marks
from bulou.kit.registry import Registry

PASSING = ("request_id", "job", "batch")  # other each time
NOW = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")
FAILED = 500
IN_SIGHT, OUT_OF_SIGHT = 2, 2  # records of a form that somebody knocks for
NOBODY = 999_000_001  # the id of a record that there never was


@dataclass(frozen=True)
class Leak:
    """Somebody was told what they may not know. `how`: in the answer, or by the difference of
    two answers, which `more` shows."""

    person: str
    door: str
    request: str
    mark: str
    how: str
    more: str = ""


@dataclass(frozen=True)
class Fault:
    """A door that could not answer."""

    person: str
    door: str
    request: str
    status: int


@dataclass(eq=False)
class Findings:
    """What came of the drill so far; `knocks`: how often each person knocked at each door."""

    knocks: dict[tuple[str, str], int] = field(default_factory=dict)
    leaks: dict[tuple[str, str, str], Leak] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def leak(self, found: Leak) -> None:
        """Keep a leak once for each mark."""
        self.leaks.setdefault((found.person, found.door, found.mark), found)


@dataclass(eq=False)
class Knocker:
    """Somebody at the doors. `turn` chooses what is asked of them where not everything is asked of everybody."""

    world: World
    person: Person
    known: Known
    findings: Findings
    turn: int = 0
    probe: str = ""
    absent: dict["Request", Reply] = field(default_factory=dict)

    def things(self, form: str | None = None, *, deleted: bool = False) -> Iterator[Thing]:
        """Some records of a form (of every form) in sight, and more out of sight."""
        for key in [form] if form else self.world.forms:
            there = [each for each in self.world.things if each.form == key and each.deleted == deleted]
            seen = [each for each in there if (key, each.id) in self.known.records]
            hidden = [each for each in there if (key, each.id) not in self.known.records]
            yield from self.some(seen, IN_SIGHT)
            yield from self.some(hidden, OUT_OF_SIGHT if self.known.fields else 1)

    def some(self, of: list[Any], count: int) -> list[Any]:
        """A few of many, others for everybody."""
        if len(of) <= count:
            return of
        start = self.turn % len(of)
        return (of + of)[start : start + count]

    def unknown(self, form: str) -> Iterator[Mark]:
        """A mark of every field of a form that they may not know."""
        found: dict[str, list[Mark]] = {}
        for mark in unknown_marks(self.world, self.known, form):
            found.setdefault(mark.part, []).append(mark)
        for marks in found.values():
            yield marks[self.turn % len(marks)]

    def ask(
        self,
        door: str,
        *,
        json: Any = None,
        query: Mapping[str, Any] | None = None,
        file: tuple[str, bytes, Mapping[str, str]] | None = None,
        **blanks: Any,
    ) -> Reply:
        """Knock at a door by its name, and look through all that comes back."""
        return self._sent(_request(door, json, query, file, blanks))

    def drive(self, door: str, job: str) -> None:
        """Run what a door has started to its end; a job that fails is a door that could not answer."""
        if self.world.scratch.drive(job) == "failed":
            self.findings.faults.append(Fault(self.person.key, door, f"job {job}", FAILED))

    def look(self, door: str, data: bytes, request: str) -> None:
        """Look through something that came by a way of its own."""
        self._judge(door, request, b"", data)

    def counted(self, door: str) -> None:
        """One knock."""
        at = (self.person.key, door)
        self.findings.knocks[at] = self.findings.knocks.get(at, 0) + 1

    def guess(self, mark: Mark, true: "Question", false: "Question") -> None:
        """Ask for a value that is there and for one that is nowhere: both answers must be the same."""
        replies = [self._sent(each.request()) for each in (true, false)]
        hints = (*true.hints, *false.hints)
        self._compare(true.request(), replies, hints, mark.said, "answers differ")

    def same_as_nobody(self, door: str, thing: Thing, *, json: Any = None, **blanks: Any) -> None:
        """A record out of sight must be as absent as one that never was."""
        where = {"form": thing.form, **blanks}
        there, nobody = (_request(door, json, None, None, {**where, "id": id_}) for id_ in (thing.id, NOBODY))
        if nobody not in self.absent:
            self.absent[nobody] = self._sent(nobody)
        replies = [self._sent(there), self.absent[nobody]]
        ids = (str(thing.id), str(NOBODY))
        self._compare(there, replies, ids, f"{thing.form}/{thing.id}", "tells that it exists")

    def _compare(
        self, request: "Request", replies: list[Reply], hints: tuple[str, ...], what: str, how: str
    ) -> None:
        first, second = (_without(reply, hints) for reply in replies)
        if first != second:
            self.findings.leak(
                Leak(self.person.key, request.door, request.said, what, how, f"{first}\n{second}")
            )

    def _sent(self, request: "Request") -> Reply:
        self.counted(request.door)
        reply = self.person.browser.ask(request.method, request.path, request.body, request.kind)
        if reply.status >= 500 and reply.status != 503:
            self.findings.faults.append(Fault(self.person.key, request.door, request.said, reply.status))
        heads = b"\n".join(key + b": " + value for key, value in reply.headers)
        asked = request.path.encode() + b"\n" + request.body
        self._judge(request.door, request.said, asked, reply.body, heads)
        return reply

    def _judge(self, door: str, said: str, asked: bytes, *data: bytes) -> None:
        marks = self.world.marks
        found = {token for each in data for token in marks.found_in(each)} - self.known.tokens
        found -= marks.found_in(asked)
        for token in found:
            mark = marks.by_token[token][0]
            self.findings.leak(Leak(self.person.key, door, said, mark.said, "in the answer"))


@dataclass(frozen=True)
class Request:
    """What is sent, and how a report says it."""

    door: str
    method: str
    path: str
    body: bytes
    kind: str

    @property
    def said(self) -> str:
        """The request in a report."""
        more = f" {self.body.decode('utf-8', 'replace')[:200]}" if self.kind == "application/json" else ""
        return f"{self.method} {self.path}{more}"[:400]


@dataclass(frozen=True)
class Question:
    """One of two requests that differ in a value only; `hints`: the texts that may differ in the answers."""

    door: str
    hints: tuple[str, ...]
    json: Any = None
    query: Mapping[str, Any] | None = None
    file: tuple[str, bytes, Mapping[str, str]] | None = None
    blanks: Mapping[str, Any] = field(default_factory=dict)

    def request(self) -> Request:
        """What is sent."""
        return _request(self.door, self.json, self.query, self.file, self.blanks)


@dataclass(frozen=True)
class Probe:
    """Knocks at the doors of one subject for the leak drill. `covers` names them: `door:<key>`, `kind:<field kind>`,
    `job:<kind>`, `handler:<key>`,
    `today:<kind>`, `timeline:<source>`, `widget:<kind>`, `print:<format>`, `stream:<event>`, `drawing:<key>`."""

    key: str
    covers: tuple[str, ...]
    knock: Callable[[Knocker], None]
    changes: bool = False  # what people may know is worked out anew afterwards


probes: Registry[Probe] = Registry("bulou.api.drill.probes")


def doors(*keys: str) -> tuple[str, ...]:
    """The names of doors in `covers`."""
    return tuple(f"door:{key}" for key in keys)


@cache
def _doors() -> dict[str, Door]:
    return {door.key: door for _, door in all_doors()}


def _request(
    key: str,
    json: Any,
    query: Mapping[str, Any] | None,
    file: tuple[str, bytes, Mapping[str, str]] | None,
    blanks: Mapping[str, Any],
) -> Request:
    door = _doors()[key]
    path = "/api" + door.path
    for name, value in blanks.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    if query:
        path += f"?{query_of(query)}"
    body, kind = b"" if json is None else orjson.dumps(json), "application/json"
    if file is not None:
        body, kind = upload(*file)
    return Request(key, door.method, path, body, kind)


def _without(reply: Reply, hints: tuple[str, ...]) -> tuple[int, str]:
    """Status and body without what differs between any two requests, and without the value that was asked for."""
    text = reply.body.decode("utf-8", "replace")
    told = reply.json
    if isinstance(told, dict):
        passing = (*PASSING, "id") if "proposal" in told else PASSING
        text = orjson.dumps({key: value for key, value in told.items() if key not in passing}).decode()
    text = NOW.sub("@", text)
    found = "|".join(re.escape(each) for each in sorted(hints, key=len, reverse=True))
    return reply.status, re.sub(rf"(?<![0-9])(?:{found})(?![0-9])", "?", text, flags=re.IGNORECASE)
