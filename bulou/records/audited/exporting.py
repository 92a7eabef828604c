"""The audit trail into a workbook or CSV: a job, whose file is written by the reading process; itself audited."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bulou.access.rights import may_manage_people
from bulou.db import jobs
from bulou.db import tx as transactions
from bulou.db.jobs import Finish, JobContext, JobKind, Preparation, job_kinds
from bulou.db.reader import read_apart
from bulou.db.tx import Tx
from bulou.kit.clock import day_in, parse_instant
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.protocols import Actor
from bulou.people import actors, audit
from bulou.records.audited.telling import tell
from bulou.records.exchange.exporting import files, job
from bulou.records.exchange.exporting.columns import Column
from bulou.words import sentence

KIND = "audit.export"
PATIENCE = 3600.0
CHUNK = 500
MOST = 1_000_000  # rows of one file; what is older is asked for by its dates
MOMENT = "yyyy-mm-dd hh:mm:ss"
Format = Literal["xlsx", "csv"]


@dataclass(frozen=True)
class Wanted:
    """Which rows, into which file, in which language."""

    filter: audit.Filter
    format: Format
    locale: str

    @property
    def json(self) -> dict[str, Any]:
        """As the job keeps it."""
        return asdict(self)


def start(tx: Tx, actor: Actor, wanted: audit.Filter, format_: Format) -> str:
    """The id of a job that writes the file."""
    return jobs.enqueue(tx, KIND, Wanted(wanted, format_, actor.locale).json, by=actor.person_id)


def file(tx: Tx, actor: Actor, job_id: str, data_dir: Path) -> tuple[Path, str]:
    """The finished file and its name; NotFound for others, while it is not there and once it is swept."""
    found = jobs.get(tx, job_id)
    if found is None or found.kind != KIND or found.by != actor.person_id or found.state != "done":
        raise NotFound(what="export", id=job_id)
    path = job.folder(data_dir) / f"{found.id}.{found.result['format']}"
    if not path.is_file():
        raise NotFound(what="export", id=job_id)
    return path, found.result["name"]


def _wanted(payload: Mapping[str, Any]) -> Wanted:
    return Wanted(audit.Filter(**payload["filter"]), payload["format"], payload["locale"])


def prepare(preparation: Preparation) -> dict[str, Any]:
    """Write the file; whoever asked must still be an administrator."""
    asked = preparation.job
    wanted = _wanted(asked.payload)
    actor = transactions.run(preparation.db, lambda tx: actors.load(tx, asked.by or 0), write=False)
    if not may_manage_people(actor):
        raise Forbidden(action="people", form="user")
    target = job.folder(preparation.data_dir) / f"{asked.id}.{wanted.format}"
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = replace(actor, locale=wanted.locale, kept={})
    made: dict[str, Any] = read_apart(
        *(preparation.db, write, reader, wanted, str(target)),
        timeout=PATIENCE,
        now=preparation.now,
        cancelled=preparation.cancelled,
    )
    return made


def write(tx: Tx, actor: Actor, wanted: Wanted, target: str) -> dict[str, Any]:
    """Write the rows to the file `target`: `{rows, name}`."""
    title = sentence("told.sheet", {}, wanted.locale) or ""
    unfinished = Path(target).with_suffix(".part")
    shown, found = _columns(wanted.locale), _blocks(tx, actor, wanted.filter)
    if wanted.format == "csv":
        count = files.write_csv(unfinished, shown, found)
    else:
        count = files.write_workbook(unfinished, title, shown, (), found)
    unfinished.replace(target)
    return {"rows": count, "name": f"{title} {day_in(tx.now, actor.zone).isoformat()}.{wanted.format}"}


def _blocks(tx: Tx, actor: Actor, wanted: audit.Filter) -> Iterator[list[dict[str, Any]]]:
    before, left = None, MOST
    while left > 0:
        rows = audit.read(tx, wanted, before=before, limit=min(CHUNK, left))
        if not rows:
            return
        yield [_item(each, actor.zone) for each in tell(tx, actor, rows)]
        before, left = rows[-1]["id"], left - len(rows)


def _item(row: Mapping[str, Any], zone: str) -> dict[str, Any]:
    record = row["record"] or {}
    changes = [
        f"{each['label']}: {_side(each['before'])} → {_side(each['after'])}" for each in row["changes"]
    ]
    return {
        **{key: row[key] for key in ("id", "said", "ip", "agent", "session")},
        "at": parse_instant(row["at"]).astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        "by": (row["by"] or {}).get("title"),
        "form": row["form_label"],
        "record": record.get("title") or (f"#{record['id']}" if record else None),
        "about": "; ".join(f"{each['label']}: {each['value']}" for each in row["about"]),
        "changes": "\n".join(changes),
        "via": row["via_label"],
        "token": row["token_id"],
        "job": row["job_id"],
        "request": row["request_id"],
    }


def _side(value: str | None) -> str:
    return "—" if value is None else value


def _columns(locale: str) -> list[Column]:
    wide = {"about": 48, "changes": 60, "said": 24, "at": 20, "agent": 32}
    keys = ("at", "by", "said", "form", "record", "about", "changes", "via", "ip")
    return [
        Column(
            *(key, sentence(f"told.heading.{key}", {}, locale) or key, _as_it_is),
            MOMENT if key == "at" else None,
            wide.get(key, 16),
        )
        for key in (*keys, "agent", "session", "token", "job", "request")
    ]


def _as_it_is(value: Any) -> Any:
    return value if isinstance(value, datetime | int) else (value or None)


def step(context: JobContext) -> Finish:
    """Audit that the trail left the house, how much of it and which part."""
    wanted, made = _wanted(context.payload), context.prepared
    given = {
        key: value for key, value in asdict(wanted.filter).items() if value is not None and key != "people"
    }
    detail = {"rows": made["rows"], "format": wanted.format, "filter": given, "job": context.job.id}
    audit.write(context.tx, actors.load(context.tx, context.job.by or 0), "audit.exported", detail=detail)
    return Finish({**made, "format": wanted.format})


job_kinds.register(
    JobKind(KIND, step, prepare=prepare, attempts=2, label={"zh-CN": "导出审计记录", "en-US": "Audit export"})
)
