"""`./dev bench [--rows N …] [--database sqlite|postgresql …] [--short]`: measure and write docs/performance.md."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from bench.report import render
from bench.run import run
from tests.databases import postgres_server

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main() -> None:
    """Run every size on every database and write the page."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--count", type=int, default=600, help="calls a case")
    parser.add_argument("--imported", type=int, default=100_000)
    parser.add_argument("--short", action="store_true", help="10,000 rows and few calls; writes no page")
    options = parser.parse_args()
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
                    PAGE.write_text(render(reports), "utf-8")  # a run that is cut off keeps what it has found


if __name__ == "__main__":
    main()
