"""The kinds of actions, wherever they are contributed: looked for once, since not every process runs jobs."""

from collections.abc import Iterator
from functools import cache

from bulou.db.contributed import discover
from bulou.records.actions import ActionKind, actions


@cache
def _found() -> bool:
    discover()
    return True


def action(key: str) -> ActionKind | None:
    """The kind of action named `key`, None when there is none."""
    return actions.get(key) if _found() else None


def every_action() -> Iterator[ActionKind]:
    """All of them, by key."""
    _found()
    return iter(actions)
