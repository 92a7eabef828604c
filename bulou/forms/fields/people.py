"""People: several persons."""

from pydantic import Field

from bulou.forms.fields.kind import Options, kinds, words
from bulou.forms.fields.relations import Relations


class SeveralOptions(Options):
    """`max`: how many a record may name."""

    max: int = Field(default=50, ge=1, le=500)


class People(Relations):
    """Several persons, in order; kept in a table of their own, as relations are."""

    key = "people"
    label = words("成员多选", "People")
    group = "people"
    operand = "people"
    options_model = SeveralOptions
    target = "user"


kinds.register(People())
