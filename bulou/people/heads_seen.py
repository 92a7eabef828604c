"""Heads of the audit chain that were seen at earlier looks, in a file beside the database.

Whoever can delete the newest blocks with their rows leaves a chain that is whole as far as it goes; what was its end
is remembered where the database's own powers do not reach.
"""

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

NAME = "audit-heads.json"
MOST = 30  # the newest are kept


@dataclass(frozen=True)
class Seen:
    """The newest block at the moment `at`."""

    number: int
    digest: str
    at: str


def seen(data_dir: Path) -> list[Seen]:
    """The oldest first; none where there is no such file, or it cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return [Seen(**each) for each in orjson.loads((data_dir / NAME).read_bytes())]
    return []


def remember(data_dir: Path, head: Seen) -> None:
    """Keep one more, if it is a further one than all before."""
    known = seen(data_dir)
    if known and head.number <= max(each.number for each in known):
        return
    text = orjson.dumps([asdict(each) for each in [*known, head][-MOST:]])
    unfinished = data_dir / f"{NAME}.part"
    unfinished.write_bytes(text)
    unfinished.replace(data_dir / NAME)
