"""What a handover refuses, by code."""

from bulou.kit.errors import Conflict, Forbidden, Invalid


class NotYours(Forbidden):
    """Only administrators, and the head of the person, hand over what somebody holds. `id`."""

    code = "handover.not_yours"


class Running(Conflict):
    """Another handover of the same person has not ended yet. `id`."""

    code = "handover.running"


class BadHandover(Invalid):
    """What is asked cannot be done; the problems say where and why."""

    code = "handover.bad"


class OverLimits(Conflict):
    """Some receivers would hold more than they may. `count`, `people`."""

    code = "handover.over_limits"


class Locked(Conflict):
    """Some records are locked by something that is going on with them. `count`."""

    code = "handover.locked"


class TooMuch(Conflict):
    """More records than one handover takes at once. `limit`, `count`."""

    code = "handover.too_much"


class NotUndoableHandover(Conflict):
    """The handover was not carried out, was undone, or is too old. `reason`."""

    code = "handover.not_undoable"
