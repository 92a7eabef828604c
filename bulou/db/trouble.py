"""What a failing database or disk means for the one who asked: full, not writable, busy, out of reach.

The one place that knows: requests, jobs, the reading process and the command line all ask here."""

import errno

from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from bulou.kit.errors import AppError


class Trouble(AppError):
    """Base of what the machine is at fault for, not the request: the same may well succeed later."""


class NoRoom(Trouble):
    """The disk is full: nothing was stored."""

    code, status = "http.no_room", 507


class NotWritable(Trouble):
    """The data folder or the database takes no writes: nothing was stored."""

    code, status = "http.not_writable", 503


class Unreachable(Trouble):
    """The database cannot be reached."""

    code, status = "http.unreachable", 503


class Busy(Trouble):
    """The database was occupied by others for too long."""

    code, status = "http.busy", 503


OCCUPIED = frozenset({"40001", "40P01", "55P03"})  # serialization, deadlock, lock not to be had
FULL = frozenset({"53100"})
READ_ONLY = frozenset({"25006"})
AWAY = frozenset({"57P01", "57P02", "57P03", "53300"})  # stopping, crashed, starting, too many connections
SAID = (  # what SQLite says instead of a state
    ("database is locked", Busy),
    ("database or disk is full", NoRoom),
    ("readonly database", NotWritable),
    ("unable to open database file", NotWritable),
    ("disk I/O error", NotWritable),
)
NUMBERS = {
    errno.ENOSPC: NoRoom,
    errno.EDQUOT: NoRoom,
    errno.EROFS: NotWritable,
    errno.EACCES: NotWritable,
    errno.EPERM: NotWritable,
}


def trouble(error: Exception) -> Trouble | None:
    """The error as people are told of it; None when it is our own fault."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, TimeoutError):
        return Busy(seconds=2)
    if isinstance(error, DBAPIError):
        return _of_database(error)
    kind = NUMBERS.get(error.errno or 0) if isinstance(error, OSError) else None
    return kind() if kind else None


def _of_database(error: DBAPIError) -> Trouble | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in OCCUPIED:
        return Busy(seconds=2)
    if state in FULL:
        return NoRoom()
    if state in READ_ONLY:
        return NotWritable()
    if state in AWAY or error.connection_invalidated or _never_connected(error):
        return Unreachable()
    text = str(error.orig)
    return next((kind() for part, kind in SAID if part in text), None)


def _never_connected(error: DBAPIError) -> bool:
    """psycopg's OperationalError without a state: there was no server to give one."""
    by_psycopg = isinstance(error, OperationalError) and type(error.orig).__module__.startswith("psycopg")
    return by_psycopg and getattr(error.orig, "sqlstate", "") is None
