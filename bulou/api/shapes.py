"""Shapes of answers and bodies that several doors share, for the OpenAPI document and for strict checks."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Base of configuration bodies: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class Ref(BaseModel):
    """A relation, person or department as read; `title` is null and `locked` true where it is not visible."""

    id: int
    title: str | None
    locked: bool | None = None


class Total(BaseModel):
    """How many there are; counted to 1,000 unless asked exactly."""

    value: int
    exact: bool


class Record(BaseModel):
    """A record: system columns beside the form's own keys."""

    model_config = ConfigDict(extra="allow")

    id: int
    version: int
    title: str | None = None


class RecordPage(BaseModel):
    """One page of a list."""

    items: list[Record]
    next: str | None
    total: Total | None = None


class Started(BaseModel):
    """Work that goes on in the background."""

    job: str
    batch: int | None = None


class JobShape(BaseModel):
    """A job as people see it."""

    id: str
    kind: str
    label: dict[str, str]
    state: str
    done: int
    total: int | None
    note: str | None
    rate: float | None
    remaining_seconds: int | None
    result: Any
    error: Any
    created_at: str
    started_at: str | None
    ended_at: str | None
    link: str | None


class Jobs(BaseModel):
    """Jobs, the newest first."""

    items: list[JobShape]


class AggregateBody(Strict):
    """Grouped figures: see reports.request. Checked there in full."""

    dimensions: list[Any] = Field(default_factory=list, max_length=4)
    measures: list[Any] = Field(default_factory=list, max_length=20)
    filter: Any = None
    search: str | None = Field(default=None, max_length=200)
    sort: str | list[str] | None = None
    limit: int | None = None
    totals: bool = False


ITEMS: dict[str, Any] = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": {"type": "object", "additionalProperties": True}}},
    "additionalProperties": True,
}
OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}
