"""`./dev bench [--rows N …] [--database sqlite|postgresql …] [--short] [--forms] [--rights] [--rules]`: measure and write docs/performance.md."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from bench import forms_report, narrow, nights_report, page
from bench.designing import measure_design
from bench.nights import measure_nights
from bench.report import render
from bench.run import run
from bench.typing_page import measure_typing
from tests.databases import postgres_server

FORM_ROWS = RIGHTS_ROWS = 200_000
RULE_ROWS = 100_000
PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main() -> None:
    """Run every size on every database and write the page."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--count", type=int, default=600, help="calls a case")
    parser.add_argument("--imported", type=int, default=100_000)
    parser.add_argument("--short", action="store_true", help="10,000 rows and few calls; writes no page")
    parser.add_argument("--forms", action="store_true", help="only the form engine's part of the page")
    parser.add_argument("--rights", action="store_true", help="only what narrow rights cost")
    parser.add_argument("--rules", action="store_true", help="only what rules and pools cost")
    options = parser.parse_args()
    if options.forms:
        return _forms(options.database, options.short)
    for asked, measure in ((options.rights, _rights), (options.rules, _rules)):
        if asked:
            return measure(options.database, options.count, options.short)
    rows, count = ([10_000], 100) if options.short else (options.rows, options.count)
    imported = 5_000 if options.short else options.imported
    reports = []
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server("bench")) if "postgresql" in options.database else None
        for size in rows:
            for database in options.database:
                url = server.empty() if server and database == "postgresql" else None
                reports.append(run(database, size, count=count, url=url, imported=imported))
                print(render(reports[-1:]), flush=True)
                if not options.short:
                    PAGE.write_text(
                        render(reports) + page.kept(PAGE, forms_report.HEADING), "utf-8"
                    )  # a run that is cut off keeps what it has found
    return None


def _forms(databases: list[str], short: bool) -> None:
    """Measure the form engine; the rest of the page stays as it is."""
    rows = 10_000 if short else FORM_ROWS
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server("bench")) if "postgresql" in databases else None
        urls = {each: server.empty() if server and each == "postgresql" else None for each in databases}
        steps = {each: measure_design(rows, url) for each, url in urls.items()}
    part = forms_report.render(rows, steps, measure_typing())
    print(part, flush=True)
    if not short:
        page.put(PAGE, forms_report.HEADING, part)


def _rights(databases: list[str], count: int, short: bool) -> None:
    """Measure narrow rights; the rest of the page stays as it is."""
    rows = 10_000 if short else RIGHTS_ROWS
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server("bench")) if "postgresql" in databases else None
        urls = {each: server.empty() if server and each == "postgresql" else None for each in databases}
        found = {each: narrow.measure_narrow(rows, count, url) for each, url in urls.items()}
    part = narrow.render(rows, found)
    print(part, flush=True)
    if not short:
        page.put(PAGE, narrow.HEADING, part)


def _rules(databases: list[str], count: int, short: bool) -> None:
    """Measure nights of rules and pools, and saves; the rest of the page stays as it is."""
    rows = 5_000 if short else RULE_ROWS
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server("bench")) if "postgresql" in databases else None
        urls = {each: server.empty() if server and each == "postgresql" else None for each in databases}
        found = {each: measure_nights(rows, count, url) for each, url in urls.items()}
    part = nights_report.render(rows, found)
    print(part, flush=True)
    if not short:
        page.put(PAGE, nights_report.HEADING, part)


if __name__ == "__main__":
    main()
