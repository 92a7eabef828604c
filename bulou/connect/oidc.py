"""Signing in through a provider of OpenID Connect: the authorization code flow with PKCE, state and nonce.

The protocol is Authlib's, the signatures joserfc's, every request goes through `connect.outbound`. Nothing here knows
people: what comes out is whom the provider vouches for.
"""

import hmac
import secrets as random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

import orjson
from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bulou.connect.addresses import Guard, is_secure
from bulou.connect.outbound import Fetched, Limits, OutboundFailed, OutboundRefused, send
from bulou.kit.errors import AppError, NotSignedIn

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
SCOPE = "openid profile email"
LEEWAY = 60  # seconds that clocks may differ
KEPT = 600.0  # seconds that what the provider says about itself is kept
LIMITS = Limits(seconds=10.0, most=256 * 1024, redirects=3)


class OutsideFailed(NotSignedIn):
    """What came back from the provider is not to be believed, or is not what was asked for. `reason`."""

    code = "sign_in.outside_failed"


class OutsideRefused(NotSignedIn):
    """The provider, or the person there, said no. `reason`."""

    code = "sign_in.outside_refused"


class OutsideAway(AppError):
    """The provider could not be reached, or does not say what is needed; it may be tried again. `reason`."""

    code, status = "sign_in.outside_away", 502


@dataclass(frozen=True)
class Provider:
    """A provider and who we are to it. `account_claim` names the claim that is the account here, where it is."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    label: str = ""
    account_claim: str = ""


@dataclass(frozen=True)
class Begun:
    """What the browser keeps (sealed) until it comes back."""

    state: str
    nonce: str
    verifier: str
    onward: str

    def packed(self) -> str:
        """As text."""
        return orjson.dumps(asdict(self)).decode()


def unpacked(text: str) -> Begun:
    """What `packed` made."""
    return Begun(**orjson.loads(text))


@dataclass(frozen=True)
class Told:
    """Whom the provider vouches for; `email` only if it says that it is verified."""

    issuer: str
    subject: str
    account: str | None
    email: str | None
    name: str | None


@dataclass(eq=False)
class Outside:
    """One provider with what it says about itself and its keys, kept for a while."""

    provider: Provider
    guard: Guard
    redirect_uri: str
    known: tuple[float, Mapping[str, Any]] | None = None
    keys: tuple[float, KeySet] | None = None
    lock: Lock = field(default_factory=Lock)

    def begin(self, onward: str) -> tuple[str, Begun]:
        """(the address to send the browser to, what it keeps). OutsideAway."""
        begun = Begun(random.token_urlsafe(24), random.token_urlsafe(24), generate_token(48), onward)
        where = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            client_id=self.provider.client_id,
            response_type="code",
            redirect_uri=self.redirect_uri,
            scope=SCOPE,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return where, begun

    def finish(self, begun: Begun | None, answer: Mapping[str, str]) -> Told:
        """Whom the provider vouches for. OutsideFailed, OutsideRefused, OutsideAway."""
        if begun is None or not hmac.compare_digest(begun.state.encode(), answer.get("state", "").encode()):
            raise OutsideFailed(reason="state")
        self._judge_sender(answer)
        if answer.get("error"):
            raise OutsideRefused(reason=_plain(answer["error"]))
        if not answer.get("code"):
            raise OutsideFailed(reason="code")
        token = self._exchange(answer["code"], begun.verifier)
        claims = self._read_token(token, begun.nonce)
        return self._told(self._completed(claims, token))

    def _judge_sender(self, answer: Mapping[str, str]) -> None:
        """Another provider's answer is not this one's (RFC 9207)."""
        said = answer.get("iss")
        promised = self._metadata().get("authorization_response_iss_parameter_supported") is True
        if (said is None and promised) or (said is not None and said != self.provider.issuer):
            raise OutsideFailed(reason="issuer")

    def _exchange(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The tokens for a code: it is taken by the provider once."""
        url = self._endpoint("token_endpoint")
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self.redirect_uri, code_verifier=verifier
        )
        auth = ClientAuth(self.provider.client_id, self.provider.client_secret, self._auth_method())
        url, headers, body = auth.prepare(
            "POST", url, {"content-type": "application/x-www-form-urlencoded"}, body
        )
        reply = self._send("POST", url, headers, body.encode())
        token = _object(reply)
        if reply.status != 200:
            raise OutsideFailed(reason=_plain(str(token.get("error") or reply.status)))
        return token

    def _auth_method(self) -> str:
        if not self.provider.client_secret:
            return "none"
        known = self._metadata().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"

    def _read_token(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of the id token, once its signature, issuer, audience, time and nonce are what they must be."""
        text = token.get("id_token")
        if not isinstance(text, str):
            raise OutsideFailed(reason="id_token")
        try:
            claims, header = self._verified(text)
            read = CodeIDToken(
                claims,
                header,
                {
                    "iss": {"essential": True, "value": self.provider.issuer},
                    "aud": {"essential": True, "value": self.provider.client_id},
                    "nonce": {"essential": True, "value": nonce},
                },
                {
                    "nonce": nonce,
                    "client_id": self.provider.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            read.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise OutsideFailed(
                reason=_plain(getattr(error, "claim", None) or type(error).__name__)
            ) from error
        if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
            raise OutsideFailed(reason="sub")
        return claims

    def _verified(self, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Claims and header of a token that a key of the provider has signed; keys are asked anew once."""
        try:
            found = jws.deserialize_compact(text, self._keys(), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            found = jws.deserialize_compact(text, self._keys(anew=True), algorithms=list(ALGORITHMS))
        claims = orjson.loads(found.payload)
        if not isinstance(claims, dict):
            raise OutsideFailed(reason="id_token")
        return claims, dict(found.headers())

    def _completed(self, claims: Mapping[str, Any], token: Mapping[str, Any]) -> Mapping[str, Any]:
        """The claims, with those of the userinfo address where address or account are wanting; of the same person."""
        wanted = self.provider.account_claim or "email"
        url = self._metadata().get("userinfo_endpoint")
        if wanted in claims or not isinstance(url, str) or not isinstance(token.get("access_token"), str):
            return claims
        reply = self._send("GET", url, {"authorization": f"Bearer {token['access_token']}"})
        more = _object(reply)
        if reply.status != 200 or more.get("sub") != claims["sub"]:
            raise OutsideFailed(reason="userinfo")
        return {**more, **claims}

    def _told(self, claims: Mapping[str, Any]) -> Told:
        verified = claims.get("email_verified") in (True, "true")
        claim = self.provider.account_claim
        # An address that names accounts must be verified as well as one that finds them.
        trusted = claim if claim != "email" or verified else ""
        return Told(
            self.provider.issuer,
            claims["sub"],
            _text(claims.get(trusted)) if trusted else None,
            _text(claims.get("email")) if verified else None,
            _text(claims.get("name")) or _text(claims.get("preferred_username")),
        )

    def _metadata(self) -> Mapping[str, Any]:
        """What the provider says about itself. OutsideAway."""
        with self.lock:
            if self.known is None or self.known[0] < time.monotonic():
                url = self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
                reply = self._send("GET", url, {})
                found = _object(reply)
                if reply.status != 200 or found.get("issuer") != self.provider.issuer:
                    raise OutsideAway(reason="issuer")
                self.known = (time.monotonic() + KEPT, found)
            return self.known[1]

    def _endpoint(self, name: str) -> str:
        url = self._metadata().get(name)
        if not isinstance(url, str) or not is_secure(url.partition("?")[0]):
            raise OutsideAway(reason=name)
        return url

    def _keys(self, *, anew: bool = False) -> KeySet:
        url = self._endpoint("jwks_uri")
        with self.lock:
            if anew or self.keys is None or self.keys[0] < time.monotonic():
                try:
                    found = _object(self._send("GET", url, {}))
                    keys = KeySet.import_key_set({"keys": [key for key in found["keys"] if _signs(key)]})
                except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
                    raise OutsideAway(reason="jwks") from error
                self.keys = (time.monotonic() + KEPT, keys)
            return self.keys[1]

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Fetched:
        try:
            return send(self.guard, method, url, headers=headers, body=body, limits=LIMITS)
        except (OutboundFailed, OutboundRefused) as error:
            raise OutsideAway(reason=error.code) from error


def _object(reply: Fetched) -> dict[str, Any]:
    try:
        found = orjson.loads(reply.body)
    except ValueError as error:
        raise OutsideAway(reason="json") from error
    if not isinstance(found, dict):
        raise OutsideAway(reason="json")
    return found


def _signs(key: Mapping[str, Any]) -> bool:
    """A public key for signatures: never a shared one, with which anybody who knows it could sign."""
    return key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"


def _text(value: Any) -> str | None:
    return value.strip()[:200] if isinstance(value, str) and value.strip() else None


def _plain(reason: str) -> str:
    """A reason that may be shown: whoever sends people back could write anything there."""
    return "".join(each for each in reason if each.isalnum() or each in "._-")[:60]
