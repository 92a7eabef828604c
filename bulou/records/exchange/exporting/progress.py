"""How far an export is: told by the reading process that writes it, in a small file beside what it writes."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """Rows written and rows in all, as text `done total` in `file`."""

    file: Path

    def read(self) -> tuple[int, int] | None:
        """`(done, total)`; None while nothing is told."""
        with contextlib.suppress(OSError, ValueError):
            done, total = map(int, self.file.read_text("ascii").split())
            return done, total
        return None

    def of(self, total: int, blocks: Iterable[list[T]]) -> Iterator[list[T]]:
        """The blocks, each told when the next one is asked for."""
        done = 0
        self._tell(done, total)
        for block in blocks:
            yield block
            done += len(block)
            self._tell(done, max(done, total))

    def drop(self) -> None:
        """Nothing is left to tell."""
        self.file.unlink(missing_ok=True)

    def _tell(self, done: int, total: int) -> None:
        self.file.write_text(f"{done} {total}", "ascii")


def progress_of(target: Path) -> Progress:
    """The progress of the export to `target`."""
    return Progress(target.with_suffix(".progress"))
