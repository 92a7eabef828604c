"""What is asked of a handover: whose, to whom by which rules, and how it ends for the leaver."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from bulou.forms.part import Part

MOST_PIECES = 20_000
EVERY = "*"
Id = Annotated[int, Field(gt=0, lt=2**63)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Path = Annotated[str, StringConstraints(min_length=1, max_length=90)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Receivers = Annotated[list[Id], Field(max_length=100)]


class Rule(Part):
    """Records of a form (`*`: any) that meet `filter` go to `to`: one, several in turn, or nobody (the pool)."""

    form: Key = EVERY
    filter: Any = None
    to: Receivers = Field(default_factory=list)


class Piece(Part):
    """Records ticked one by one; `to` None: the pool."""

    form: Key
    ids: list[Id] = Field(max_length=MOST_PIECES)
    to: Id | None = None


class Split(Part):
    """Who gets what: pieces first, then rules of a form, then (`follow`) what belongs to a record that goes follows
    it, then rules of any form, then the `rest`; or (`keep_rest`) what none of these names stays where it is."""

    pieces: list[Piece] = Field(default_factory=list, max_length=200)
    rules: list[Rule] = Field(default_factory=list, max_length=50)
    follow: bool = True
    rest: Receivers = Field(default_factory=list)
    keep_rest: bool = False

    def receivers(self) -> set[int]:
        """Everybody who is named."""
        named = {to for rule in self.rules for to in rule.to} | set(self.rest)
        return named | {piece.to for piece in self.pieces if piece.to is not None}


class Asked(Part):
    """A handover. `fields`: further fields (`form.field`) that name the giver and shall name the receiver; `others`:
    who gets what is no record (views, departments led, public forms), None: nobody.

    `over_limits`: caps of receivers do not stop it; `leave_locked`: what is locked stays instead of stopping it.
    `reader_until`: the giver may go on reading what went, to the end of that day. `teams`: what becomes of records that
    are shared with the giver or have them in their team: they leave, `others` takes their place, they stay as they are
    or (`reader`) stay as readers until that day.
    """

    person: Id
    split: Split = Split()
    fields: list[Path] = Field(default_factory=list, max_length=200)
    others: Id | None = None
    ending: Literal["stays", "leaves"] = "stays"
    reader_until: Day | None = None
    teams: Literal["leaves", "passes", "stays", "reader"] = "leaves"
    over_limits: bool = False
    leave_locked: bool = False
    tell: bool = True
    note: Annotated[str, StringConstraints(max_length=500)] = ""

    def receivers(self) -> set[int]:
        """Everybody who gets something."""
        return self.split.receivers() | ({self.others} if self.others is not None else set())
