"""What this process and the reading process say to each other: pickled values with their length in front."""

import pickle
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from bulou.kit.errors import AppError, FieldProblem

HEAD = struct.Struct(">Q")


@dataclass(frozen=True)
class Question:
    """Please read: `function(tx, *args)`."""

    number: int
    function: Callable[..., Any]
    args: tuple[Any, ...]
    now: datetime | None


@dataclass(frozen=True)
class Cancel:
    """Nobody waits for this one any more."""

    number: int


@dataclass(frozen=True)
class Answer:
    """The result."""

    number: int
    value: Any


@dataclass(frozen=True)
class Failure:
    """The read raised: an AppError is rebuilt from `kind`, of anything else there is the trace."""

    number: int
    trace: str
    kind: type[AppError] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[FieldProblem] = ()


def send(pipe: IO[bytes], value: Any) -> None:
    """Write one value. Raises what pickle raises before anything is written, or OSError."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(HEAD.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one value. Raises EOFError at the end."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    return pickle.loads(pipe.read(HEAD.unpack(head)[0]))
