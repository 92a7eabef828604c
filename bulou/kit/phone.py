"""Phone numbers as people write them, made comparable."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_CHUNK = re.compile(r"\+?[\d()\-\s.·转ext#]+", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:转|ext\.?|#|x)\s*(\d{1,6})\s*$", re.IGNORECASE)
_OWN = re.compile(r"^((?:0\d{2,3}[-\s]?|)[2-8]\d{6,7})-(\d{1,6})$")  # an extension as `parse_phone` writes it
_NEIGHBOUR = re.compile(r"^\(?(?:852|853|886)\)?[-\s]\s*\d")  # Hong Kong, Macao, Taiwan without a plus
_SERVICE = re.compile(r"(?:400|800)\d{7}")


@dataclass(frozen=True)
class Phone:
    """`text` is kept and shown; by the digits of `key` numbers are the same; `mobile`: it can get SMS."""

    text: str
    key: str
    mobile: bool


@lru_cache(maxsize=2048)  # a number is judged, keyed and indexed in one go
def parse_phone(raw: str) -> Phone | None:
    """One phone number, None when the text is none.

    Chinese mobiles become 11 digits, landlines `027-88886666`, others keep `+` and their digits.

    >>> parse_phone("＋86 139-0225-5229")
    Phone(text='13902255229', key='13902255229', mobile=True)
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if own := _OWN.match(text):
        text = f"{own[1]}#{own[2]}"
    extension = _EXTENSION.search(text)
    tail = f"-{extension[1]}" if extension else ""
    body = text[: extension.start()] if extension else text
    if re.search(r"[^\d+()\-\s.·/]", body):
        return None
    plus = body.lstrip().startswith("+") or _NEIGHBOUR.match(body.lstrip()) is not None
    digits = re.sub(r"\D", "", body)
    if plus and not digits.startswith("86"):
        return Phone(f"+{digits}", digits, True) if 7 <= len(digits) <= 15 else None
    national = _national(digits)
    if _MOBILE.fullmatch(national):
        return Phone(national, national, True)
    if area := _AREA.fullmatch(national):
        shown = f"{area[1]}-{area[2]}{tail}"
        return Phone(shown, national + tail.replace("-", ""), False)
    if _SERVICE.fullmatch(national):
        return Phone(f"{national[:3]}-{national[3:6]}-{national[6:]}", national, False)
    if 7 <= len(digits) <= 8 and digits[0] in "2345678":
        return Phone(digits + tail, digits + tail.replace("-", ""), False)
    if 9 <= len(digits) <= 15 and digits.startswith("00"):
        return Phone(f"+{digits[2:]}", digits[2:], True)
    return None


def _national(digits: str) -> str:
    for prefix in ("0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest == digits:
            continue
        if _MOBILE.fullmatch(rest):
            return rest
        if len(rest) >= 9 and _AREA.fullmatch("0" + rest.lstrip("0")):
            return "0" + rest.lstrip("0")
    if digits.startswith("0") and _MOBILE.fullmatch(digits[1:]):
        return digits[1:]
    return digits


def split_phones(raw: str) -> list[str]:
    """The parts of a cell that holds several numbers (`139…/027-…`)."""
    text = unicodedata.normalize("NFKC", raw)
    parts = re.split(r"[、,;/\n|]|或|\s{2,}", text)
    return [part.strip() for part in parts if part.strip()]
