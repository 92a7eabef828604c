"""Errors as RFC 9457 problems in the user's language."""

import orjson

from bulou.kit.errors import AppError
from bulou.words import error_text, field_error, sentence

PROBLEM = "application/problem+json"


class NotHere(AppError):
    """There is no such address."""

    code, status = "http.not_found", 404


class WrongMethod(AppError):
    """The address exists, but not for this method. `method`."""

    code, status = "http.wrong_method", 405


class TooLarge(AppError):
    """The request is larger than allowed. `limit` in bytes, `megabytes`."""

    code, status = "http.too_large", 413


class TooSlow(AppError):
    """The body came in so slowly that waiting for it was given up."""

    code, status = "http.too_slow", 408


class CutShort(AppError):
    """The client went away in the middle of the body."""

    code, status = "http.cut_short", 400


class TooDeep(AppError):
    """The JSON is nested deeper than anything the product takes. `most` levels."""

    code, status = "http.too_deep", 422


class NotJson(AppError):
    """The body is not readable JSON. `position`."""

    code, status = "http.not_json", 400


class WrongType(AppError):
    """The body has another media type than the address takes. `expected`."""

    code, status = "http.wrong_type", 415


def problem(error: AppError, locale: str, request_id: str) -> bytes:
    """`{type, title, status, code, detail, params, errors, request_id}` as JSON."""
    body = {
        "type": f"urn:bulou:problem:{error.code}",
        "title": sentence(f"title.{error.status}", {}, locale) or str(error.status),
        "status": error.status,
        "code": error.code,
        "detail": error_text(error.code, error.params, locale),
        "params": error.params,
        "errors": [field_error(item, locale) for item in error.problems],
        "request_id": request_id,
    }
    return orjson.dumps(body, default=str, option=orjson.OPT_NON_STR_KEYS)
