"""The pages: built files with their compressed variants, and index.html for every address of the app."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Match, Mount
from starlette.types import Receive, Scope, Send

PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (PACKAGE / "web_dist", PACKAGE.parent / "web" / "dist")
VARIANTS = (("br", ".br"), ("gzip", ".gz"))
FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
PUBLIC = "/p/"  # public forms: a page of their own, without sign-in, which other sites may embed
MISSING = (
    "<!doctype html><meta charset=utf-8><title>Bulou</title>"
    "<p>The pages are not built yet: run <code>./dev</code>.</p>"
)


def web_root() -> Path | None:
    """The folder with the built pages, None when they were not built."""
    return next((place for place in PLACES if (place / "index.html").is_file()), None)


class PagesRoute(Mount):
    """Everything that is not the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """No match below /api: what is unknown there is a problem, not a page."""
        if scope["path"] == "/api" or scope["path"].startswith("/api/"):
            return Match.NONE, {}
        return super().matches(scope)


@dataclass(frozen=True)
class Pages:
    """An ASGI application that serves the files of `root`; without it, a page that says what to do."""

    root: Path | None
    embed: str = "'self'"  # whose pages may show public forms in a frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        if scope["path"].startswith(PUBLIC):
            scope.setdefault("state", {})["frame_ancestors"] = self.embed
        await self.page(scope)(scope, receive, send)

    def page(self, scope: Scope) -> Response:
        """The response for a path."""
        if self.root is None:
            return Response(MISSING, media_type="text/html", status_code=503)
        file = self.find(scope["path"])
        if file is None:
            if "." in scope["path"].rsplit("/", 1)[-1] or "/assets/" in scope["path"]:
                raise HTTPException(404)  # else browsers would keep the page under that name for a year
            file = self.root / ("public.html" if scope["path"].startswith(PUBLIC) else "index.html")
        return respond(file, accepted(scope), immutable="/assets/" in scope["path"])

    def find(self, path: str) -> Path | None:
        """The file at `path` inside the root; never one outside of it."""
        assert self.root is not None
        if "\x00" in path or path.endswith(tuple(end for _, end in VARIANTS)):
            return None
        try:
            file = (self.root / path.lstrip("/")).resolve()
            return file if file.is_relative_to(self.root.resolve()) and file.is_file() else None
        except OSError:  # a name longer than any file's
            return None


def accepted(scope: Scope) -> str:
    """The encodings that the browser takes."""
    return str(dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1"))


def respond(file: Path, encodings: str, *, immutable: bool) -> Response:
    """The file, or its smallest variant that the browser takes."""
    media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"cache-control": FOREVER if immutable else ALWAYS_ASK, "vary": "accept-encoding"}
    for name, end in VARIANTS:
        variant = file.with_name(file.name + end)
        if name in encodings and variant.is_file():
            return FileResponse(variant, media_type=media, headers={**headers, "content-encoding": name})
    return FileResponse(file, media_type=media, headers=headers)
