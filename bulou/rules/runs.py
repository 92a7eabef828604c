"""A run as it is stored, and the changes of its row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Integer, bindparam, select, update

from bulou.db.bulk import insert_many
from bulou.db.kept import Kept
from bulou.db.tables.rules import rule_run, rule_step
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.rules.errors import RunNotFound

COLUMNS = tuple(column.name for column in rule_run.columns)
JSON = ("cause", "input", "place", "error")
GOING = ("queued", "waiting")
ENDED = ("done", "failed", "cut", "skipped")
c = rule_run.c
KEPT = ("state", "reason", "place", "attempts", "next_at", "error", "started_at", "ended_at")
OPEN = frozenset(  # parameters of errors that name what definitions say; others may be values of records
    {"form", "field", "action", "role", "kind", "op", "type", "reason", "state", "at", "path", "choices"}
)
WITHHELD = "…"
STEP = ("run_id", "path", "item_id", "kind", "state", "output", "error", "at")
_DUE = Kept(
    select(rule_run)
    .where(c.next_at <= bindparam("now"))
    .order_by(c.next_at, c.id)
    .limit(bindparam("limit", type_=Integer))
)
_STORE = Kept(
    update(rule_run).where(c.id == bindparam("b_id")).values({name: bindparam(f"b_{name}") for name in KEPT})
)


@dataclass(frozen=True)
class Run:
    """One run. `record_id` 0: no record started it."""

    id: int
    rule_id: int
    version: int
    form: str | None
    record_id: int
    occasion: str
    state: str
    reason: str | None
    cause: Any
    input: Mapping[str, Any]
    place: Any
    attempts: int
    next_at: str | None
    error: Any
    by: int | None
    created_at: str
    started_at: str | None
    ended_at: str | None


def run_of(row: Any) -> Run:
    """The run in a row of the table."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name in JSON:
        values[name] = None if values[name] is None else orjson.loads(values[name])
    return Run(**values)


def due(tx: Tx, limit: int) -> list[Run]:
    """Runs whose time has come, the oldest first; one process at a time asks (`draining`)."""
    return [run_of(row) for row in _DUE.rows(tx, {"now": tx.now_text, "limit": limit})]


def one(tx: Tx, id_: int) -> Run:
    """One run. RunNotFound."""
    row = tx.one(select(rule_run).where(c.id == id_))
    if row is None:
        raise RunNotFound(what="run", id=id_)
    return run_of(row)


def some(tx: Tx, ids: Collection[int]) -> list[Run]:
    """Those of these runs that there are."""
    known = sorted(id_ for id_ in ids if 0 < id_ < 2**63)
    return [run_of(row) for row in tx.rows(select(rule_run).where(c.id.in_(known)))] if known else []


def listing(tx: Tx, rule_id: int, *, state: str | None, before: int, limit: int) -> list[Run]:
    """The runs of a rule, the newest first; `before` an id, 0 for the newest."""
    query = select(rule_run).where(c.rule_id == rule_id).order_by(c.id.desc()).limit(limit)
    query = query if state is None else query.where(c.state == state)
    return [run_of(row) for row in tx.rows(query if not before else query.where(c.id < before))]


def steps(tx: Tx, run_id: int, limit: int = 1000) -> Sequence[Any]:
    """The log of a run, in order."""
    s = rule_step.c
    query = select(s.id, s.path, s.item_id, s.kind, s.state, s.output, s.error, s.at)
    return tx.rows(query.where(s.run_id == run_id).order_by(s.id).limit(limit))


def store(tx: Tx, run: Run, **values: Any) -> None:
    """Change the row of a run; what is not given stays as `run` says."""
    now = {name: values.get(name, getattr(run, name)) for name in KEPT}
    for name in ("place", "error"):
        now[name] = None if now[name] is None else orjson.dumps(now[name]).decode()
    _STORE.run(tx, {"b_id": run.id, **{f"b_{name}": value for name, value in now.items()}})


def end(tx: Tx, run: Run, state: str, **values: Any) -> None:
    """Nothing more happens to a run."""
    store(tx, run, state=state, next_at=None, ended_at=tx.now_text, **values)


def note(
    tx: Tx, run: Run, path: str, item: int | None, kind: str, *, output: Any = None, error: Any = None
) -> None:
    """One line of the log of a run."""
    state = "failed" if error is not None else "done"
    texts = (None if each is None else orjson.dumps(each).decode() for each in (output, error))
    insert_many(tx, rule_step, STEP, [(run.id, path, item, kind, state, *texts, tx.now_text)])


def told(error: Exception, *, whole: bool = False) -> dict[str, Any]:
    """An error as it is kept: its code, its parameters, the fields it names; of a defect its name alone. What it says
    of values and people is for whoever acts (`whole`), not for everybody who reads the log."""
    if not isinstance(error, AppError):
        return {"code": "internal", "params": {"error": type(error).__name__}, "fields": []}
    fields = [
        {"field": each.field, "code": each.code, "params": _open(each.params, whole)}
        for each in error.problems[:10]
    ]
    plain = {key: value for key, value in error.params.items() if isinstance(value, str | int | float | bool)}
    plain = _open(plain, whole)
    return {"code": error.code, "params": plain, "fields": fields}


def _open(params: Mapping[str, Any], whole: bool) -> dict[str, Any]:
    return {
        key: value if whole or key in OPEN or isinstance(value, int | float) else WITHHELD
        for key, value in params.items()
    }
