"""The page of kinds: everything that registered itself, family by family, with labels and settings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tools.reference.product import first_paragraph, registries

TITLE = "Kinds"
HEAD = """A kind is one file that registers itself by its last line; `GET /api/kinds` tells what can be
used. `./dev new` writes a new one. Functions of formulas have a [page of their own](formulas.md).
"""
ELSEWHERE = "expr.formula.function.functions"


def body() -> str:
    """The page without its title."""
    return HEAD + "".join(
        _family(place, kinds) for place, kinds in registries() if kinds and place != ELSEWHERE
    )


def _family(place: str, kinds: list[Any]) -> str:
    return f"\n## {place}\n" + "".join(_kind(kind) for kind in kinds)


def _kind(kind: Any) -> str:
    label = getattr(kind, "label", None)
    spoken = f" · {' · '.join(label.values())}" if isinstance(label, dict) else ""
    about = first_paragraph(type(kind)) if type(kind).__module__.startswith("bulou.") else ""
    if about.startswith(f"{type(kind).__name__}("):  # a dataclass without words of its own
        about = ""
    lines = [f"\n### `{kind.key}`{spoken}\n", about, _options(getattr(kind, "options_model", None))]
    return "\n".join(line for line in lines if line) + "\n"


def _options(model: type[BaseModel] | None) -> str:
    if model is None or not model.model_fields:
        return ""
    schema = model.model_json_schema()["properties"]
    rows = [
        f"| `{name}` | {_type(schema[name])} | {_default(field)} |"
        for name, field in model.model_fields.items()
    ]
    return "\n".join(["", "| setting | type | default |", "| --- | --- | --- |", *rows])


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " \\| ".join(str(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " \\| ".join(dict.fromkeys(_type(part) for part in schema["anyOf"]))
    if "const" in schema:
        return str(schema["const"])
    return str(schema.get("type") or schema.get("$ref", "").rsplit("/", 1)[-1] or "any")


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return f"`{value!r}`" if value not in (None, (), {}, "") else ""
