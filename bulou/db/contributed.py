"""Registries filled by floors above `db`: jobs, handlers of events, schedules."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

from bulou.kit.registry import Keyed, Registry

K = TypeVar("K", bound=Keyed)

ROOT = "bulou"
NOT_SEARCHED = frozenset({"kit", "expr", "api", "worker", "cli", "settings", "words", "__main__"})


class Contributed(Registry[K]):
    """Kinds that any floor between `db` and the entrances registers by the last line of a module.

    The first look imports every module of those floors, so only entrances that run work look here.
    """

    def __init__(self) -> None:
        super().__init__(ROOT)

    def _discover(self) -> None:
        if not self._found:
            self._found = True
            for floor in pkgutil.iter_modules(importlib.import_module(ROOT).__path__):
                if floor.name not in NOT_SEARCHED:
                    _import_all(importlib.import_module(f"{ROOT}.{floor.name}"))


def _import_all(module: ModuleType) -> None:
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        name = f"{module.__name__}.{found.name}"
        if name.startswith("bulou.db.") and found.name in ("migrations", "dbos_engine"):
            continue  # versions are alembic's; dbos is imported once the server answers
        _import_all(importlib.import_module(name))
