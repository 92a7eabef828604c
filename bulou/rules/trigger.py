"""What a kind of trigger is: the events it listens to, whether one meets it, and when it is due."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.registry import Registry
from bulou.kit.words import Words
from bulou.kit.worktime import WorkCalendar
from bulou.records.actions import Options
from bulou.rules.subject import Subject

FROM: Mapping[str, Words] = {
    "sources": {"zh-CN": "只限这些来源", "en-US": "Only from these sources"},
    "once": {"zh-CN": "每条记录只一次", "en-US": "Once a record"},
}
UNDO = "undo"
ONCE = "once"  # the occasion of what a record may start but once


class Sources(Options):
    """Options that several triggers share: through which doors the write may have come (none named: all), and whether
    a record starts the rule but `once`, whatever happens to it later."""

    sources: list[str] | None = None
    once: bool = False


@dataclass(frozen=True)
class Due:
    """When a rule is due: what it counts from (as stored), and the moment. `ahead`: that date still lies ahead."""

    occurrence: str
    at: datetime
    ahead: bool = False


@dataclass(frozen=True)
class Clockwork:
    """What due moments are worked out with."""

    now: datetime
    zone: str
    calendar: WorkCalendar


DueOf = Callable[[Any, Mapping[str, Any], Clockwork], Due | None]


def _always(_subject: Subject, _options: Any) -> bool:
    return True


def _no_problems(_form: Form | None, _options: Any) -> Iterator[FieldProblem]:
    return iter(())


def _nothing(_options: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class TriggerKind:
    """One kind of trigger.

    `events`: the kinds of facts after which `meets(subject, options)` decides. `due(options, stored, clockwork)`:
    for those that time starts, the next moment of a record (of none: cron), from the values of `columns(options)`.
    `fields`: those of its form that it names. `own_form`: whether records of a form start it.
    """

    key: str
    label: Words
    options: type[Options]
    events: tuple[str, ...] = ()
    meets: Callable[[Subject, Any], bool] = _always
    due: DueOf | None = None
    columns: Callable[[Any], Sequence[str]] = lambda _options: ()
    fields: Callable[[Any], Iterable[str]] = _nothing
    check: Callable[[Form | None, Any], Iterable[FieldProblem]] = _no_problems
    own_form: bool = True
    knows_before: bool = False
    deleted: bool = False  # whether the record lies in the bin by then
    hints: Mapping[str, Words] = field(default_factory=dict)
    order: int = 50


triggers: Registry[TriggerKind] = Registry("bulou.rules.triggers")


def from_source(subject: Subject, options: Any) -> bool:
    """Whether the write came through one of the doors the options name; what an undo puts back starts nothing."""
    via = subject.fact.body.get("via")
    if via == UNDO:
        return False
    return not options.sources or via in options.sources
