"""Works started at one moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from bulou.db.database import Database, open_database
from bulou.db.tx import Tx, run
from bulou.kit.errors import AppError


def race(db: Database, *works: Callable[[Tx], Any], clock: Any = None) -> list[Any]:
    """The results (or errors of ours) of works started at one moment, each on a connection of its own."""
    ready, results = threading.Barrier(len(works)), [None] * len(works)

    def go(index: int) -> None:
        other = open_database(db.url)
        try:
            ready.wait(10)
            results[index] = run(other, works[index], clock=clock) if clock else run(other, works[index])
        except AppError as error:
            results[index] = error  # type: ignore[call-overload]
        finally:
            other.close()

    threads = [threading.Thread(target=go, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
