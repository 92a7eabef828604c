"""How alike two texts are; the library comes in with the first question, not with the server's start."""

from collections.abc import Sequence


def ratio(left: str, right: str) -> float:
    """0 (nothing in common) … 100 (the same)."""
    from rapidfuzz import fuzz

    return fuzz.ratio(left, right)


def nearest(text: str, among: Sequence[str], least: float) -> tuple[int, float] | None:
    """Position and likeness of the nearest of many, None when none reaches `least`."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, among, scorer=fuzz.ratio, score_cutoff=least)
    return (best[2], best[1]) if best else None
