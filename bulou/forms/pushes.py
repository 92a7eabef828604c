"""What a form may be pushed into: records of other forms that are made of one of its own, field by field."""

from typing import Any, Literal

from pydantic import Field

from bulou.forms.linked import Fill, Setting
from bulou.forms.part import Part
from bulou.kit.words import Words

MOST_PUSHES, MOST_STEPS, MOST_PUTS = 20, 10, 200
ITSELF = "id"  # of the source, where a relation of the target shall point back at it
Carries = Literal["activities", "comments", "files", "team"]


class Put(Part):
    """What one field of the target gets: a field of the source (`take`), the record of an earlier `step`, what a
    `formula` over the source gives, or else a `value`, a constant or `{"now": true}`, `{"today": true}`,
    `{"actor": true}`. `columns`: of a detail table taken into a detail table, column by column."""

    put: str
    take: str | None = None
    step: str | None = None
    formula: str | None = Field(default=None, min_length=1, max_length=10_000)
    value: Any = None
    columns: tuple[Fill, ...] = Field(default=(), max_length=100)


class PushStep(Part):
    """One record that comes out of a push.

    `mode`: always a new one, only one that is there, or either. One that is there is proposed by `through`, a relation
    of the source, else by the first of the fields `find` by whose value there is one; people may choose another.
    `existing`: what becomes of its values. The step is gone through only where `when` holds for the source and one of
    the fields `needs` says something; `optional`: people may leave it out, `offered`: unless they take it in.
    `carries`: what of the source is seen here, too.
    """

    key: str
    label: Words = Field(default_factory=dict)
    form: str = Field(max_length=40)
    mode: Literal["either", "create", "find"] = "either"
    through: str | None = None
    find: tuple[str, ...] = Field(default=(), max_length=5)
    existing: Literal["empty", "overwrite", "leave"] = "empty"
    optional: bool = False
    offered: bool = True
    when: Any = None
    needs: tuple[str, ...] = Field(default=(), max_length=20)
    puts: tuple[Put, ...] = Field(default=(), max_length=MOST_PUTS)
    owner: Literal["source", "actor", "nobody"] = "source"
    carries: tuple[Carries, ...] = ()


class Push(Part):
    """A push: the records it makes or finds, in order, and what happens to the source afterwards.

    `when`: the records for which it is offered. `sets` as of buttons; `{"step": key}` keeps the record of a step.
    `stage`: where the source goes; with `demands` nobody gets there otherwise. `again`: more than once for a record.
    """

    key: str
    label: Words
    hint: Words = Field(default_factory=dict)
    when: Any = None
    steps: tuple[PushStep, ...] = ()
    sets: tuple[Setting, ...] = Field(default=(), max_length=20)
    stage: str | None = None
    demands: bool = True
    again: bool = False

    def step(self, key: str | None) -> PushStep | None:
        """The step named `key`, or None."""
        return next((step for step in self.steps if step.key == key), None)
