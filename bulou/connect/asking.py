"""Asking a service over HTTP: what may have become of it when the answer does not come."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from bulou.connect.addresses import Guard
from bulou.connect.outbound import Fetched, Limits, OutboundFailed, OutboundRefused, send
from bulou.connect.outcome import Trouble

LIMITS = Limits(seconds=10.0, most=64 * 1024, cut=True)
# What went wrong before anything was sent: the names of httpcore's and the system's errors.
UNSENT = frozenset(("ConnectError", "ConnectTimeout", "gaierror", "UnsupportedProtocol"))
JSON_TYPE = "application/json; charset=utf-8"


def post(guard: Guard, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
    """The answer, whatever its status; outcome.Trouble `away` or `unclear`, `refused` for addresses not to be asked."""
    try:
        return send(guard, "POST", url, headers=headers, body=body, limits=LIMITS)
    except OutboundRefused as error:
        raise Trouble("refused", "private_address", str(error.params.get("host", ""))) from error
    except OutboundFailed as error:
        reason = str(error.params.get("reason", ""))
        if reason in UNSENT:
            raise Trouble("away", "unreachable", reason) from error
        raise Trouble("unclear", "no_answer", reason) from error


def post_json(guard: Guard, url: str, value: Any, headers: Mapping[str, str] | None = None) -> Fetched:
    """The same with a JSON body."""
    return post(guard, url, orjson.dumps(value), {"content-type": JSON_TYPE, **(headers or {})})


def read(answer: Fetched) -> dict[str, Any]:
    """The JSON object of an answer; of an answer that is none, Trouble: `away` for 5xx, else `unclear`."""
    try:
        value = orjson.loads(answer.body)
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    if answer.status >= 500 or answer.status == 429:
        raise Trouble("away", "http_status", str(answer.status))
    raise Trouble("unclear", "odd_answer", str(answer.status))


def web_address(text: str) -> bool:
    """Whether a text is an address that may be asked at all."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
