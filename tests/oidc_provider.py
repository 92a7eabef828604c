"""A provider of sign-ins for tests: Authlib's provider, real keys, on 127.0.0.1; it can be told to lie."""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin
from authlib.oidc.core.grants import OpenIDCode
from joserfc import jws
from joserfc.jwk import RSAKey

CLIENT, SECRET = "bulou-test", "a secret of the client"
Claims = dict[str, Any]


@dataclass
class Client(ClientMixin):
    """Us, as the provider knows us."""

    redirect_uri: str = ""
    client_id: str = CLIENT

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was given out."""

    code: str
    person: Claims
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce


@dataclass
class Provider:
    """The provider: who is signed in there, and what it does wrong."""

    url: str = ""
    person: Claims | None = field(default_factory=lambda: {"sub": "s-1"})
    client: Client = field(default_factory=Client)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Claims] = field(default_factory=dict)
    twist: Callable[[Claims], Claims] = lambda claims: claims
    algorithm: str = "RS256"
    signs_with: RSAKey | None = None
    metadata: Claims = field(default_factory=dict)
    userinfo: Claims | None = None
    answer: Claims = field(default_factory=dict)  # more parameters of the way back

    def described(self) -> Claims:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def sign(self, claims: Claims) -> str:
        claims = self.twist(claims)
        if self.algorithm in ("none", "HS256"):
            return self.forge(claims)
        key = self.signs_with or self.key
        header = {"alg": self.algorithm, "kid": "one"}
        return jws.serialize_compact(header, json.dumps(claims), key, algorithms=[self.algorithm])

    def forge(self, claims: Claims) -> str:
        """Unsigned, or signed with the public key as if it were a shared secret."""
        parts = (json.dumps({"alg": self.algorithm, "kid": "one"}), json.dumps(claims))
        text = ".".join(_encoded(part.encode()) for part in parts)
        mark = hmac.digest(self.key.as_pem(private=False), text.encode(), "sha256")
        return f"{text}.{_encoded(mark) if self.algorithm == 'HS256' else ''}"


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


class Server(AuthorizationServer):
    """Authlib's server over HTTP by hand."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider

    def query_client(self, client_id: str) -> Client | None:
        return self.provider.client if client_id == CLIENT else None

    def save_token(self, token: Claims, request: OAuth2Request) -> None:
        self.provider.tokens[token["access_token"]] = request.user

    def send_signal(self, name: str, *args: Any, **more: Any) -> None:
        pass

    def create_oauth2_request(self, request: Asked) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any, Any]:
        return status, body, headers


class Asked(OAuth2Request):
    """A request as Authlib wants it."""

    def __init__(self, method: str, path: str, headers: Claims, values: dict[str, str]) -> None:
        super().__init__(method, f"https://provider.test{path}", headers=headers)
        self.payload = BasicOAuth2Payload(values)
        self.values = values

    @property
    def args(self) -> dict[str, str]:
        return self.values

    @property
    def form(self) -> dict[str, str]:
        return self.values


def grant_of(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            data = request.payload.data
            provider.codes[code] = Code(
                code,
                request.user,
                request.payload.redirect_uri,
                request.payload.scope,
                data.get("nonce", ""),
                data.get("code_challenge", ""),
                data.get("code_challenge_method", ""),
            )

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            provider.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Code) -> Claims:
            return authorization_code.person

    return Grant


class Identity(OpenIDCode):
    """The id token, signed as the provider says."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return any(code.nonce == nonce for code in self.provider.codes.values())

    def encode_id_token(self, token: Claims, request: OAuth2Request) -> str:
        now = int(time.time())
        claims = {
            "iss": self.provider.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": request.authorization_code.get_nonce(),
            **request.user,
        }
        return self.provider.sign(claims)


def bearer(**_: Any) -> Claims:
    return {
        "token_type": "Bearer",
        "access_token": secrets.token_urlsafe(16),
        "scope": "openid profile email",
    }


class Handler(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    provider: Provider
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self.say(200, self.provider.described())
        elif path == "/jwks":
            self.say(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/userinfo":
            token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
            known = self.provider.tokens.get(token)
            self.say(200 if known else 401, (self.provider.userinfo or known) if known else {})
        elif path == "/authorize":
            self.authorize(query)
        else:
            self.say(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        asked = Asked(
            "POST", self.path, {"Authorization": self.headers.get("authorization")}, dict(parse_qsl(body))
        )
        self.reply(*server_of(self.provider).create_token_response(asked))

    def authorize(self, query: dict[str, str]) -> None:
        server, asked = server_of(self.provider), Asked("GET", self.path, {}, query)
        try:
            grant = server.get_consent_grant(asked, self.provider.person)
        except OAuth2Error as error:
            self.say(400, dict(error.get_body()))
            return
        status, body, headers = server.create_authorization_response(asked, self.provider.person, grant=grant)
        more = "".join(
            f"&{key}={value}" for key, value in {"iss": self.provider.url, **self.provider.answer}.items()
        )
        self.reply(status, body, [(k, v + more if k == "Location" else v) for k, v in headers])

    def say(self, status: int, body: Any) -> None:
        self.reply(status, body, [("Content-Type", "application/json")])

    def reply(self, status: int, body: Any, headers: Any) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def server_of(provider: Provider) -> Server:
    server = Server(provider)
    server.register_token_generator("default", bearer)
    server.register_grant(grant_of(provider), [CodeChallenge(required=True), Identity(provider)])
    return server


@contextlib.contextmanager
def provider_at(port: int = 0) -> Iterator[Provider]:
    """A provider that listens until the block ends."""
    provider = Provider()
    handler = type("Bound", (Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
