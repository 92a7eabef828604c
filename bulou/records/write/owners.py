"""Owners: who may be one, the department that follows, and since when the record is theirs."""

from collections.abc import Sequence

from bulou.people.register import register
from bulou.records.contributed import holdings, keepers
from bulou.records.write.model import Chunk, Row
from bulou.records.write.view import write_of

MAY_HOLD = ("active", "not_activated")


def check_owners(chunk: Chunk) -> None:
    """Refuse owners that cannot hold records; set department and owner_since of the others."""
    if not chunk.form.owned:
        return
    taking = [row for row in chunk.alive if takes(row)]
    known = register(chunk.tx).people if taking else {}
    for row in taking:
        owner = row.after["owner"]
        if owner is not None and owner not in known:
            row.refuse("owner", "fields.unknown_record")
        elif owner is not None and known[owner].state not in MAY_HOLD and not chunk.who.existing_history:
            row.refuse("owner", "fields.person_disabled")
        else:
            row.after["department"] = known[owner].department if owner is not None else None
            since = row.dates.get("owner_since", chunk.tx.now_text)
            row.after["owner_since"] = None if owner is None else since


def check_holdings(chunk: Chunk) -> None:
    """Ask the contributed limits whether these people may hold one more."""
    if not chunk.form.owned:
        return
    _ask_holdings(chunk, [row for row in chunk.good if takes(row) and row.after["owner"] is not None])


def check_returning(chunk: Chunk) -> None:
    """Ask the same of records that come back from the bin to whoever owns them."""
    if chunk.form.owned:
        _ask_holdings(chunk, [row for row in chunk.alive if row.before.get("owner") is not None])


def _ask_holdings(chunk: Chunk, taking: list[Row]) -> None:
    for holding in holdings if taking else ():
        refused = holding.judge(chunk.tx, chunk.who, chunk.form, [write_of(row) for row in taking])
        for position, error in refused.items():
            taking[position].error = taking[position].error or error


def keep_account(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Tell the contributed keepers of stored records that came into other hands, or nobody's."""
    if not chunk.form.owned or not tuple(keepers):
        return
    passed = [write_of(row) for row in rows if takes(row)]
    for keeper in keepers if passed else ():
        keeper.keep(chunk.tx, chunk.who, chunk.form, passed)


def takes(row: Row) -> bool:
    """True when this write gives the record another owner (or its first)."""
    return "owner" in row.after and (row.creating or row.after["owner"] != row.before.get("owner"))
