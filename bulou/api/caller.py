"""Who asks: by cookie (writes carry the CSRF token) or by bearer token (within its scopes)."""

from bulou.api import cookies
from bulou.api.asked import Asked
from bulou.db.tx import Tx
from bulou.kit.errors import Forbidden, NotSignedIn
from bulou.people import authenticate as who
from bulou.people.authenticate import Caller
from bulou.people.errors import LookingOnly, LookingOver, TokenInvalid
from bulou.people.sessions import csrf_matches

CSRF_HEADER = b"x-csrf-token"


class CsrfMissing(Forbidden):
    """A write by cookie must carry the header X-CSRF-Token of its session."""

    code = "csrf.missing"


class ScopeMissing(Forbidden):
    """The API token does not reach this far. `scope`."""

    code = "token.scope"


def authenticate(
    tx: Tx, asked: Asked, *, scope: str | None, changes: bool, reads: bool = True, ends: bool = False
) -> Caller:
    """The caller; NotSignedIn, TokenInvalid, CsrfMissing, ScopeMissing, LookingOver. A bearer goes before a cookie.

    `reads`: whether the door only shows what a person may read; no other opens to who looks as somebody else. `ends`:
    whether it ends the look or the session, which alone opens once the look is over by itself.
    """
    bearer = asked.bearer
    if bearer is not None:
        return _by_token(tx, bearer, scope)
    secret = cookies.given(asked, cookies.SESSION)
    caller = who.by_session(tx, secret) if secret else None
    if caller is None:
        raise NotSignedIn()
    if changes and not csrf_matches(caller.csrf, asked.header(CSRF_HEADER)):
        raise CsrfMissing()
    if caller.over is not None and not ends:
        raise LookingOver(name=caller.over)
    if caller.looking is not None and not (reads or ends):
        raise LookingOnly()
    return caller


def _by_token(tx: Tx, bearer: str, scope: str | None) -> Caller:
    caller = who.by_token(tx, bearer)
    if caller is None:
        raise TokenInvalid()
    scopes = caller.actor.scopes
    if scope is None or (scopes is not None and scope not in scopes):
        raise ScopeMissing(scope=scope or "session")
    return caller
