"""Durable jobs: what a kind of job is, putting one into the queue, watching and cancelling it."""

from bulou.db.jobs.job import Job
from bulou.db.jobs.kinds import Continue, Finish, JobContext, JobKind, Preparation, job_kinds
from bulou.db.jobs.queue import cancel, enqueue, get, list_for
from bulou.db.jobs.telling import told_error

__all__ = [
    "Continue",
    "Finish",
    "Job",
    "JobContext",
    "JobKind",
    "Preparation",
    "cancel",
    "enqueue",
    "get",
    "job_kinds",
    "list_for",
    "told_error",
]
