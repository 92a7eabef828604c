"""Handing over what a person holds: look, split, carry out at once, take back."""

from bulou.records.handover.brief import brief, briefed
from bulou.records.handover.givers import givers, may_see_any
from bulou.records.handover.held import held
from bulou.records.handover.model import Asked
from bulou.records.handover.planned import plan
from bulou.records.handover.receivers import receivers
from bulou.records.handover.running import start
from bulou.records.handover.told import get, listed, records
from bulou.records.handover.undoing import undo

__all__ = [
    "Asked",
    "brief",
    "briefed",
    "get",
    "givers",
    "held",
    "listed",
    "may_see_any",
    "plan",
    "receivers",
    "records",
    "start",
    "undo",
]
