"""When the working calendar changes, what is due by it is worked out anew."""

from typing import Any

from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tx import Tx
from bulou.people import calendar
from bulou.rules import due
from bulou.rules.known import known


def recount(tx: Tx, _fact: Fact) -> None:
    """Begin anew with the rules that count by the calendar; what ran already does not run again."""
    for live in known(tx).rules.values():
        if live.timed and _counts_by_it(live.rule.options):
            due.begin(tx, live.rule, since=live.rule.live_since or tx.now_text)


def _counts_by_it(options: Any) -> bool:
    return getattr(options, "unit", "").startswith("working") or bool(getattr(options, "working_days", False))


handlers.register(Handler("rules.calendar", (calendar.EVENT,), recount))
