"""What business in China asks for: amounts in capitals, parts of ID-card numbers, credit codes."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.functions.math import places
from bulou.expr.formula.moments import months_between
from bulou.expr.formula.papers import PROVINCES, birthday, is_credit_code, is_id, sex_digit
from bulou.expr.formula.values import OUT_OF_RANGE, UNUSABLE, fail

family = Family("china")

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TENS = ("", "拾", "佰", "仟")
MYRIADS = ("", "万", "亿", "万亿")


@family(
    *("RMBCAP", "number", "text"),
    *("人民币大写：到分", "RMB in capitals: to the fen", "RMBCAP(amount)"),
    aliases=("UPPERMONEY",),
)
def _rmbcap(_: Context, value: Decimal) -> str:
    fen = int(places(abs(value), Decimal(2), ROUND_HALF_UP) * 100)
    if fen >= 10**18:
        fail(OUT_OF_RANGE)
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_yuan(yuan)}元" if yuan else ""
    text += f"{DIGITS[jiao]}角" if jiao else "零" if yuan and fen else ""
    text += f"{DIGITS[fen]}分" if fen else "整"
    text = "零元整" if text == "整" else text
    return f"负{text}" if value < 0 and text != "零元整" else text


def _yuan(yuan: int) -> str:
    """Groups of four digits, each with its name; a gap of any length is one 零."""
    text, rest = "", yuan
    for at in range(len(MYRIADS) - 1, -1, -1):
        group, rest = divmod(rest, 10 ** (4 * at))
        if not group:
            continue
        gap = bool(text) and group < 1000
        text += ("零" if gap else "") + _group(group) + _myriad(at, rest)
    return text


def _myriad(at: int, rest: int) -> str:
    """万亿 is written once: 壹万贰仟亿, but 壹万亿 where no hundred millions follow."""
    return "万" if at == 3 and rest >= 10**8 else MYRIADS[at]


def _group(group: int) -> str:
    """Four digits."""
    text, gap = "", False
    for at in range(3, -1, -1):
        digit = group // 10**at % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + TENS[at]
        gap = digit == 0
    return text


@family(
    "IDVALID",
    "text",
    "boolean",
    "身份证有效：校验位和日期",
    "ID valid: check digit and date",
    "IDVALID(id_number)",
)
def _idvalid(_: Context, text: str) -> bool:
    return is_id(text)


@family(
    "IDBIRTHDAY",
    "text",
    "date",
    "身份证生日：号码无效则报错",
    "ID birthday: an error when invalid",
    "IDBIRTHDAY(id_number)",
)
def _idbirthday(_: Context, text: str) -> date | None:
    return _born(text) if text else None


@family("IDSEX", "text", "text", "身份证性别：男或女", "ID sex: 男 or 女", "IDSEX(id_number)")
def _idsex(_: Context, text: str) -> str | None:
    if not text:
        return None
    _born(text)
    return "男" if sex_digit(text) % 2 else "女"


@family(
    *("IDAGE", "text date", "number"),
    *("身份证年龄：到某天的周岁", "ID age: in whole years on a day", "IDAGE(id_number, TODAY())"),
)
def _idage(_: Context, text: str, on: date) -> Decimal | None:
    if not text:
        return None
    born = _born(text)
    return Decimal(months_between(born, on) // 12) if born <= on else fail(UNUSABLE)


@family(
    "IDPROVINCE",
    "text",
    "text",
    "身份证省份：发证地",
    "ID province: where it was issued",
    "IDPROVINCE(id_number)",
)
def _idprovince(_: Context, text: str) -> str | None:
    if not text:
        return None
    _born(text)
    return PROVINCES[text.strip(" ")[:2]]


def _born(text: str) -> date:
    return birthday(text) if is_id(text) else fail(UNUSABLE)


@family(
    *("CREDITCODEVALID", "text", "boolean"),
    *(
        "统一社会信用代码有效：校验位",
        "Credit code valid: by its check character",
        "CREDITCODEVALID(credit_code)",
    ),
)
def _creditcodevalid(_: Context, text: str) -> bool:
    return is_credit_code(text)
