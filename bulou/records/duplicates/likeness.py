"""How alike two names of companies are, and which of very many are worth comparing: pure.

Names are compared by their core (`kit.text.name_core`) as they are written and as they sound, so that a slip of the
input method (腾迅 for 腾讯) costs little. Only names that share one of their rarest pairs of characters are held
against each other: two that differ in a character or two always do, and a hundred thousand take seconds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bulou.kit.pinyin import has_han, spoken

LEAST = 85  # per cent
CROWD = 300  # names that share a pair: beyond that it tells nothing
LONG, LONGER = 8, 14  # characters from which one more rare pair is looked at

_NUMBERS = re.compile(r"[0-9]+|[零〇一二三四五六七八九十百]+")
_PROVINCE = re.compile(r"^(?:中国)?[\u4e00-\u9fff]{2,3}省(?=[\u4e00-\u9fff]{4})")
_CITY = re.compile(r"^([\u4e00-\u9fff]{2,3})市(?=[\u4e00-\u9fff]{2})")
_PRIVATE = 0xE000  # sounds become characters of the private area: 6,400 are free, some 400 are needed
_sounds: dict[str, str] = {}

Pair = tuple[int, int, int]  # position, position, score


def plain(core: str) -> str:
    """The name without what only says more exactly where it is: `湖北省武汉市华康` → `武汉华康`."""
    return _CITY.sub(r"\1", _PROVINCE.sub("", core))


def sounds(text: str) -> str:
    """One character for each sound; what is no Chinese character stays."""
    if not has_han(text):
        return text
    return "".join(
        each if len(each) == 1 else _sounds.setdefault(each, chr(_PRIVATE + len(_sounds)))
        for each in spoken(text)
    )


def score(left: str, right: str, left_sound: str, right_sound: str) -> int:
    """0 … 100 of two plain names, with their sounds; 0 where their numbers differ (二厂, 三厂) or where one Chinese
    character stands for another that sounds different: 华康 and 华泰 are two firms."""
    from rapidfuzz import fuzz

    heard = fuzz.ratio(left_sound, right_sound, score_cutoff=LEAST)
    if not heard:
        return 0
    found = heard if left_sound == left else (heard + fuzz.ratio(left, right)) / 2
    if found < LEAST or _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return 0
    return 0 if _exchanged(left_sound, right_sound) else min(99, round(found))


def _exchanged(left: str, right: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return any(
        op.tag == "replace" and not (left[op.src_pos].isascii() and right[op.dest_pos].isascii())
        for op in Levenshtein.editops(left, right)
    )


def near(names: Sequence[str], first: int, last: int) -> Iterator[Pair]:
    """The pairs of different names that are alike, with the later one between the positions `first` and `last`.

    The whole of the pairs is the same however it is cut into pieces.
    """
    plains = [plain(each) for each in names]
    heard = [sounds(each) for each in plains]
    common = Counter(gram for each in heard for gram in _grams(each))
    posted: dict[str, list[int]] = defaultdict(list)
    for at, sound in enumerate(heard[:last]):
        rare = _rarest(sound, common)
        if at >= first:
            others = sorted({other for gram in rare for other in posted.get(gram, ())})
            for other in _close(sound, [heard[each] for each in others], others):
                found = score(plains[other], plains[at], heard[other], sound)
                if found:
                    yield other, at, found
        for gram in rare:
            if len(posted[gram]) < CROWD:
                posted[gram].append(at)


def _close(sound: str, among: list[str], places: list[int]) -> list[int]:
    """The places of those that sound alike enough: judged all at once, which is what most of the time goes to."""
    from rapidfuzz import fuzz, process

    found = process.extract(sound, among, scorer=fuzz.ratio, score_cutoff=LEAST, limit=None)
    return sorted(places[at] for _, _, at in found)


def _grams(sound: str) -> set[str]:
    return {sound[at : at + 2] for at in range(len(sound) - 1)}


def _rarest(sound: str, common: Counter[str]) -> list[str]:
    count = 3 + (len(sound) >= LONG) + (len(sound) >= LONGER)
    return sorted(_grams(sound), key=lambda gram: (common[gram], gram))[:count]
