"""What of a rule cannot travel: people, departments and records by their ids, wherever its steps name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

CONDITIONS = ("if", "filter", "when", "before", "after")
NAMED = ("person", "department")


@dataclass(frozen=True)
class Cleaning:
    """`strip(condition, form, path)`: the condition without ids; `code(form, field)`: what an id in a field would name,
    None for values of other kinds. `left` grows by what stays behind."""

    strip: Callable[[Any, str, str], Any]
    code: Callable[[str, str], str | None]
    left: list[dict[str, str]] = field(default_factory=list)

    def of(self, part: Any, form: str, path: str = "") -> Any:
        """A definition, or a part of it, without ids."""
        if isinstance(part, list):
            kept = [(at, each) for at, each in enumerate(part) if not self._gone(each, path, at)]
            return [self.of(each, form, f"{path}.{at}") for at, each in kept]
        if not isinstance(part, Mapping):
            return part
        return {key: self._of_key(part, key, form, f"{path}.{key}".lstrip(".")) for key in part}

    def _gone(self, each: Any, path: str, at: int) -> bool:
        name = next((name for name in NAMED if isinstance(each, Mapping) and each.keys() == {name}), None)
        if name is not None:
            self.left.append({"path": f"{path}.{at}", "code": name})
        return name is not None

    def _of_key(self, whole: Mapping[str, Any], key: str, home: str, path: str) -> Any:
        value = whole[key]
        there = str(whole["form"]) if isinstance(whole.get("form"), str) else home
        if key in CONDITIONS and isinstance(value, Mapping):
            return self.strip(value, there if key == "filter" else home, path)
        if key == "values" and isinstance(value, Mapping):
            return self._values(value, there if whole.get("do") == "create_record" else home, path)
        return self.of(value, there if key == "steps" and whole.get("do") == "for_each" else home, path)

    def _values(self, values: Mapping[str, Any], form: str, path: str) -> Any:
        named = {key: self.code(form, key) for key, value in values.items() if isinstance(value, int)}
        self.left.extend({"path": f"{path}.{key}", "code": code} for key, code in named.items() if code)
        return {key: value for key, value in values.items() if not named.get(key)}
