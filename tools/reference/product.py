"""The product as its reference reads it: every module loaded, so that everything has registered itself."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import bulou

# Versions of the tables belong to alembic; the job engine is loaded only where jobs run.
NOT_LOADED = (".migrations.", ".dbos_engine", ".__main__")


@functools.cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the product, in the order of their names."""
    names = [found.name for found in pkgutil.walk_packages(bulou.__path__, "bulou.")]
    wanted = [name for name in names if not any(part in f"{name}." for part in NOT_LOADED)]
    return tuple(importlib.import_module(name) for name in sorted(wanted))


def descendants(base: type[Any]) -> list[type[Any]]:
    """Every class under `base` that the product defines."""
    modules()
    found: dict[str, type[Any]] = {}
    waiting = list(base.__subclasses__())
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__.startswith("bulou."):
            found[f"{each.__module__}.{each.__qualname__}"] = each
    return [found[name] for name in sorted(found)]


def registries() -> Iterator[tuple[str, list[Any]]]:
    """The place of every registry (`forms.fields.kind.kinds`) and the kinds in it, sorted by key."""
    from bulou.kit.registry import Registry

    seen: set[int] = set()
    for module in modules():
        for name, value in sorted(vars(module).items()):
            if isinstance(value, Registry) and id(value) not in seen and _defines(module, name):
                seen.add(id(value))
                yield (
                    f"{module.__name__.removeprefix('bulou.')}.{name}",
                    sorted(value, key=lambda kind: kind.key),
                )


def first_paragraph(thing: Any) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((thing.__doc__ or "").strip().split("\n\n")[0].split())


def _defines(module: ModuleType, name: str) -> bool:
    """Whether the name is made in this module, not imported into it."""
    return name in getattr(module, "__annotations__", {})
