"""Search tokens: overlapping pairs of Chinese characters, whole Latin words, pinyin initials, phone tails."""

import re
import unicodedata

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff_]+")
PHONE_TAILS = range(4, 12)
# Private-use characters: no text that people type becomes such a token.
PINYIN_MARK = "\ue001"
TAIL_MARK = "\ue002"


def words_of(text: str) -> list[str]:
    """Runs of Chinese or of other word characters, NFKC and case folded, in order."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def _is_han(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff"


def tokens(text: str) -> list[str]:
    """What is indexed for a text: `恒味食品` → 恒味 味食 食品 品; `GP-8` → gp 8."""
    out: list[str] = []
    for run in words_of(text):
        if _is_han(run):
            out += [run[i : i + 2] for i in range(len(run))]
        else:
            out.append(run)
    return out


def pinyin_token(initials: str) -> str | None:
    """The token of a name's pinyin initials, marked so that no ordinary word meets it."""
    return PINYIN_MARK + initials if len(initials) >= 2 else None


def phone_tokens(key: str) -> list[str]:
    """Tokens for the last 4 … 11 digits of a phone key, and for the whole of it."""
    return [TAIL_MARK + key[-n:] for n in PHONE_TAILS if n <= len(key)]


def query_phrases(query: str) -> list[list[str]]:
    """A query as phrases that must all match: each run's tokens in order.

    A run's last token is meant as a prefix when it is one Chinese character or a Latin word.
    """
    phrases: list[list[str]] = []
    for run in words_of(query):
        if _is_han(run):
            phrases.append([run[i : i + 2] for i in range(max(1, len(run) - 1))])
        else:
            phrases.append([run])
    return phrases
