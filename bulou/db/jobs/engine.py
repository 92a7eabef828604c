"""The engine under the jobs: DBOS remembers which process has which run of a job; only this module knows it.

What a job has done is in our own rows, committed with its effects. A workflow of DBOS is one run of one job
(`<job>:<run>`): it holds no state but those two, so running it twice, or by two processes, changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

VERSION = "1"  # raised when the meaning of a workflow's arguments changes
WORKFLOW = "bulou.job"
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class Engine:
    """DBOS in this process, from `start` to `stop`. There is one at a time in a process."""

    def __init__(self, url: str, executor: str, work: Callable[[str, int], None]) -> None:
        self._url, self._executor, self._work = url, executor, work
        self._dbos: Any = None
        self._workflow: Any = None

    def start(self) -> None:
        """Import and launch DBOS; takes up what this executor had not finished."""
        logger = logging.getLogger("dbos")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())  # its messages go the way of ours
        import dbos

        self._dbos = dbos
        dbos.DBOS(
            config={
                "name": "bulou",
                "system_database_url": self._url,
                "application_version": VERSION,
                "executor_id": self._executor,
                "log_level": "WARNING",
                "sys_db_pool_size": 4,
                "use_listen_notify": False,
                "enable_otlp": False,
            }
        )

        def job(job_id: str, run: int) -> None:
            self._work(job_id, run)

        self._workflow = dbos.DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)(job)
        dbos.DBOS.launch()

    def hand_over(self, job_id: str, run: int) -> None:
        """Have this run of the job done; again for the same run does nothing."""
        with self._dbos.SetWorkflowID(f"{job_id}:{run}"):
            self._dbos.DBOS.start_workflow(self._workflow, job_id, run)

    def state(self, job_id: str, run: int) -> str:
        """`unknown` (never handed over), `over`, `mine` or `open`: this process, or another, works on it or will."""
        status = self._dbos.DBOS.get_workflow_status(f"{job_id}:{run}")
        if status is None:
            return "unknown"
        if status.status in ENDED:
            return "over"
        return "mine" if status.executor_id == self._executor else "open"

    def take_over(self, executor: str) -> None:
        """Have somebody else do what `executor`, which seems to be dead, had begun."""
        found = self._list(executor_id=executor, status="PENDING")
        for workflow in found:
            self._dbos.DBOS.resume_workflow(workflow.workflow_id)

    def prune(self, before: datetime) -> None:
        """Forget what ended before `before`."""
        while found := self._list(status=list(ENDED), completed_before=before.isoformat(), limit=500):
            self._dbos.DBOS.delete_workflows([workflow.workflow_id for workflow in found])

    def stop(self) -> None:
        """End DBOS in this process."""
        if self._dbos is not None:
            self._dbos.DBOS.destroy(destroy_registry=True)

    def _list(self, **which: Any) -> list[Any]:
        return list(self._dbos.DBOS.list_workflows(load_input=False, load_output=False, **which))
