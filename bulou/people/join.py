"""Joining by an invitation's link, in steps like signing in: the slow hashing happens outside of every transaction."""

from dataclasses import dataclass
from typing import Any

from bulou.db.tx import Tx
from bulou.kit.ids import fingerprint
from bulou.kit.protocols import SYSTEM
from bulou.kit.text import unstorable
from bulou.people import accounts, actors, audit, invitations, policy, revision, sessions, sign_in, throttle
from bulou.people.errors import PasswordsOff
from bulou.people.half_sessions import Half
from bulou.people.sign_in import From

Entered = tuple[int, sessions.NewSession | Half]


@dataclass(frozen=True)
class Link:
    """A link that somebody holds, and from where they come."""

    secret: str
    ip: str | None

    @property
    def name(self) -> str:
        """Under which guesses at it are counted: no account is called that, for it has a blank."""
        return f"join {fingerprint(self.secret)[:16]}"


def look(tx: Tx, link: Link) -> dict[str, Any] | None:
    """Whose link it is (invitations.open_of), None when it leads nowhere. TooManyAttempts for who guesses."""
    throttle.check(tx, link.name, link.ip)
    return None if unstorable(link.secret) else invitations.open_of(tx, link.secret)


def missed(tx: Tx, link: Link) -> None:
    """Count and audit a link that leads nowhere."""
    throttle.check(tx, link.name, link.ip)
    throttle.failed(tx, link.name, link.ip)
    audit.write(tx, SYSTEM, "invitation.refused", ip=link.ip)


def finish(tx: Tx, link: Link, account: str, password_hash: str, place: From) -> Entered | None:
    """The person with their first session, or a half one where a second factor is asked for; None when the link is
    dead by now. AccountTaken, BadPerson; PasswordsOff where people sign in by the provider only."""
    revision.changing(tx)
    found = look(tx, link)
    if found is None or not invitations.use(tx, found["id"]):
        return None
    person_id = found["person_id"]
    accounts.activate(tx, SYSTEM, person_id, account, password_hash)
    actor = actors.load(tx, person_id)
    if not policy.may_use_password(policy.read(tx), actor.admin):
        raise PasswordsOff()
    audit.write(tx, actor, "invitation.used", detail={"id": found["id"], "person": person_id}, ip=link.ip)
    return person_id, sign_in.enter(tx, person_id, sign_in.PASSWORD, place)
