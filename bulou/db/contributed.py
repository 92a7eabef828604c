"""Registries filled by floors above `db`: kinds of jobs, handlers of events, schedules."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from bulou.kit.registry import Keyed, Registry

K = TypeVar("K", bound=Keyed)

ROOT = "bulou"
NOT_SEARCHED = frozenset({"kit", "expr", "api", "worker", "cli", "settings", "words", "__main__"})
LATER = frozenset({"bulou.db.migrations", "bulou.db.jobs.engine"})  # alembic's own; once the server answers


class Contributed(Registry[K]):
    """Kinds that any floor between `db` and the entrances registers by the last line of a module.

    It knows those whose modules are imported; an entrance that runs work calls `discover` first.
    """

    def __init__(self) -> None:
        super().__init__(ROOT)

    def _discover(self) -> None:
        """Nothing is imported by looking."""


@cache  # to look through the folders costs 20 ms, and nothing comes in later
def discover() -> None:
    """Import every module of the floors between `db` and the entrances, so that all kinds are registered."""
    for floor in pkgutil.iter_modules(importlib.import_module(ROOT).__path__):
        if floor.name not in NOT_SEARCHED:
            _import_all(importlib.import_module(f"{ROOT}.{floor.name}"))


def _import_all(module: ModuleType) -> None:
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        name = f"{module.__name__}.{found.name}"
        if name not in LATER:
            _import_all(importlib.import_module(name))
