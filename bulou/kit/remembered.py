"""What is worked out from an object once and kept in it: it goes when the object goes.

A cache of its own would hold forms of definitions that were replaced long ago, each with its tables and statements.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

Work = TypeVar("Work", bound=Callable[..., Any])

MOST = 512  # answers kept in one object; the oldest goes first
_SLOT = "_remembered"


def remembered(work: Work) -> Work:
    """`work(first, *rest)`, done once per `first` and `rest`; `first` never changes, `rest` can be hashed."""

    @wraps(work)
    def asked(first: Any, *rest: Any) -> Any:
        kept: dict[Any, Any] = first.__dict__.setdefault(_SLOT, {})
        key = (work, rest)
        found = kept.get(key, kept)
        if found is kept:
            while len(kept) >= MOST:
                kept.pop(next(iter(kept)), None)
            found = kept[key] = work(first, *rest)
        return found

    return cast(Work, asked)
