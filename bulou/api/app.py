"""The HTTP entrance: every door, the pages, and one layer around them."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from functools import cache
from typing import Any, Protocol

import orjson
from anyio import to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from bulou import __version__
from bulou.api.doors import Door, all_doors
from bulou.api.front import Front, answer_http_error
from bulou.api.live import Hub
from bulou.api.openapi import describe, document
from bulou.api.serve import door_app
from bulou.api.site import SettingsLike, Site, make_desk
from bulou.api.static import Pages, PagesRoute, web_root
from bulou.db.database import Database, open_database
from bulou.db.listen import Listener
from bulou.kit.clock import Clock, utc_now

OPENAPI = "/api/openapi.json"
SETTLE = 0.2  # seconds between listening and starting the work beside the requests


class DoorRoute(APIRoute):
    """A route whose application is the door's own: FastAPI documents it, nothing is added per request."""

    def __init__(self, path: str, endpoint: Any, **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self.door: Door = endpoint.door
        self.app = endpoint.app


class Application(FastAPI):
    """FastAPI with a straight way to doors: layers that no door needs cost more than many an answer.

    A request for a door goes through `Front` only; everything else (pages, uploads and streams by hand, addresses
    that do not exist, methods that are not allowed) takes FastAPI's own way.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.doors: dict[tuple[str, int], list[DoorRoute]] = defaultdict(list)
        self.straight = Front(self._enter)

    def open_door(self, route: DoorRoute) -> None:
        """Add a route; of several that fit a request, the first one added answers."""
        self.router.routes.append(route)
        self.doors[route.door.method, route.path.count("/")].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            for route in self.doors.get((scope["method"], scope["path"].count("/")), ()):
                fits, found = route.matches(scope)
                if fits is Match.FULL:
                    if route.door.by_hand is None:
                        scope.update(found)
                        scope["app"], scope["door"] = self, route
                        await self.straight(scope, receive, send)
                        return
                    break
        await super().__call__(scope, receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["door"].app(scope, receive, send)


class Background(Protocol):
    """Work beside the requests (bulou.worker)."""

    def start(self) -> None:
        """Begin; returns at once."""
        ...

    def stop(self) -> None:
        """Finish what is begun."""
        ...


def create_app(
    settings: SettingsLike,
    *,
    db: Database | None = None,
    background: Background | None = None,
    clock: Clock = utc_now,
) -> FastAPI:
    """The application over the workspace of `settings`; `db` when it is open already.

    `app.state.site` is the Site.
    """
    database = db or open_database(settings.database_url, pool_size=settings.pool_size)
    desk = make_desk(database.is_sqlite, settings.pool_size)
    site = Site(settings, database, clock, Hub(database.signals), desk)

    app = Application(
        title="Bulou 不漏",
        version=__version__,
        summary="Opportunity management in which no lead leaks away",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={HTTPException: answer_http_error},
        lifespan=lambda _: alive(site, background, own=db is None),
    )
    app.state.site = site
    doors = all_doors()
    for subject, door in doors:
        app.open_door(route_of(subject, door))
    app.openapi = lambda: _document(app, [door for _, door in doors])  # type: ignore[method-assign]
    app.router.add_route(OPENAPI, _serve_document(app), include_in_schema=False)
    app.router.routes.append(PagesRoute("/", app=Pages(web_root(), settings.embed_origins)))
    app.add_middleware(Front)
    return app


@contextlib.asynccontextmanager
async def alive(site: Site, background: Background | None, *, own: bool) -> AsyncIterator[None]:
    """From start to stop: news from other processes, work beside the requests; `own`: close the database, too."""
    news = Listener(site.db)
    news.start()
    beside = None if background is None else asyncio.create_task(_begin(background))
    yield
    site.hub.close()
    if background is not None and beside is not None:
        await beside
        await to_thread.run_sync(background.stop)
    news.stop()
    site.desk.shutdown(cancel_futures=True)
    if own:
        site.db.close()


async def _begin(background: Background) -> None:
    """Let the first requests be answered before the machine is busy with loading what works beside them."""
    await asyncio.sleep(SETTLE)
    await to_thread.run_sync(background.start)


@cache
def route_of(subject: str, door: Door) -> DoorRoute:
    """The route of one door, the same in every application of this process."""

    async def endpoint() -> Response:
        raise AssertionError("doors answer by their own application")

    endpoint.door = door  # type: ignore[attr-defined]
    endpoint.app = door_app(door)  # type: ignore[attr-defined]
    return DoorRoute(
        "/api" + door.path,
        endpoint,
        methods=[door.method],
        name=door.key,
        operation_id=door.key,
        summary=door.summary,
        tags=[subject],
        status_code=door.status,
        openapi_extra=describe(door),
        response_model=None,
    )


def _document(app: FastAPI, doors: list[Door]) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = document(app, doors)
    return app.openapi_schema


def _serve_document(app: FastAPI) -> Any:
    async def openapi(_: Request) -> Response:
        return Response(orjson.dumps(app.openapi()), media_type="application/json")

    return openapi
