"""Definitions by somebody who sees more: what they ask for in fields closed to the reader is not told with them."""

from collections.abc import Mapping
from typing import Any

from bulou.access.visible import Visible


def covered(seen: Visible, definition: Any) -> Any:
    """A condition, or whatever holds conditions, with nothing in the place of each value that would tell of a field
    which the reader of `seen` may not read."""
    if isinstance(definition, list):
        return [covered(seen, each) for each in definition]
    if not isinstance(definition, Mapping):
        return definition
    if "field" not in definition or "op" not in definition:
        return {key: covered(seen, each) for key, each in definition.items()}
    if "value" not in definition or seen.operand(str(definition["field"])) is not None:
        return definition
    return {**definition, "value": None}
