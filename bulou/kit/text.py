"""Normalising text that people typed: names of companies, phones, plain text."""

import re
import unicodedata

_SPACES = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00a0\u3000]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LEGAL_FORMS = re.compile(
    r"(?:股份有限责任公司|集团股份有限公司|股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|分公司|总公司|公司|集团"
    r"|incorporated|corporation|company|limited|holdings?|gmbh|inc|corp|ltd|llc|llp|plc|co|ag|sa|bv|pte|pty)$"
)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
# Control characters, byte order marks, and what turns the direction of the text around it: a name shows what it is.
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069]")
# Zero width, direction marks, fillers, variation selectors, tags: alone they show nothing at all.
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)


def unstorable(text: str) -> bool:
    """True when text holds NUL or an unpaired surrogate, which no database keeps."""
    return _UNSTORABLE.search(text) is not None


def invisible(text: str) -> bool:
    """True when nobody would see anything of `text`: empty, blanks, zero-width characters.

    >>> invisible("\\u200b \\u3164"), invisible("x\\u200b")
    (True, False)
    """
    return _INVISIBLE.fullmatch(text) is not None


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, without control characters or turns of direction; trimmed; '' when `invisible`.

    Line breaks are kept only when `lines`.
    """
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text))
    if invisible(text):
        return ""
    if lines:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return " ".join(text.split())


def name_key(name: str) -> str:
    """The key by which names are the same: NFKC, case folded, no spaces or punctuation, legal form kept.

    >>> name_key("GTX Pro") == name_key("ＧＴＸpro")
    True
    """
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name).casefold())


def name_core(name: str) -> str:
    """`name_key` without the legal form, or the key itself when nothing else is left. It only ever warns."""
    core = key = name_key(name)
    while True:
        shorter = _LEGAL_FORMS.sub("", core)
        if not shorter or shorter == core:
            return core or key
        core = shorter


def fold(text: str) -> str:
    """How labels and headings are compared: NFKC, case folded, no spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text).casefold())
