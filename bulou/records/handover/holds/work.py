"""Work of the person that is going on: jobs end without their account, imports that wait are nobody's to run."""

from sqlalchemy import select

from bulou.db.jobs import job_kinds
from bulou.db.tables.jobs import import_run, job
from bulou.db.tx import Tx
from bulou.records.handover.contributed import Item, Possession, possessions

MOST = 50


def jobs_held(tx: Tx, person_id: int) -> list[Item]:
    """Jobs that have not ended."""
    c = job.c
    query = select(c.id, c.kind, c.state).where(c.by == person_id, c.state.in_(("queued", "running")))
    return [
        Item(id_, kind.label if (kind := job_kinds.get(key)) else key, note=state)
        for id_, key, state in tx.rows(query.order_by(c.created_at.desc()).limit(MOST))
    ]


def imports_held(tx: Tx, person_id: int) -> list[Item]:
    """Imports that wait to be run, or run."""
    c = import_run.c
    waiting = c.state.in_(("proposed", "queued", "running"))
    query = select(c.id, c.file_name, c.state).where(c.by == person_id, waiting).order_by(c.id.desc())
    return [Item(id_, name, f"/imports/{id_}", state) for id_, name, state in tx.rows(query.limit(MOST))]


possessions.register(
    Possession(
        key="jobs",
        label={"zh-CN": "进行中的后台任务", "en-US": "Background work under way"},
        fate="ends",
        covers={"job.by": "work of a disabled person fails at its next step; what it has committed stays"},
        held=jobs_held,
        warns=True,
        order=50,
    )
)
possessions.register(
    Possession(
        key="imports",
        label={"zh-CN": "未完成的导入", "en-US": "Imports not finished"},
        fate="stays",
        covers={"import_run.by": "administrators see them; the file can be imported again by anybody"},
        held=imports_held,
        warns=True,
        order=51,
    )
)
