"""The golden vectors of formulas: what `tests/data/formula/vectors.json` says, as values of the evaluator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bulou.expr.formula import Failed, Fields, Node, Setting, Values, check, to_json
from bulou.expr.formula.check import Purpose
from bulou.expr.formula.function import functions
from bulou.kit.workdays import work_week

FOLDER = Path(__file__).parent / "data" / "formula"
VECTORS, TREES = FOLDER / "vectors.json", FOLDER / "trees.json"


@dataclass(frozen=True)
class Vector:
    """One formula, what it must give, and all it is evaluated with."""

    name: str
    text: str
    expected: Any
    scope: Fields
    purpose: Purpose
    source: Values
    setting: Setting

    @property
    def tree(self) -> Node:
        """Its checked tree."""
        return check(self.text, self.scope, self.purpose)


def vectors() -> Iterator[Vector]:
    """Every vector of the file."""
    book = json.loads(VECTORS.read_text(encoding="utf-8"))
    scope = Fields(book["types"])
    for family in book["families"]:
        setting = setting_of({**book["setting"], **family.get("setting", {})})
        for number, (text, expected, *more) in enumerate(family["vectors"]):
            given = {**book["values"], **family.get("values", {}), **(more[0] if more else {})}
            source = Values(read_all(given, book["types"]), read_all(family.get("old", {}), book["types"]))
            name = f"{family['family']}: {number} {text[:40]}"
            yield Vector(name, text, expected, scope, family.get("purpose", "column"), source, setting)


def setting_of(json: Mapping[str, Any]) -> Setting:
    """The clock and the workspace."""
    days = {key: [date.fromisoformat(day) for day in json[key]] for key in ("holidays", "workdays")}
    now = datetime.fromisoformat(json["now"])
    return Setting(
        now, json["zone"], json["week_start"], work_week(**days, week=json.get("week", range(1, 6)))
    )


def read_all(values: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Values of the file by path."""
    return {path: read(value, types[path]) for path, value in values.items()}


def read(value: Any, type_: str) -> Any:
    """A value of the file as the evaluator has it."""
    if isinstance(value, list):
        return tuple(read(each, type_.removesuffix("[]")) for each in value)
    if isinstance(value, dict):
        return Failed(value["error"])
    if value is None or isinstance(value, bool):
        return value
    if type_ == "number":
        return Decimal(str(value))
    return {"date": date.fromisoformat, "datetime": datetime.fromisoformat}.get(type_, str)(value)


def trees() -> str:
    """The text of `trees.json`: the tree of every vector in order, and what each function takes and gives."""
    lines = [json.dumps(to_json(vector.tree), ensure_ascii=False) for vector in vectors()]
    takes = {function.key: [function.takes, function.lazy, function.keeps_empty] for function in functions}
    signatures = json.dumps(takes, ensure_ascii=False, indent=0)
    return '{"functions": ' + signatures + ',\n"trees": [\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    TREES.write_text(trees(), encoding="utf-8")
