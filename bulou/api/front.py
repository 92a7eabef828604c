"""The outermost layer: request id, one log line per request, security headers, and the last resort for errors."""

import logging
import re
import time
from collections.abc import Collection, Iterable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bulou.api.problems import PROBLEM, NotHere, TooLarge, WrongMethod, problem
from bulou.kit.errors import AppError
from bulou.kit.ids import short_id
from bulou.kit.words import pick_locale

log = logging.getLogger("bulou.request")
SECRET_PATHS = ("/join/", "/api/calendar/")  # the addresses of invitations and of calendars are their secrets
SAFE_ID = re.compile(rb"^[A-Za-z0-9_.-]{8,64}$")

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-src 'self' https:; frame-ancestors "
)
# What the API answers is data: opened by itself it does nothing.
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "
OWN_FRAMES = (b"x-frame-options", b"SAMEORIGIN")
SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (
        b"permissions-policy",
        b"camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), serial=(),"
        b" display-capture=()",
    ),
)
NO_STORE = (b"cache-control", b"no-store")
HSTS = (b"strict-transport-security", b"max-age=31536000")


class Front:
    """Pure ASGI middleware around everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = request_id_of(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = dressed(scope, message.get("headers", ()), request_id)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            if not status:
                await refuse(scope, send_with_headers, error, request_id)
            if not isinstance(error, AppError):
                log.exception("unexpected error", extra={"request_id": request_id})
        finally:
            write_line(scope, status, started, request_id)


def request_id_of(scope: Scope) -> str:
    """The caller's request id if it is a harmless one, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and SAFE_ID.match(value):
            return str(value.decode())
    return short_id()


def dressed(scope: Scope, headers: Any, request_id: str) -> list[tuple[bytes, bytes]]:
    """The answer's headers with ours; nothing of the API is cached unless it says so itself."""
    given = {name.lower() for name, _ in headers}
    result = [*headers, *SECURITY, *framed(scope, given), (b"x-request-id", request_id.encode())]
    if is_data(scope) and b"cache-control" not in given:
        result.append(NO_STORE)
    if scope.get("scheme") == "https":
        result.append(HSTS)
    return result


def is_data(scope: Scope) -> bool:
    """Whether the answer is the API's and no page."""
    path = scope["path"]
    return bool(path == "/api" or path.startswith("/api/"))


def framed(scope: Scope, given: Collection[bytes]) -> Iterable[tuple[bytes, bytes]]:
    """What the answer may load, and who may show it in a frame or take it into a page of theirs: ourselves, and for
    public forms whom the setting names. An answer with a policy of its own (a file) keeps that."""
    others = (scope.get("state") or {}).get("frame_ancestors")
    policy = (DATA_POLICY if is_data(scope) else POLICY) + (others or "'self'")
    if b"content-security-policy" not in given:
        yield b"content-security-policy", policy.encode()
    if others is None:
        yield OWN_FRAMES
    yield b"cross-origin-resource-policy", b"same-origin" if others is None else b"cross-origin"


async def refuse(scope: Scope, send: Send, error: Exception, request_id: str) -> None:
    """Answer an error that nobody else answered."""
    told = error if isinstance(error, AppError) else AppError()
    body, headers = as_problem(scope, told, request_id)
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def as_problem(scope: Scope, error: AppError, request_id: str) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body and headers of a problem in the language of the page."""
    accept = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    body = problem(error, pick_locale(accept), request_id)
    return body, [(b"content-type", PROBLEM.encode()), (b"content-length", str(len(body)).encode())]


async def answer_http_error(request: Request, error: Exception) -> Response:
    """The framework's own refusals (no such address, wrong method) as problems."""
    assert isinstance(error, HTTPException)
    known = {405: WrongMethod, 413: TooLarge}.get(error.status_code, NotHere)
    body, headers = as_problem(request.scope, known(method=request.method), request.state.request_id)
    response = Response(body, known.status)
    response.raw_headers = headers
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def told_path(path: str) -> str:
    """A path as the log may hold it."""
    return next((f"{start}…" for start in SECRET_PATHS if path.startswith(start)), path)


def write_line(scope: Scope, status: int, started: float, request_id: str) -> None:
    """One line in the log: no query, no values, no secrets."""
    if not log.isEnabledFor(logging.INFO):
        return
    state = scope.get("state") or {}
    line = {
        "request_id": request_id,
        "method": scope["method"],
        "path": told_path(scope["path"]),
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 2),
        "person": state.get("person"),
    }
    log.info("request", extra=line)
