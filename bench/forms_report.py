"""The form engine's part of docs/performance.md: it keeps its place when the rest of the page is made anew."""

from collections.abc import Iterator

from bench.designing import Step
from bench.typing_page import DESIGNED, FIELDS, ROWS, Typing

HEADING = "## The form engine"
KEY_GOAL, ADD_GOAL = 50.0, 1.0  # ms from a key to the paint, s to add a field
BEFORE = """
Before the designer drew everything but the settings a moment later (`features/designer/sight.tsx`) and left out of sight unpainted, a key in
the label took 58 ms, p95 100 ms (same machine and load as the row above: three times as many busy processes as processors)."""


def render(rows: int, steps: dict[str, list[Step]], typing: list[Typing]) -> str:
    """The part as Markdown."""
    return "\n".join(_lines(rows, steps, typing)) + "\n"


def _lines(rows: int, steps: dict[str, list[Step]], typing: list[Typing]) -> Iterator[str]:
    yield f"{HEADING}\n"
    yield "Made by `./dev bench --forms`. Over HTTP on a form with the rows in place, while one reader asks for a page of it again and again;"
    yield "values that are not what they were are counted in the database afterwards.\n"
    yield f"| {rows:,} rows | database | seconds until in force | longest wait of the reader, s | values lost | goal | |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for database, each in steps.items():
        yield from (_step(database, step) for step in each)
    yield f"\nA form of {FIELDS} controls, one of them a detail table with {ROWS} rows, and the designer of a form of {DESIGNED} fields, in a real browser (headless Chromium, built pages):\n"
    yield "| what | median ms | p95 ms | goal | |"
    yield "| --- | ---: | ---: | --- | --- |"
    for found in typing:
        key = found.what.startswith("a key")
        verdict = ("met" if found.p95 < KEY_GOAL else "**missed**") if key else ""
        yield f"| {found.what} | {found.median:.0f} | {found.p95:.0f} | {'< 50 ms' if key else ''} | {verdict} |"
    yield BEFORE


def _step(database: str, step: Step) -> str:
    lost = "" if step.lost is None else f"{step.lost:,}"
    goal, met = ("0 lost", step.lost == 0) if step.lost is not None else ("< 1 s", step.seconds < ADD_GOAL)
    verdict = "met" if met else "**missed**"
    return (
        f"| {step.what} | {database} | {step.seconds:.2f} | {step.waited:.2f} | {lost} | {goal} | {verdict} |"
    )
