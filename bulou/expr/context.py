"""What a condition is judged against besides the record: the clock, the workspace's calendar, who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bulou.kit.clock import day_in
from bulou.kit.protocols import SYSTEM, Actor


@dataclass(frozen=True)
class Context:
    """`zone` is where days are days; `week_start` 1 Monday … 7 Sunday; `actor` is who "me" is.

    `tree` (department → itself and all below) is needed only to judge `below` in Python; SQL asks the
    database.
    """

    now: datetime
    zone: str = "Asia/Shanghai"
    week_start: int = 1
    actor: Actor = SYSTEM
    tree: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The workspace's day."""
        return day_in(self.now, self.zone)


def context_of(actor: Actor, now: datetime, tree: Mapping[int, frozenset[int]] | None = None) -> Context:
    """The context of somebody who acts now."""
    return Context(now, actor.zone, actor.week_start, actor, tree or {})
