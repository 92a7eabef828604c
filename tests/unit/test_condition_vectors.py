"""Python judges conditions as the browser does: the same vectors run in web/src/core/conditions."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bulou.expr.conditions import Context, Stored, holds, parse
from bulou.kit.protocols import Actor

TOLD = json.loads((Path(__file__).parents[1] / "data" / "conditions" / "vectors.json").read_text("utf-8"))
CONTEXT = Context(datetime.fromisoformat(TOLD["now"]), TOLD["zone"], TOLD["week_start"], Actor(TOLD["me"]))


def test_there_is_something_of_every_sort() -> None:
    assert len({row["operand"] for row in TOLD["rows"]}) >= 16


@pytest.mark.parametrize(
    "row", TOLD["rows"], ids=lambda row: f"{row['operand']} {row['op']} {row['value']}"[:60]
)
def test_a_comparison(row: dict[str, Any]) -> None:
    stored = tuple(row["stored"]) if isinstance(row["stored"], list) else row["stored"]
    condition = parse({"field": "x", "op": row["op"], "value": row["wanted"]})
    value = Stored(stored, row["operand"], row["scale"])
    assert holds(condition, lambda _path: value, CONTEXT) is row["expected"]
