"""Numbers on Chinese papers: resident identity cards (GB 11643) and unified social credit codes (GB 32100)."""

import re
from datetime import date

PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门", "83": "台湾",
}  # fmt: skip
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_ID = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_CREDIT_CODE = re.compile(f"[{CREDIT}]{{18}}")


def is_id(text: str) -> bool:
    """True for 18 characters with a right check digit, or the 15 of the first generation, with a real birthday."""
    text = text.strip(" ")
    if not _ID.fullmatch(text) or text[:2] not in PROVINCES or _birthday(text) is None:
        return False
    if len(text) == 15:
        return True
    total = sum(int(digit) * (2 ** (17 - at) % 11) for at, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def birthday(text: str) -> date:
    """The birthday in a number that `is_id`."""
    found = _birthday(text.strip(" "))
    assert found is not None
    return found


def _birthday(text: str) -> date | None:
    digits = text[6:14] if len(text) == 18 else f"19{text[6:12]}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex_digit(text: str) -> int:
    """Odd for men, even for women."""
    text = text.strip(" ")
    return int(text[16] if len(text) == 18 else text[14])


def is_credit_code(text: str) -> bool:
    """True for 18 characters with a right check character."""
    text = text.strip(" ").upper()
    if not _CREDIT_CODE.fullmatch(text):
        return False
    total = sum(CREDIT.index(each) * (3**at % 31) for at, each in enumerate(text[:17]))
    return CREDIT[(31 - total % 31) % 31] == text[17]
