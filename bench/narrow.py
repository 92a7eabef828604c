"""What narrow rights cost: the same list as the boss and as a salesperson with own, team and shared records."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from bench.cases import always, listing
from bench.client import Call, Outcome
from bench.run import enough, joined, watched
from bench.scene import Scene, make
from bench.server import Running, product
from bulou.db.database import open_database
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx, run
from bulou.kit.protocols import SYSTEM
from bulou.people import roles

TEAMS, SHARES = 1_000, 400  # records of the salesperson's teams, and shared with them or their role
OTHERS = 40_000  # rows of the table that are about other people
GOAL = 2.0
HEADING = "## Narrow rights"
NARROW = ["lead", "account", "contact", "opportunity", "follow_up", "task"]
LISTS: dict[str, dict[str, object]] = {
    "list of 50": {},
    "list of 50, latest change first, with total": {"sort": "-updated_at", "count": "capped"},
    "list of 50, one stage": {
        "filter": {"field": "stage", "op": "eq", "value": "negotiation"},
    },
}


BOUND = ("list of 50", "list of 50, one stage")


@dataclass(frozen=True)
class Pair:
    """One list as both."""

    what: str
    boss: Outcome
    seller: Outcome

    @property
    def ratio(self) -> float:
        """Median of the salesperson's over the boss's."""
        return self.seller.at(0.5) / max(self.boss.at(0.5), 1e-6)


def render(rows: int, found: dict[str, list[Pair]]) -> str:
    """The part of the page as Markdown."""
    return "\n".join(_lines(rows, found)) + "\n"


def _lines(rows: int, found: dict[str, list[Pair]]) -> Iterator[str]:
    yield f"{HEADING}\n"
    yield "Made by `./dev bench --rights`. The same list over HTTP, in turns, as the boss and as one of 50 salespeople: what they own (about"
    yield f"{rows // 50:,} records), the teams they are in ({TEAMS:,}), what is shared with them or their role ({SHARES}); the table of shares holds"
    yield f"{TEAMS + SHARES + OTHERS:,} rows.\n"
    yield f"| {rows:,} opportunities | database | boss, ms | salesperson, ms | ratio | goal | |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for database, pairs in found.items():
        for pair in pairs:
            goal = pair.what in BOUND
            verdict = ("met" if pair.ratio <= GOAL else "**missed**") if goal else ""
            boss, seller = pair.boss.at(0.5), pair.seller.at(0.5)
            yield (
                f"| {pair.what} | {database} | {boss:.2f} | {seller:.2f} | {pair.ratio:.2f} |"
                f" {'≤ 2×' if goal else ''} | {verdict} |"
            )


def measure_narrow(rows: int, count: int, url: str | None) -> list[Pair]:
    """Every list as both, in turns."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        scene = make(Path(folder) / "data", rows, url)
        _open(scene)
        with product(scene.data, url) as ours:
            return [_pair(what, asked, scene, ours, count) for what, asked in LISTS.items()]


def _pair(what: str, asked: dict[str, object], scene: Scene, ours: Running, count: int) -> Pair:
    query = {key: value for key, value in asked.items() if key != "filter"}
    calls = always(Call("GET", listing(asked.get("filter"), **query)))  # type: ignore[arg-type]
    both = [{"Authorization": f"Bearer {token}"} for token in (scene.boss, scene.seller)]
    size = min(enough(watched(ours, each, calls, 1, count // 10), 1, count // 2) for each in both)
    halves = [[watched(ours, each, calls, 1, size) for each in both] for _ in range(2)]
    boss, seller = (joined([half[at] for half in halves]) for at in (0, 1))
    return Pair(what, boss, seller)


def _open(scene: Scene) -> None:
    """The salespeople's role lets teams; records of theirs and others are opened to this one and to the rest."""
    db = open_database(scene.url)
    run(db, lambda tx: _let_teams(tx))
    chance = random.Random(11)
    ids = chance.sample(range(1, scene.rows + 1), min(scene.rows, TEAMS + SHARES + OTHERS))
    mine = f"person:{scene.seller_id}"
    rows = [_row(id_, "team", mine, scene.seller_id) for id_ in ids[:TEAMS]]
    rows += [
        _row(id_, "share", mine if at % 2 else "role:sales", scene.seller_id if at % 2 else None)
        for at, id_ in enumerate(ids[TEAMS : TEAMS + SHARES])
    ]
    for id_ in ids[TEAMS + SHARES :]:
        other = scene.seller_id + 1 + chance.randrange(40)
        rows.append(_row(id_, chance.choice(("share", "team")), f"person:{other}", other))
    run(db, lambda tx: tx.execute(insert(share), rows))
    with db.write_engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    db.close()


def _row(id_: int, kind: str, subject: str, person: int | None) -> dict[str, object]:
    return {
        "form": "opportunity", "record_id": id_, "kind": kind, "subject": subject, "person_id": person,
        "level": "read", "at": "2026-01-01T00:00:00.000Z",
    }  # fmt: skip


def _let_teams(tx: Tx) -> None:
    role = next(each for each in roles.listing(tx) if each["key"] == "sales")
    grants = [
        {**grant, "rows": "team"} if grant["form"] in NARROW and grant["rows"] == "own" else grant
        for grant in role["definition"]["grants"]
    ]
    roles.put(tx, SYSTEM, "sales", role["label"], {**role["definition"], "grants": grants})
