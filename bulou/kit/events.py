"""Facts that other floors may react to after commit; each is one outbox row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """What happened. `kind` such as `record.changed`; `body` is JSON; `cause` is the chain of causes."""

    kind: str
    form: str | None = None
    record_id: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    actor_id: int | None = None
    cause: tuple[str, ...] = ()
