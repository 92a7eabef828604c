"""The part of docs/performance.md about rules and pools."""

from collections.abc import Iterator

from bench.leads import PARTS
from bench.nights import MATCHING, OTHERS, Found, Saves, Span

HEADING = "## Rules and pools"
LONGEST, MOST = 60.0, 2.0  # seconds for 100,000 records; times
ASIDE = 100_000
NIGHT, ORDINARY = "the night", "an ordinary save"


def render(rows: int, found: dict[str, Found]) -> str:
    """The part of the page as Markdown."""
    return "\n".join([*_spans(rows, found), *_saves(found)]) + "\n"


def _spans(rows: int, found: dict[str, Found]) -> Iterator[str]:
    yield f"{HEADING}\n"
    yield f"Made by `./dev bench --rules`: {rows:,} owned leads and {2 * PARTS + OTHERS} rules, of which {PARTS} go by a date and"
    yield f"{PARTS} by silence, each for a part of the records, and a pool that takes back what is not followed up. Overnight one record in a hundred has"
    yield "its date, one is silent for long enough, one falls back and one is to be warned of. A process of its own does what is due, its clock put"
    yield "forward; seconds count until nothing is left, events of what it did included; processor time is that of the process, without a database server's.\n"
    yield f"| {rows:,} records | database | due rows | runs | taken back | s | cpu s | memory, MB | goal | |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |"
    for database, each in found.items():
        for span in each.spans:
            yield _span(rows, database, span)


def _span(rows: int, database: str, span: Span) -> str:
    goal, verdict = "", ""
    if span.what == NIGHT:
        limit = LONGEST * rows / ASIDE
        goal, verdict = f"≤ {limit:g} s", "met" if span.seconds <= limit else "**missed**"
    done = span.done
    return (
        f"| {span.what} | {database} | {done['due']:+,} | {done['runs']:,} | {done['recycled']:,} | {span.seconds:.1f} |"
        f" {span.cpu:.1f} | {span.memory:.0f} | {goal} | {verdict} |"
    )


def _saves(found: dict[str, Found]) -> Iterator[str]:
    yield f"\nA change of a field over HTTP: of one that starts no rule, and of one that starts {MATCHING}, in turns. Ordinary saves come one at a time;"
    yield "without a pause the next ones share the processors with what the rules of the earlier ones do. The processor time holds that work, too.\n"
    yield f"| a save | database | no rule, ms | p95 | {MATCHING} rules, ms | p95 | ratio | goal | | cpu ms | with rules |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |"
    for database, each in found.items():
        for saves in each.saves:
            yield _save(database, saves)


def _save(database: str, saves: Saves) -> str:
    plain, ruled = saves.without, saves.with_rules
    bound = saves.what == ORDINARY
    verdict = ("met" if saves.ratio < MOST else "**missed**") if bound else ""
    cpu = "|  |  |" if bound else f"| {plain.each:.1f} | {ruled.each:.1f} |"
    return (
        f"| {saves.what} | {database} | {plain.at(0.5):.2f} | {plain.at(0.95):.2f} | {ruled.at(0.5):.2f} |"
        f" {ruled.at(0.95):.2f} | {saves.ratio:.2f} | {'< 2×' if bound else ''} | {verdict} {cpu}"
    )
