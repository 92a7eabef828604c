"""Numbers that carry a check character: citizens' identity numbers and unified social credit codes."""

import re
from datetime import date

_CITIZEN = re.compile(r"[1-9]\d{5}(\d{8})\d{3}[\dX]", re.ASCII)
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_citizen_number(text: str) -> bool:
    """True for the 18 characters of GB 11643: a day of birth that there was, and the check character.

    >>> is_citizen_number("11010519491231002X"), is_citizen_number("110105194912310021")
    (True, False)
    """
    found = _CITIZEN.fullmatch(text)
    if found is None:
        return False
    born = found[1]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _CITIZEN_WEIGHTS, strict=True))
    return text[17] == _CITIZEN_CHECKS[total % 11]


def is_credit_code(text: str) -> bool:
    """True for the 18 characters of GB 32100 with the right check character.

    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44")
    (True, False)
    """
    if not _CREDIT.fullmatch(text):
        return False
    values = (_CREDIT_DIGITS.index(character) for character in text[:17])
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return text[17] == _CREDIT_DIGITS[(31 - total % 31) % 31]
