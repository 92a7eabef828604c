"""Our cookies: over HTTPS they are named `__Host-…`, so that no other host of the domain can set or replace them."""

from typing import Literal

from starlette.responses import Response

from bulou.api.asked import Asked

SESSION, CSRF = "bulou_session", "bulou_csrf"
HALF = "bulou_half"  # the password was right, the second factor is to come
DEVICE = "bulou_device"  # tells this browser again; says nothing of who uses it
OUTSIDE = "bulou_outside"  # sealed: what was asked of the provider of sign-ins
DEVICE_DAYS = 400  # browsers keep cookies no longer
HOST = "__Host-"


def name_of(name: str, secure: bool) -> str:
    """The name in which the cookie travels."""
    return HOST + name if secure else name


def given(asked: Asked, name: str) -> str | None:
    """The cookie as the browser sent it; over HTTPS only the one that nobody else can have set."""
    safe = asked.cookies.get(HOST + name)
    return safe if safe is not None or asked.secure else asked.cookies.get(name)


def put(
    response: Response,
    name: str,
    value: str,
    *,
    secure: bool,
    seconds: int,
    hidden: bool = True,
    same_site: Literal["lax", "strict"] = "lax",
) -> None:
    """Give the browser a cookie; `hidden` from scripts."""
    response.set_cookie(
        name_of(name, secure),
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=hidden,
        samesite=same_site,
    )


def drop(response: Response, name: str, *, secure: bool) -> None:
    """Take a cookie back."""
    put(response, name, "", secure=secure, seconds=0)
