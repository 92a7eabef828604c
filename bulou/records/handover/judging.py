"""What speaks against a handover: locks on records, and limits of those who would get them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.records.contributed import guards, holdings
from bulou.records.write import Who
from bulou.records.write.handing import OWNER, Give, Hands, foretold


@dataclass
class Judged:
    """Record → why it is locked; record → (who would hold too many, why)."""

    locked: dict[int, AppError] = field(default_factory=dict)
    limits: dict[int, tuple[int, AppError]] = field(default_factory=dict)


def judged(tx: Tx, who: Who, form: Form, gives: Sequence[Give], hands: Hands) -> Judged:
    """Ask every contributed guard and limit. Where nothing is contributed nothing is read."""
    found = Judged()
    if not (list(guards) or list(holdings)):
        return found
    writes = foretold(tx, who, form, gives, hands)
    for guard in guards:
        refused = guard.judge(tx, who, form, writes)
        found.locked.update({writes[at].id or 0: error for at, error in refused.items()})
    takes = [
        each
        for each in writes
        if OWNER in each.changed and each.values[OWNER] is not None and each.id not in found.locked
    ]
    for holding in holdings if takes else ():
        refused = holding.judge(tx, who, form, takes)
        told: Mapping[int, Any] = {
            takes[at].id or 0: (takes[at].values[OWNER], error) for at, error in refused.items()
        }
        found.limits.update({id_: each for id_, each in told.items() if id_ not in found.limits})
    return found
