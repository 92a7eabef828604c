"""Random identifiers and secrets."""

import hashlib
import re
import secrets

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def secret() -> str:
    """256 random bits as text: session ids, API tokens."""
    return secrets.token_urlsafe(32)


def fingerprint(text: str) -> str:
    """SHA-256 of a secret; only this is stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_id() -> str:
    """A random id for requests and jobs."""
    return secrets.token_hex(10)


def is_key(text: str) -> bool:
    """True for a form, field or option key: `[a-z][a-z0-9_]{0,39}`."""
    return KEY.fullmatch(text) is not None


def object_key(form: str) -> str:
    """A key of its own for something that belongs to `form`, by which packages know it in every workspace."""
    return f"{form[:30]}_{secrets.token_hex(4)}"
