"""Administration: the rules of signing in, and the sessions, tokens and second factors of people."""

from typing import Any, Literal

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.kit.errors import NotFound
from bulou.people import audit, directory, outside, policy, second_factor, secured, sessions, tokens

doors = Doors("admin")
Json = dict[str, Any]


class PolicyBody(Strict):
    """The rules of signing in; what is left out stays."""

    second_factor: Literal["nobody", "administrators", "everybody"] | None = None
    passwords: Literal["everybody", "administrators"] | None = None
    after_outside: bool | None = None
    least: int | None = Field(default=None, ge=policy.LEAST_EVER, le=policy.LEAST_HIGHEST)


@doors.get("/admin/security", "get_policy", carries="people", scope="configure", answer=OBJECT)
def get_policy(call: Call) -> Json:
    """The rules, the provider as it is set up, and how many people have a second factor."""
    administrator(call)
    return _told(call, policy.read(call.tx))


@doors.patch(
    "/admin/security", "change_policy", carries="people", scope="configure", body=PolicyBody, answer=OBJECT
)
def patch_policy(call: Call) -> Json:
    """Change the rules; who is signed in stays so, and meets them at the next sign-in."""
    administrator(call)
    given = call.model(PolicyBody).model_dump(exclude_none=True)
    return _told(call, policy.change(call.tx, call.actor, given, outside=call.site.outside is not None))


def _told(call: Call, rules: policy.Policy) -> Json:
    provider, given = call.site.outside, call.site.settings
    return {
        "second_factor": rules.second_factor,
        "passwords": rules.passwords,
        "after_outside": rules.after_outside,
        "least": rules.least,
        "outside": None
        if provider is None
        else {
            "label": provider.provider.label,
            "issuer": provider.provider.issuer,
            "client_id": provider.provider.client_id,
            "redirect_uri": provider.redirect_uri,
            "account_claim": provider.provider.account_claim or None,
            "create": given.oidc_create,
        },
        "people": secured.counts(call.tx),
    }


@doors.get("/admin/security/people", "list_secured", carries="people", scope="configure", answer=ITEMS)
def list_secured(call: Call) -> Json:
    """Who may sign in, with second factor, sessions, tokens and last sign-in."""
    administrator(call)
    return {"items": secured.listing(call.tx)}


@doors.get("/admin/people/{id}/access", "get_access", carries="people", scope="configure", answer=OBJECT)
def get_access(call: Call) -> Json:
    """Where a person is signed in, their tokens, second factor and identities."""
    administrator(call)
    person_id = _person(call)
    now = second_factor.state(call.tx, person_id)
    alive = [each for each in tokens.listing(call.tx, person_id) if each["revoked_at"] is None]
    return {
        "sessions": sessions.listing(call.tx, person_id),
        "tokens": alive,
        "second_factor": {"since": now.since, "codes": now.codes},
        "identities": outside.listing(call.tx, person_id),
    }


@doors.delete(
    "/admin/people/{id}/sessions",
    "end_sessions_of",
    carries="people",
    scope="configure",
    status=200,
    answer=OBJECT,
)
def end_sessions(call: Call) -> Json:
    """Sign a person out everywhere: `{ended}`."""
    administrator(call)
    person_id = _person(call)
    ended = sessions.end_all(call.tx, person_id)
    audit.write(call.tx, call.actor, "person.signed_out", detail={"id": person_id, "sessions": ended})
    return {"ended": ended}


@doors.delete("/admin/people/{id}/sessions/{session}", "end_session_of", carries="people", scope="configure")
def end_session(call: Call) -> None:
    """End one session of a person."""
    administrator(call)
    person_id = _person(call)
    if not sessions.end(call.tx, person_id, call.part("session")):
        raise NotFound(what="session", id=call.part("session")[:8])
    audit.write(call.tx, call.actor, "person.signed_out", detail={"id": person_id, "sessions": 1})


@doors.delete("/admin/people/{id}/tokens/{token}", "revoke_token_of", carries="people", scope="configure")
def revoke_token(call: Call) -> None:
    """End an API token of a person."""
    administrator(call)
    tokens.revoke(call.tx, call.actor, call.id("token"), owner=_person(call))


@doors.delete("/admin/people/{id}/second-factor", "reset_second_factor", carries="people", scope="configure")
def reset_factor(call: Call) -> None:
    """Take somebody's second factor away who lost it: all their sessions end, and they are told."""
    administrator(call)
    secured.reset(call.tx, call.actor, _person(call))


@doors.delete(
    "/admin/people/{id}/identities/{identity}", "unlink_identity_of", carries="people", scope="configure"
)
def unlink(call: Call) -> None:
    """Take a person's link to an identity at the provider away."""
    administrator(call)
    outside.unlink(call.tx, call.actor, _person(call), call.id("identity"))


def _person(call: Call) -> int:
    return int(directory.one(call.tx, call.id())["id"])
