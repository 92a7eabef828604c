"""What pools refuse: which rule, whose limit, and when it passes."""

from bulou.kit.errors import AppError, Conflict, Forbidden, Invalid, NotFound


class BadPool(Invalid):
    """A pool cannot be kept like this; the problems say where."""

    code = "pools.bad"


class NoSuchPool(NotFound):
    """There is no such pool, or the caller does not belong to it. `what`, `id`."""

    code = "pools.not_found"


class PoolChanged(Conflict):
    """Somebody else changed the pool meanwhile. `version`."""

    code = "pools.changed"


class AssignedOnly(Forbidden):
    """Records of this pool are given out, not taken. `pool`."""

    code = "pools.assigned_only"


class DayFull(AppError):
    """Taken as many today as a day allows; a release gives none back. `pool`, `who`, `limit`, `until`."""

    code, status = "pools.day_full", 429


class CapReached(Conflict):
    """Somebody holds as many as they may. `pool`, `who`, `limit`, `holds`."""

    code = "pools.cap_reached"


class CoolingDown(Conflict):
    """Whose it was last has to wait. `pool`, `who`, `hours`, `until`."""

    code = "pools.cooling_down"


class StillLocked(Conflict):
    """It came into the pool a short while ago. `pool`, `hours`, `until`."""

    code = "pools.still_locked"


class NotTheirs(Conflict):
    """Nobody owns it, so nobody can give it back. `form`, `id`."""

    code = "pools.nobody_s"


class WrongPool(Invalid):
    """A record can be sent only to an enabled pool of its form. `pool`."""

    code = "pools.wrong_pool"


class NotUndone(Conflict):
    """A release is taken back by whoever made it, within the hour and while nobody has the record. `form`, `id`."""

    code = "pools.not_undone"


class NoRecordHere(Invalid):
    """A rule releases the record at hand, and there is none."""

    code = "pools.no_record"
