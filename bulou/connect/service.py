"""What a service is to which things can be handed over: one file each in `services/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bulou.connect.addresses import Guard
from bulou.connect.outcome import Sent
from bulou.db.contributed import Contributed
from bulou.kit.words import Words

Purpose = Literal["mail", "sms", "webhook", "robot"]
OptionKind = Literal["text", "number", "choice", "lines"]


@dataclass(frozen=True)
class Option:
    """One thing a channel of this service is told. Of a secret one only its having been given is ever shown."""

    key: str
    label: Words
    kind: OptionKind = "text"
    secret: bool = False
    required: bool = True
    hint: Words = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One thing to hand over. `key` stays the same for every try; `at` is now."""

    id: int
    key: str
    to: str
    subject: str
    text: str
    html: str | None
    payload: Mapping[str, Any]
    at: datetime
    attempt: int = 1


@dataclass(frozen=True)
class Told:
    """What a channel was told (secrets open), and which addresses may be asked."""

    options: Mapping[str, str]
    guard: Guard

    def __getitem__(self, key: str) -> str:
        return self.options.get(key, "")


@dataclass(frozen=True)
class Service:
    """`send` hands one thing over and returns when the other side has it; outcome.Trouble else.

    `twice`: whether it may be sent again when nobody knows what became of it (the other side tells repeats by the key).
    `check` names what is wrong with options: {option: code}. `place`: the options that say to whom secrets are told.
    """

    key: str
    purpose: Purpose
    label: Words
    options: tuple[Option, ...]
    send: Callable[[Told, Outgoing], Sent]
    twice: bool = False
    check: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda options: {}
    place: tuple[str, ...] = ()


services: Contributed[Service] = Contributed()
