"""From an open door to an answer: authenticate, work, encode, all in one transaction and one thread hop."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson
from anyio import to_thread
from sqlalchemy.exc import DBAPIError, TimeoutError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bulou.api.apart import PATIENCE, Apart
from bulou.api.asked import Asked, ask, read_body
from bulou.api.call import NOBODY, Answer, Call
from bulou.api.caller import authenticate
from bulou.api.doors import Door
from bulou.api.idempotency import once
from bulou.api.problems import PROBLEM, problem
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.reader import read_apart
from bulou.db.trouble import trouble
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.kit.origin import Origin
from bulou.people.authenticate import Caller, touch

log = logging.getLogger("bulou.api")

ENCODE = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS
JSON = b"application/json"
SESSION_SHOWN = 12  # letters of a session's fingerprint that the audit trail keeps
ALSO_LOOKING = frozenset({"end_looking", "sign_out"})  # all that is written by who looks as somebody else
LARGE = 64 * 1024  # bytes of a body that is read only from somebody known


@dataclass(frozen=True)
class Reply:
    """An encoded answer."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    media: bytes = JSON


def door_app(door: Door) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application of one door, whatever site it is asked of."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked = ask(scope)
        site: Site = scope["app"].state.site.serving(asked.origin)
        try:
            if door.by_hand is not None:
                reply: Reply | Response = await door.by_hand(site, door, asked, receive)
            else:
                reply = await plainly_answered(site, door, asked, receive)
        except AppError as error:
            reply = refuse(error, asked)
        except (DBAPIError, TimeoutError, OSError) as error:
            reply = refuse_trouble(error, asked)
        note_person(scope, asked)
        if isinstance(reply, Response):
            await reply(scope, receive, send)
            return
        await send_reply(send, reply)
        if asked.stale is not None:
            stale = asked.stale
            await unit(site, lambda tx: touch(tx, stale, site.settings.session_days, asked.ip))

    return app


async def plainly_answered(site: Site, door: Door, asked: Asked, receive: Receive) -> Reply:
    """The reply of a door that takes JSON and gives JSON; nobody unknown makes us keep a large body."""
    if door.method != "GET":
        if not door.public and is_large(asked):
            await unit(site, lambda tx: open_call(site, door, asked, tx), write=False)
        asked.raw = await read_body(asked, receive, door.limit)
    reply = await unit(site, lambda tx: answer(site, door, asked, tx), write=door.write)
    return await aside(site, door, reply) if isinstance(reply, Apart) else reply


def is_large(asked: Asked) -> bool:
    """Whether the body says to be large, or does not say how large it is."""
    declared = asked.headers.get(b"content-length", b"0")
    chunked = b"transfer-encoding" in asked.headers
    return chunked or not declared.isdigit() or int(declared) > LARGE


def answer(site: Site, door: Door, asked: Asked, tx: Tx) -> Reply | Apart:
    """Authenticate, do the door's work, encode. Repeatable until the commit."""
    call = open_call(site, door, asked, tx)
    key = asked.headers.get(b"idempotency-key")
    if (
        key is not None
        and door.write
        and door.repeatable
        and door.method in ("POST", "PATCH")
        and not door.public
    ):
        status, body = once(call, key.decode("latin-1"), lambda: plain(door, call))
        return Reply(status, body)
    done = work(door, call)
    if not isinstance(done, Apart):
        return encode(door, done)
    if not done.here:
        return done
    reply = encode(door, done.function(tx, done.actor, *done.args))
    done.keep(reply.body)
    return reply


def open_call(site: Site, door: Door, asked: Asked, tx: Tx) -> Call:
    """The call of a door by somebody known, or by nobody at a public one."""
    if door.public:
        return Call(site, tx, NOBODY, asked)
    caller = authenticate(
        tx,
        asked,
        scope=door.scope,
        changes=door.method != "GET",
        reads=not door.write and door.scope == "read",
        ends=door.key in ALSO_LOOKING,
    )
    actor = caller.actor
    asked.person_id = actor.person_id
    tx.origin = origin_of(asked, caller)
    if not asked.chose_locale:
        asked.locale = actor.locale
    elif actor.locale != asked.locale:
        # What was derived from the actor speaks the actor's language, so that it is kept by language.
        kept = actor.kept.setdefault(("locale", asked.locale), {})
        actor = replace(actor, locale=asked.locale, kept=kept)
    if caller.stale:
        if tx.writable:
            touch(tx, caller, site.settings.session_days, asked.ip)
        else:
            asked.stale = caller
    return Call(site, tx, actor, asked, caller.session, caller.csrf, caller.looking)


def origin_of(asked: Asked, caller: Caller) -> Origin:
    """Where the request of somebody known came from."""
    if caller.session is None:
        return replace(asked.origin, via="api", token=caller.token)
    return replace(asked.origin, via="web", session=caller.session[:SESSION_SHOWN])


async def aside(site: Site, door: Door, work: Apart) -> Reply:
    """The result of long reading, from the child process."""
    job = partial(
        read_apart, site.db, work.function, work.actor, *work.args, timeout=PATIENCE, now=site.clock()
    )
    reply = encode(door, await to_thread.run_sync(job, limiter=site.aside))
    work.keep(reply.body)
    return reply


def work(door: Door, call: Call) -> Any:
    """The door's own work."""
    assert door.work is not None
    return door.work(call)


def plain(door: Door, call: Call) -> tuple[int, bytes]:
    """Status and body of the door's answer."""
    reply = encode(door, work(door, call))
    return reply.status, reply.body


def encode(door: Door, value: Any) -> Reply:
    """A value (or an Answer) as bytes; `None` at a 204 door has no body; ready-made bytes pass through."""
    status, media = door.status, JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if isinstance(value, Answer):
        status, headers, media, value = value.status or status, value.headers, value.media, value.value
    if status == 204:
        return Reply(204, b"", headers)
    body = value if isinstance(value, bytes) else orjson.dumps(value, option=ENCODE, default=plainly)
    return Reply(status, body, headers, media)


def to_response(reply: Reply) -> Response:
    """An encoded answer as a response of its own."""
    return Response(reply.body, reply.status, dict(_texts(reply)), media_type=reply.media.decode())


def _texts(reply: Reply) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, value in reply.headers]


def plainly(value: Any) -> Any:
    """Values that JSON does not know: mappings and sequences of other types, text subclasses."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if hasattr(value, "items"):
        return dict(value.items())
    raise TypeError(f"{type(value).__name__} has no JSON form")


def refuse(error: AppError, asked: Asked) -> Reply:
    """An error as a problem."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if error.status in (429, 503):
        headers = ((b"retry-after", str(error.params.get("seconds", 5)).encode()),)
    body = problem(error, asked.locale, asked.request_id)
    return Reply(error.status, body, headers, PROBLEM.encode())


def refuse_trouble(error: Exception, asked: Asked) -> Reply:
    """A database or disk that is busy, full or away is told; any other failure of it is ours."""
    told = trouble(error)
    if told is None:
        raise error
    log.warning(told.code, extra={"request_id": asked.request_id})
    return refuse(told, asked)


def note_person(scope: Scope, asked: Asked) -> None:
    """Tell the request log who asked."""
    scope.setdefault("state", {})["person"] = asked.person_id


async def send_reply(send: Send, reply: Reply) -> None:
    """Send an encoded answer."""
    headers = [
        (b"content-type", reply.media),
        (b"content-length", str(len(reply.body)).encode()),
        *reply.headers,
    ]
    if reply.status == 204:
        headers = list(reply.headers)
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
