"""Traits: what a form is to the engines, whatever it is called; slots name the fields that play the parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trait:
    """The slots a trait must and may fill; `kinds`: of which kind the field of a slot must be, where it matters."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)


CHOOSING = frozenset({"choice", "choices"})


TRAITS = {
    # something that was done about a record: follow-ups, visits
    "activity": Trait(
        frozenset({"about", "happened_at"}),
        frozenset({"kind", "content", "next_at", "next_step", "step_done", "contact", "by", "files"}),
    ),
    # something to be done; `remind` offers options like m15, h1, d1, w1 (how long before) and due, `repeat` options
    # daily, workdays, weekly, monthly, yearly, of which every `repeat_every`-th counts; `handed_by` handed it on
    "task": Trait(
        frozenset({"assignee", "due_at", "done_at"}),
        frozenset({"about", "title", "priority", "remind", "repeat", "repeat_every", "repeat_until"})
        | {"checklist", "progress", "handed_by"},
        {
            "remind": CHOOSING,
            "repeat": frozenset({"choice"}),
            "repeat_every": frozenset({"number"}),
            "repeat_until": frozenset({"date"}),
            "checklist": frozenset({"detail"}),
            "handed_by": frozenset({"person"}),
        },
    ),
    # a company or person that others mean when they type a name or a number
    "party": Trait(
        frozenset({"name"}), frozenset({"phone", "email", "company", "wechat", "contact", "parent"})
    ),
    # the fields that stages, forecasts and funnels look at
    "pipeline": Trait(
        frozenset(),
        frozenset(
            {"amount", "probability", "forecast_category", "expected_close", "opened_on", "closed_on"}
            | {"loss_reason", "next_on", "source", "account", "contact"}
        ),
    ),
    # money that came in
    "money_in": Trait(frozenset({"amount", "on"}), frozenset({"account"})),
}
