"""What a public form is: the settings that people write, frozen and nothing but data, and the row they live in."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from bulou.forms.part import Part

Short = dict[Literal["zh-CN", "en-US"], Annotated[str, StringConstraints(max_length=200)]]
Long = dict[Literal["zh-CN", "en-US"], Annotated[str, StringConstraints(max_length=4000)]]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40)]
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$"


class Chosen(Part):
    """A field that visitors fill in, with other words than the form's own; `required` may only be added.

    `group` begins a new group (a screen of its own on phones) with that title. `options`: the author lets everybody see
    the texts of another form that may be chosen (decision 0065).
    """

    key: Key
    label: Short = Field(default_factory=dict)
    hint: Short = Field(default_factory=dict)
    required: bool = False
    group: Short = Field(default_factory=dict)
    options: bool = False


class Code(Part):
    """A source that links carry as `?c=code`, and the value it gives to the field of `Tracking`."""

    code: Annotated[str, StringConstraints(pattern=CODE)]
    label: Annotated[str, StringConstraints(max_length=100)] = ""
    value: Any = None


class Tracking(Part):
    """Where entries come from: known codes, and the field they are kept in."""

    field: Key | None = None
    codes: list[Code] = Field(default_factory=list, max_length=100)


class OwnerRule(Part):
    """Whose the records are: nobody's, the first of `people`, or theirs in turn."""

    rule: Literal["nobody", "person", "round_robin"] = "nobody"
    people: list[int] = Field(default_factory=list, max_length=100)


class PublicDef(Part):
    """The settings. `fixed`: values of fields that visitors do not see; `opens`, `closes`: days, both included;
    `limit`: how many entries are taken; `code`: the e-mail field whose address has to be shown by a code sent there."""

    title: Short
    intro: Long = Field(default_factory=dict)
    privacy: Long = Field(default_factory=dict)
    thanks: Long = Field(default_factory=dict)
    fields: list[Chosen] = Field(min_length=1, max_length=100)
    fixed: dict[Key, Any] = Field(default_factory=dict, max_length=50)
    tracking: Tracking = Tracking()
    owner: OwnerRule = OwnerRule()
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    languages: list[Literal["zh-CN", "en-US"]] = Field(default=["zh-CN", "en-US"], min_length=1, max_length=2)
    opens: Day | None = None
    closes: Day | None = None
    limit: int | None = Field(default=None, ge=1, le=1_000_000)
    code: Key | None = None


@dataclass(frozen=True)
class PublicForm:
    """A stored public form."""

    id: int
    form: str
    slug: str
    seal: str
    label: str
    definition: PublicDef
    enabled: bool
    logo: int | None
    version: int
    taken: int
    caught: int
    turn: int
    created_at: str
    changed_at: str
