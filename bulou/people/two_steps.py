"""The second step of signing in: a code for a half session, or setting the second factor up where it is required."""

from dataclasses import dataclass

from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM, Actor
from bulou.kit.secrets import Secrets
from bulou.people import actors, audit, devices, half_sessions, notices, second_factor, throttle
from bulou.people.errors import HalfSignedIn
from bulou.people.half_sessions import Begun
from bulou.people.second_factor import RECOVERY
from bulou.people.sessions import NewSession
from bulou.people.sign_in import From, complete

WARN_AFTER = 5  # wrong codes in a row: whoever makes them knows the password


@dataclass(frozen=True)
class SetUp:
    """A second factor just set up: the session, and the recovery codes to be shown once."""

    session: NewSession
    codes: list[str]


def by_code(tx: Tx, secrets: Secrets, half: str | None, code: str, place: From) -> NewSession | None:
    """The session, or None when the code is wrong, which is counted. HalfSignedIn, TooManyAttempts."""
    begun = _begun(tx, half, half_sessions.CODE)
    taken = judge(tx, secrets, begun.person_id, code, place)
    if taken is None:
        half_sessions.failed(tx, begun)
        return None
    if not half_sessions.take(tx, begun):
        raise HalfSignedIn()
    return complete(tx, begun.person_id, begun.via, place, factor=taken)


def judge(tx: Tx, secrets: Secrets, person_id: int, code: str, place: From) -> str | None:
    """What kind of code it is (`code`, `recovery`), None when it is wrong: counted, audited and from the fifth on
    told. Asked wherever a code is asked for. TooManyAttempts."""
    counted = throttle.factor_name(person_id, _own(tx, person_id, place.device))
    throttle.wait_for(tx, counted)
    taken = second_factor.takes(tx, secrets, person_id, code)
    if taken is None:
        audit.write(tx, SYSTEM, "session.code_refused", detail={"id": person_id}, ip=place.ip)
        if throttle.count(tx, counted) == WARN_AFTER:
            notices.tell_own(tx, person_id, "sign_in.codes_refused", {"ip": place.ip or "?"})
        return None
    throttle.forget(tx, [name for name, _ in counted])
    if taken == RECOVERY:
        left = second_factor.state(tx, person_id).codes
        notices.tell_own(
            tx, person_id, "sign_in.recovery_used", {"left": left, "device": devices.said(place.agent)}
        )
    return taken


def begin_set_up(tx: Tx, secrets: Secrets, half: str | None) -> tuple[int, str]:
    """(person, secret) of a second factor to be set up before anything else. HalfSignedIn."""
    begun = _begun(tx, half, half_sessions.SET_UP)
    return begun.person_id, second_factor.begin(tx, secrets, begun.person_id)


def finish_set_up(tx: Tx, secrets: Secrets, half: str | None, code: str, place: From) -> SetUp | None:
    """The session and the recovery codes; None when the code is wrong, which is counted. HalfSignedIn."""
    begun = _begun(tx, half, half_sessions.SET_UP)
    actor = actors.load(tx, begun.person_id)
    codes = confirm(tx, secrets, actor, begun.person_id, code, place)
    if codes is None:
        half_sessions.failed(tx, begun)
        return None
    if not half_sessions.take(tx, begun):
        raise HalfSignedIn()
    return SetUp(complete(tx, begun.person_id, begun.via, place, factor="set_up"), codes)


def confirm(tx: Tx, secrets: Secrets, by: Actor, person_id: int, code: str, place: From) -> list[str] | None:
    """Confirm a second factor that is being set up: the recovery codes, or None of a wrong code, which is counted."""
    counted = throttle.factor_name(person_id, _own(tx, person_id, place.device))
    throttle.wait_for(tx, counted)
    codes = second_factor.confirm(tx, secrets, by, person_id, code)
    if codes is None:
        throttle.count(tx, counted)
    else:
        throttle.forget(tx, [name for name, _ in counted])
    return codes


def _begun(tx: Tx, half: str | None, wants: str) -> Begun:
    begun = half_sessions.find(tx, half, wants)
    if begun is None:
        raise HalfSignedIn()
    return begun


def _own(tx: Tx, person_id: int, device: str | None) -> str | None:
    """The device, where this person has used it before: strangers' guesses never make it wait."""
    return device if device and devices.is_known(tx, actors.load(tx, person_id).account, device) else None
