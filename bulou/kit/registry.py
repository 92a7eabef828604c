"""Registries of kinds: each kind registers itself by the last line of its own file, and is discovered."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a stable key."""

    @property
    def key(self) -> str:
        """The stable key."""
        ...


K = TypeVar("K", bound=Keyed)


class Registry(Generic[K]):
    """The kinds of one family by key, found in the modules of `package`."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._kinds: dict[str, K] = {}
        self._found = False

    def register(self, kind: K) -> K:
        """Add `kind`; a second one with the same key is a programming error."""
        if kind.key in self._kinds:
            raise ValueError(f"{self._package}: two kinds named {kind.key}")
        self._kinds[kind.key] = kind
        return kind

    def get(self, key: str) -> K | None:
        """The kind named `key`, or None."""
        self._discover()
        return self._kinds.get(key)

    def __getitem__(self, key: str) -> K:
        self._discover()
        return self._kinds[key]

    def __iter__(self) -> Iterator[K]:
        self._discover()
        return iter([self._kinds[key] for key in sorted(self._kinds)])

    def _discover(self) -> None:
        if self._found:
            return
        package = importlib.import_module(self._package)
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{self._package}.{module.name}")
        self._found = True
