"""The base of every part of a definition."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
