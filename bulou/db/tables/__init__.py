"""Our own tables, one file per subject; users' tables are made by forms.ddl."""

from bulou.db.metadata import metadata
from bulou.db.tables import (
    events,
    forms,
    handover,
    jobs,
    people,
    printing,
    public,
    records,
    sharing,
    sign_in,
    workspace,
)

__all__ = [
    "events",
    "forms",
    "handover",
    "jobs",
    "metadata",
    "people",
    "printing",
    "public",
    "records",
    "sharing",
    "sign_in",
    "workspace",
]
