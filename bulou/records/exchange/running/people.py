"""People a file names and nobody knows: made not activated, so that they own records and cannot sign in."""

from bulou.db.tx import Tx
from bulou.people import accounts
from bulou.records.write import Who


def make(tx: Tx, who: Who, name: str) -> int:
    """A person called `name`; the id. The caller has asked whether this may be done."""
    return accounts.create(tx, who.actor, accounts.NewPerson(name=name[: accounts.LENGTHS["name"]]))
