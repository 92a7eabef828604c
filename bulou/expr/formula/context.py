"""What a formula is evaluated against: the values of a record, given by the caller, and the workspace's clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from bulou.expr.formula.values import Value
from bulou.kit.clock import day_in
from bulou.kit.workdays import Calendar, WorkWeek


class Source(Protocol):
    """The values of one record. A `Failed` says that a value could not be had; KeyError that there is no such."""

    def value(self, path: str) -> Value:
        """The value at the end of `path`: a tuple for columns of detail tables and relations to many."""
        ...

    def old(self, path: str) -> Value:
        """The value before the change that is judged; None for a new record."""
        ...


@dataclass(frozen=True)
class Values:
    """A source that is nothing but two mappings."""

    now: Mapping[str, Value]
    before: Mapping[str, Value] = field(default_factory=dict)

    def value(self, path: str) -> Value:
        """The value of `path`."""
        return self.now[path]

    def old(self, path: str) -> Value:
        """The value of `path` before."""
        return self.before.get(path)


@dataclass(frozen=True)
class Setting:
    """The moment and the workspace: `zone` is where days are days, `week_start` 1 Monday … 7 Sunday."""

    now: datetime
    zone: str = "Asia/Shanghai"
    week_start: int = 1
    calendar: Calendar = field(default_factory=WorkWeek)


@dataclass(frozen=True)
class Context:
    """What the work of a function may ask."""

    source: Source
    setting: Setting

    @cached_property
    def zone(self) -> ZoneInfo:
        """The workspace's zone."""
        return ZoneInfo(self.setting.zone)

    @property
    def today(self) -> date:
        """The workspace's day."""
        return day_in(self.setting.now, self.setting.zone)
