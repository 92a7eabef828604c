"""Traits: what a form is to the engines, whatever it is called; slots name the fields that play the parts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trait:
    """The slots a trait must and may fill."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()


TRAITS = {
    # something that was done about a record: follow-ups, visits
    "activity": Trait(
        frozenset({"about", "happened_at"}),
        frozenset({"kind", "content", "next_at", "next_step", "step_done", "contact", "by", "files"}),
    ),
    # something to be done
    "task": Trait(frozenset({"assignee", "due_at", "done_at"}), frozenset({"about", "title", "priority"})),
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
