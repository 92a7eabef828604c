"""docs/performance.md: what one run found, missed goals included."""

import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.run import Report

PROFILE = Path(__file__).with_name("profile.md")  # written by hand, after looking
HEAD = """# Performance

Made by `./dev bench`; every figure of one table comes from one run on one machine, beside a bare HTTP server over the raw driver running the
same statement. Trust ratios, not milliseconds: the load generator shares the machine's {cores} cores with both servers. A missed goal stays in the table.
The processor time of the servers (work beside the requests included) stands beside: it does not depend on what else the host gives its processors to.

Machine: {cores} cores, {memory:.0f} GB, Python {python}; {day}.
"""


def render(reports: list[Report]) -> str:
    """The page."""
    head = HEAD.format(
        cores=psutil.cpu_count(),
        memory=psutil.virtual_memory().total / 1024**3,
        python=platform.python_version(),
        day=datetime.now(UTC).date().isoformat(),
    )
    return (
        "\n".join([head, *(part for report in reports for part in _one(report))])
        + "\n"
        + PROFILE.read_text("utf-8")
    )


def _one(report: Report) -> Iterator[str]:
    yield f"\n## {report.database}, {report.rows:,} opportunities\n"
    yield "| case | clients | median ms | p95 ms | calls/s | bare median ms | ratio | goal | | cpu ms a call | bare cpu | cpu ratio |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: | ---: |"
    for line in report.lines:
        verdict = "" if line.met is None else "met" if line.met else "**missed**"
        yield (
            f"| {line.case} | {line.clients} | {line.product.at(0.5):.2f} | {line.product.at(0.95):.2f} "
            f"| {line.product.rate:,.0f} | {line.bare.at(0.5):.2f} | {line.ratio:.2f} | {line.goal} | {verdict} "
            f"| {line.product.each:.2f} | {line.bare.each:.2f} | {line.product.each / max(line.bare.each, 1e-3):.1f} |"
        )
    yield ""
    yield "| what | figure | goal | |"
    yield "| --- | ---: | --- | --- |"
    yield from _figures(report)


def _figures(report: Report) -> Iterator[str]:
    loaded = report.extra["import"]
    yield _row(
        "import, rows a second with relations by name",
        loaded["rate"],
        ">= 5,000",
        loaded["rate"] >= 5000,
        ",.0f",
    )
    for name, p95 in report.extra["beside"].items():
        ratio = p95["beside"] / max(p95["alone"], 1e-6)
        words = f"{name} p95 beside export and aggregates: {p95['alone']:.1f} → {p95['beside']:.1f} ms, ratio"
        yield _row(words, ratio, "<= 2", ratio <= 2, ".2f")
    yield _row("first answer after start, s", report.first_answer, "<= 2", report.first_answer <= 2, ".2f")
    yield _row("idle memory, MB", report.idle, "<= 150", report.idle <= 150, ".0f")
    yield _row("memory after the run, MB", report.extra["after"], "", None, ".0f")
    yield _row("of it not mapped pages of the database, MB", report.extra["own"], "", None, ".0f")


def _row(what: str, value: float, goal: str, met: bool | None, form: str) -> str:
    verdict = "" if met is None else "met" if met else "**missed**"
    return f"| {what} | {value:{form}} | {goal.replace('>=', '≥').replace('<=', '≤')} | {verdict} |"
