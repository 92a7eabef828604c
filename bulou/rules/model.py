"""A rule as it is stored, and as the engine knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from bulou.db.tables.rules import rule as rule_table
from bulou.rules.definition import RuleDef, options_of
from bulou.rules.trigger import TriggerKind, triggers

OFF, ON, PAUSED = "off", "on", "paused"
DELETED = "deleted"  # kept for a while, under another key: it can be brought back
COLUMNS = tuple(column.name for column in rule_table.columns)
JSON = ("label", "reason", "body", "draft")


@dataclass(frozen=True)
class Rule:
    """One rule. `body` is the definition in force as JSON (None: never published), `draft` the one at work."""

    id: int
    key: str
    label: Mapping[str, str]
    form: str | None
    state: str
    reason: Mapping[str, Any] | None
    body: Any
    version: int
    draft: Any
    draft_version: int
    owner_id: int | None
    slug: str | None
    seal: str | None
    live_since: str | None
    failures: int
    created_at: str
    created_by: int | None
    changed_at: str
    changed_by: int | None

    @cached_property
    def definition(self) -> RuleDef:
        """What is in force; it was checked when it was published."""
        return RuleDef.model_validate(self.body)

    @cached_property
    def trigger(self) -> TriggerKind | None:
        """The kind of its trigger, None where the product has none such any more."""
        return triggers.get(self.definition.kind)

    @cached_property
    def options(self) -> Any:
        """The options of its trigger."""
        return (
            None
            if self.trigger is None
            else options_of(self.trigger.options, self.definition.trigger_options)
        )


def rule_of(row: Any) -> Rule:
    """The rule in a row of the table."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name in JSON:
        values[name] = None if values[name] is None else orjson.loads(values[name])
    return Rule(**values)
