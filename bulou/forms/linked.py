"""What a definition says of records of other forms: which to look up, and what of them to show or to take."""

from typing import Any, Literal

from pydantic import Field

from bulou.forms.part import Part

MOST_SHOWN = 50
Overwrite = Literal["always", "empty"]


class Fill(Part):
    """One field of a picked record that is copied: `take` there, `put` here (in a detail table: beside the pick)."""

    take: str
    put: str


class Pair(Part):
    """Their `field` is compared (`op`) with what the record at hand has in its field `of`."""

    field: str
    op: str = "eq"
    of: str


class Where(Part):
    """Records of `form` whose fields match the record at hand, and a fixed condition."""

    form: str = Field(max_length=40)
    match: tuple[Pair, ...] = Field(default=(), max_length=10)
    filter: Any = None


class Look(Where):
    """Such records in an order."""

    sort: tuple[str, ...] = Field(default=(), max_length=5)


class Offer(Where):
    """What a text or tags may be chosen among: the different texts of the field `take` of such records."""

    take: str = Field(max_length=40)


class Shown(Look):
    """What a query control shows: `columns` of the first `limit` records."""

    columns: tuple[str, ...] = Field(default=(), max_length=12)
    limit: int = Field(default=10, ge=1, le=MOST_SHOWN)


class Linkage(Look):
    """Where a field's value comes from while a record is filled in: `take` of the first record found."""

    take: str
    overwrite: Overwrite = "always"


class Setting(Part):
    """One field that a button sets; `value` as in a rule."""

    field: str
    value: Any = None


class Press(Part):
    """What a button does: `sets` fields, where `when` holds, once somebody says yes to the element's text."""

    sets: tuple[Setting, ...] = Field(default=(), max_length=20)
    when: Any = None
