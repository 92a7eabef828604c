"""Where a unit of work comes from, as the audit trail keeps it: the entrance says it once, every row tells it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Via = Literal["system", "web", "api", "public", "job", "cli"]
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Origin:
    """`via`: web (a session), api (a token), public (nobody signed in), job, cli, system (the product by itself).

    `session` is the beginning of a session's fingerprint, which opens nothing; `token` the id of an API token; `job`
    the job at work, whose other parts are those of the request that asked for it.
    """

    via: Via = "system"
    ip: str | None = None
    agent: str | None = None
    request_id: str | None = None
    session: str | None = None
    token: int | None = None
    job: str | None = None

    @property
    def json(self) -> dict[str, Any]:
        """What is known, to be kept with a job."""
        return {key: value for key, value in asdict(self).items() if value is not None}


SYSTEM = Origin()


def of_job(job_id: str, asked: Mapping[str, Any] | None) -> Origin:
    """The origin of a job's own work; `asked` is the origin of the request that asked for it, as JSON."""
    known = {key: value for key, value in (asked or {}).items() if key in Origin.__dataclass_fields__}
    return Origin(**{**known, "via": "job", "job": job_id})
