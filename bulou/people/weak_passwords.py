"""What makes a password easy to guess: the commonest words, what everybody knows of the person, runs and repeats.

Nothing is downloaded: a short list of what guessing begins with stands here. A password is read from the left; every
stretch that a guesser has for nothing (a common word, a name, `abcd`, `6543`, `qwer`, `aaaa`, a repeat of what came
before) is worth one character, and enough characters must be left.
"""

import unicodedata
from collections.abc import Iterable, Sequence

COMMON, CONTEXT = "people.password_common", "people.password_context"
RUN, REPEAT = "people.password_run", "people.password_repeat"
SHORTEST_STRETCH = 3
_FOLDED = str.maketrans("@4301!$5789", "aaeoiissbbg")
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "147258369",
    "123654789",
    "147852369",
    "!@#$%^&*()",
)
_WORDS = """
password passwd passw0rd passcode admin administrator root user guest test testing demo login welcome letmein
default changeme change secret master super superman batman spiderman dragon monkey shadow sunshine princess
football baseball basketball soccer hockey iloveyou loveyou lovely love money freedom whatever trustno hello
helloworld qwerty qwertz azerty asdf zxcv abc abcd abcdef starwars michael jordan jennifer jessica ashley
charlie thomas george daniel andrew summer winter spring autumn january february march april june july august
september october november december monday friday sunday company office server system oracle mysql postgres
windows microsoft google apple iphone android samsung huawei xiaomi tencent alibaba taobao alipay wechat
weixin weibo baidu china chinese beijing shanghai shenzhen guangzhou hangzhou woaini woaiwojia woaiwo aini
nihao zhongguo mima wodemima haoma baobei xiaoming zhangsan lisi wangwu zhang wang liu chen yang zhao huang
zhou iloveu aaa qq asd zxc qwe qaz wsx abc123 a123456 a123456789 5201314 520520 1314520 521521 7758521 147258
123123 123321 112233 121212 131313 111222 666888 888888 666666 168168 123qwe qwe123 asd123 zxc123 wang123
admin123 admin888 root123 test123 pass123 p@ssw0rd q1w2e3r4 1qaz2wsx 1q2w3e4r zaq12wsx bulou crm sales manager
密码 我爱你 你好 管理员 公司 不漏 一二三四 销售
"""


def folded(text: str) -> str:
    """The text as guessers see it: NFKC, small letters, without blanks and marks, signs for letters undone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum()).translate(_FOLDED)


_COMMON = frozenset(word for each in _WORDS.split() if len(word := folded(each)) >= 2)


def worth(password: str, context: Iterable[str]) -> tuple[int, str]:
    """(how many characters of it have to be guessed, what takes away the most of the others)."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    known = {CONTEXT: _parts(context), COMMON: _COMMON}
    lost: dict[str, int] = {}
    left = at = 0
    while at < len(plain):
        length, why = max(_stretches(plain, at, known))
        if length > 1:
            lost[why] = lost.get(why, 0) + length - 1
        left, at = left + 1, at + max(length, 1)
    return left, max(lost, key=lambda why: lost[why]) if lost else COMMON


def _parts(context: Iterable[str]) -> frozenset[str]:
    """Names as they are and their words; what is shorter than three letters is no help to anybody."""
    found: set[str] = set()
    for text in context:
        words = "".join(each if each.isalnum() else " " for each in text).split()
        found |= {part for each in (text, *words) if len(part := folded(each)) >= _least(part)}
    return frozenset(found)


def _least(text: str) -> int:
    return SHORTEST_STRETCH if text.isascii() else 2  # two Chinese characters are a name


def _stretches(text: str, at: int, known: dict[str, frozenset[str]]) -> Sequence[tuple[int, str]]:
    """(length, why) of what begins at `at`; (1, "") of a character that has to be guessed."""
    return [
        (1, ""),
        *((_word(text, at, words), why) for why, words in known.items()),
        (_run(text, at), RUN),
        (_repeat(text, at), REPEAT),
    ]


def _word(text: str, at: int, words: frozenset[str]) -> int:
    longest = max(map(len, words), default=0)
    for length in range(min(longest, len(text) - at), 1, -1):
        part = text[at : at + length]
        if part in words or (len(part) > SHORTEST_STRETCH and part.translate(_FOLDED) in words):
            return length
    return 0


def _run(text: str, at: int) -> int:
    """`abcd`, `4321`, `2468`-like steps of one and none, or neighbours on the keyboard."""
    best = 0
    for step in (1, -1, 0):
        length = 1
        while at + length < len(text) and ord(text[at + length]) - ord(text[at + length - 1]) == step:
            length += 1
        best = max(best, length)
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        length = 1
        while at + length <= len(text) and text[at : at + length] in row:
            length += 1
        best = max(best, length - 1)
    return best if best >= SHORTEST_STRETCH else 0


def _repeat(text: str, at: int) -> int:
    """The longest beginning of the rest that stood there before."""
    length = 0
    while at + length < len(text) and text[at : at + length + 1] in text[:at]:
        length += 1
    return length if length >= 2 else 0
