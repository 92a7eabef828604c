"""One run: the scene on one database at one size, every case at 1 and 16 clients beside the bare server."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench import importing, mixed
from bench.cases import Calls, Case, cases
from bench.client import Outcome, measure
from bench.scene import Scene, make
from bench.server import Running, bare, product

CLIENTS = (1, 16)
LONGEST = 10.0  # seconds of one half of a case: what the raw driver sums at 1 M rows would take minutes


@dataclass(frozen=True)
class Line:
    """One case at one number of clients: the product, the bare server, and their ratio of medians."""

    case: str
    clients: int
    product: Outcome
    bare: Outcome
    goal: str
    met: bool | None

    @property
    def ratio(self) -> float:
        """Median of the product over the bare server's."""
        return self.product.at(0.5) / max(self.bare.at(0.5), 1e-6)


@dataclass(frozen=True)
class Report:
    """Everything one run found."""

    database: str
    rows: int
    lines: list[Line]
    first_answer: float
    idle: float
    extra: dict[str, Any] = field(default_factory=dict)


def run(database: str, rows: int, *, count: int, url: str | None = None, imported: int = 100_000) -> Report:
    """Fill, serve, measure. `count` calls a case; `url` the PostgreSQL to use."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        scene = make(Path(folder) / "data", rows, url)
        bare_url = scene.url if url else f"sqlite:///{Path(folder) / 'data' / 'bulou.sqlite3'}"
        with product(scene.data, url) as ours, bare(bare_url) as theirs:
            idle = ours.memory()
            lines = [
                one(case, scene, ours, theirs, clients, count)
                for case in cases(rows, scene.seller_id, sqlite=url is None)
                for clients in CLIENTS
            ]
            extra = {
                "beside": mixed.measure_beside(scene, ours.port, count),
                "import": importing.measure_import(scene, ours.port, imported),
                "after": ours.memory(),
                "own": ours.own_memory(),
            }
            return Report(database, rows, lines, ours.first_answer, idle, extra)


def one(case: Case, scene: Scene, ours: Running, theirs: Running, clients: int, count: int) -> Line:
    """One case: warm both, then measure in turns so that neither has the machine to itself."""
    headers = {"Authorization": f"Bearer {scene.boss if case.who == 'boss' else scene.seller}"}
    few = max(clients, count // 10)
    mine = enough(watched(ours, headers, case.calls, clients, few), clients, count // 2)
    raw = enough(watched(theirs, {}, case.bare, clients, few), clients, count // 2)
    halves = [
        (watched(ours, headers, case.calls, clients, mine), watched(theirs, {}, case.bare, clients, raw))
        for _ in range(2)
    ]
    product, beside = joined([a for a, _ in halves]), joined([b for _, b in halves])
    return Line(case.key, clients, product, beside, *judged(case, clients, product, beside))


def enough(warmed: Outcome, clients: int, count: int) -> int:
    """`count` calls, or as many as take about LONGEST seconds, at least four a client."""
    return max(4 * clients, min(count, int(LONGEST * warmed.rate)))


def watched(server: Running, headers: dict[str, str], calls: Calls, clients: int, count: int) -> Outcome:
    """The calls, with the processor time that the server spent on them."""
    before = server.cpu()
    outcome = measure(server.port, headers, calls, clients=clients, count=count)
    return replace(outcome, cpu=server.cpu() - before)


def joined(outcomes: list[Outcome]) -> Outcome:
    """Several outcomes as one."""
    latencies = tuple(sorted(latency for each in outcomes for latency in each.latencies))
    return Outcome(
        sum(each.seconds for each in outcomes),
        latencies,
        sum(each.errors for each in outcomes),
        sum(each.cpu for each in outcomes),
    )


def judged(case: Case, clients: int, mine: Outcome, raw: Outcome) -> tuple[str, bool | None]:
    """The goal in words and whether it was met; goals hold for one client, errors for all."""
    if clients > 1:
        return "0 errors", mine.errors == 0
    if case.goal is not None:
        return f"≤ {case.goal:g}×", mine.at(0.5) <= case.goal * raw.at(0.5)
    if case.limit is not None:
        return f"≤ {case.limit:g} ms", mine.at(0.5) <= case.limit
    return "", None
