"""Why a job ended badly, in the words of the person who asks."""

from typing import Any

from bulou.db.jobs.job import Job
from bulou.words import error_text, sentence


def told_error(job: Job, locale: str) -> dict[str, Any] | None:
    """`{code, params, detail, …}` of a job that failed; None for any other.

    A failed job has kept what its steps committed, so that some codes have other words here (`job.<code>`).
    """
    error = job.error
    if job.state != "failed" or not isinstance(error, dict):
        return None
    code, params = error["code"], error.get("params") or {}
    detail = sentence(f"job.{code}", params, locale) or error_text(code, params, locale)
    return {**error, "detail": detail}
