"""One request, one transaction: work runs in a database thread and is committed before the reply."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import to_thread

from bulou.api.site import Site
from bulou.db.tx import Tx, run

T = TypeVar("T")


async def unit(site: Site, work: Callable[[Tx], T], *, write: bool = True) -> T:
    """The result of `work(tx)` after its commit; replayed when the database asks for it (decision 0001)."""
    job = partial(run, site.db, work, clock=site.clock, write=write, origin=site.origin)
    return await asyncio.get_running_loop().run_in_executor(site.desk, job)


async def hashing(site: Site, work: Callable[[], T]) -> T:
    """The result of work that burns the processor (passwords), beside the database threads."""
    return await to_thread.run_sync(work, limiter=site.hashing)
