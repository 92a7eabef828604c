"""What a form is: the definition that people, files and the API write; frozen, and nothing but data."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from bulou.forms.linked import Linkage, Offer, Press, Shown
from bulou.forms.part import Part
from bulou.forms.pushes import Push
from bulou.forms.twin_key import TwinKey
from bulou.kit.words import Words

StageType = Literal["open", "won", "lost", "on_hold"]


class FieldDef(Part):
    """One field. `options` belong to its kind; `fields` are the columns of a detail table.

    `column` names the database column once a field had to move away from its key (`amount__2`).
    `aliases` are the headings under which imports find the field. `hidden` fields were deleted by somebody:
    their column and values stay, nobody sees them, until 30 days after `hidden_on` (a day). `linkage`: where pages
    take a value from while a record is filled in. `offers`: the records whose texts are the only values it may have.
    `personal`: it tells of a person (or does not, whatever its kind); none: its kind and the trait `party` decide.
    """

    key: str
    kind: str
    label: Words
    hint: Words = Field(default_factory=dict)
    required: bool = False
    readonly: bool = False
    unique: bool = False
    indexed: bool = False
    hidden: bool = False
    hidden_on: str | None = None
    default: Any = None
    column: str | None = None
    aliases: tuple[str, ...] = ()
    options: Mapping[str, Any] = Field(default_factory=dict)
    fields: tuple["FieldDef", ...] = ()
    linkage: Linkage | None = None
    offers: Offer | None = None
    personal: bool | None = None

    @property
    def stored_as(self) -> str:
        """The database column (derived columns add a suffix to it)."""
        return self.column or self.key


class Gate(Part):
    """What a move must bring: fields that are not empty, and a condition that holds."""

    fields: tuple[str, ...] = ()
    condition: Any = None
    message: Words = Field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """True when the gate asks for anything at all."""
        return bool(self.fields) or self.condition is not None


class Stage(Part):
    """One stage. `probability` in percent (20 means 20 %); `expected_days` before it counts as stalled."""

    key: str
    label: Words
    type: StageType = "open"
    probability: int | None = Field(default=None, ge=0, le=100)
    forecast_category: str | None = None
    expected_days: int | None = Field(default=None, ge=1, le=3650)
    colour: str | None = None
    aliases: tuple[str, ...] = ()
    enter: Gate = Gate()
    leave: Gate = Gate()


class Pipeline(Part):
    """An ordered list of stages; a record starts in the first one."""

    key: str
    label: Words
    stages: tuple[Stage, ...]


class Action(Part):
    """What a rule does when its condition holds.

    `do`: require, lock, hide, show (fields), set (field, value), narrow (field, the keys of the `options` that
    are left), warn, refuse (message, fields to mark). `value` of set is a constant, or `{"now": true}`,
    `{"today": true}`, `{"actor": true}`, `{"field": "other"}`, `{"stage": "probability"}`.
    """

    do: Literal["require", "lock", "hide", "show", "set", "narrow", "warn", "refuse"]
    fields: tuple[str, ...] = ()
    field: str | None = None
    value: Any = None
    options: tuple[str, ...] = ()
    message: Words = Field(default_factory=dict)


class FormRule(Part):
    """When (condition on the new values; formula; entering or leaving stages; certain fields changed) → actions.

    All that is given must be true. A rule with none of them always applies. `formula` gives yes or no and may ask
    for OLD values and for NOW.
    """

    key: str
    label: Words = Field(default_factory=dict)
    when: Any = None
    formula: str | None = Field(default=None, min_length=1, max_length=10_000)
    entering: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    on: tuple[Literal["create", "change"], ...] = ("create", "change")
    actions: tuple[Action, ...]
    enabled: bool = True


class Element(Part):
    """What stands between fields and holds no value.

    `kind`: divider (a line, with a label if there is one), description (`text`), embed (another page of the web at
    `url`, https only, `height` in pixels, shut off from this one), query (records of another form that match this
    one), button (sets fields; `text` is asked first, if there is one).
    """

    key: str
    kind: Literal["divider", "description", "embed", "query", "button"]
    label: Words = Field(default_factory=dict)
    text: Words = Field(default_factory=dict)
    url: str = Field(default="", max_length=2_000)
    height: int = Field(default=320, ge=80, le=1_600)
    query: Shown | None = None
    press: Press | None = None


class Tab(Part):
    """One of several sheets of sections, of which one is seen at a time."""

    key: str
    label: Words


class Section(Part):
    """A titled group of fields on the record page and in the form.

    `fields` may name elements of the layout among them, and system columns, which are shown. `columns`: how many
    controls stand beside one another where there is room. `tab`: the sheet it lies on; none: above all sheets.
    """

    key: str
    label: Words
    fields: tuple[str, ...]
    collapsed: bool = False
    columns: int = Field(default=1, ge=1, le=4)
    tab: str | None = None


class Retention(Part):
    """Records that may not lose what they say while somebody's personal data are erased, and why.

    `when` holds for them; `years` after `since` (a field or system column, the creation by default) that ends. `law` is
    what obliges to it, in words. `keeps`: fields whose personal values stay; `parties`: slots of the trait `party` that
    stay with the people and companies such a record names.
    """

    key: str
    label: Words
    law: Words = Field(default_factory=dict)
    when: Any = None
    years: int | None = Field(default=None, ge=1, le=100)
    since: str | None = None
    keeps: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


class ViewDef(Part):
    """A view the template ships: `definition` = {columns, filter, sort, layout: list | kanban}."""

    key: str
    label: Words
    definition: Mapping[str, Any] = Field(default_factory=dict)


class FormDef(Part):
    """A form. `title`, `subtitle` and `figures` name fields that stand for a record wherever it is mentioned.

    `owned`: records have an owner and the owner's department. `traits`: trait → slot → field key; the engines
    ask for traits, never for form keys. `child_of` names the relation by which rights and timelines reach the
    record this one belongs to.
    """

    key: str
    version: int = 0
    label: Words
    plural: Words = Field(default_factory=dict)
    icon: str = "form"
    position: int = 0
    title: str
    subtitle: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    owned: bool = True
    child_of: str | None = None
    fields: tuple[FieldDef, ...]
    sections: tuple[Section, ...] = ()
    tabs: tuple[Tab, ...] = ()
    elements: tuple[Element, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    traits: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    rules: tuple[FormRule, ...] = ()
    views: tuple[ViewDef, ...] = ()
    actions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    stage_aliases: tuple[str, ...] = ()
    owner_aliases: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    retention: tuple[Retention, ...] = ()
    duplicates: tuple[TwinKey, ...] = ()
    pushes: tuple[Push, ...] = ()

    @field_validator("subtitle", "figures", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    def field(self, key: str) -> FieldDef | None:
        """The field named `key` (hidden ones included), or None."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def shown(self) -> tuple[FieldDef, ...]:
        """The fields that are not hidden."""
        return tuple(field for field in self.fields if not field.hidden)

    @property
    def stages(self) -> Iterator[Stage]:
        """Every stage of every pipeline, in order."""
        return (stage for pipeline in self.pipelines for stage in pipeline.stages)

    def stage(self, key: str | None) -> Stage | None:
        """The stage named `key` (stage keys are unique in a form), or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def pipeline_of(self, stage: str | None) -> Pipeline | None:
        """The pipeline that `stage` belongs to, or None."""
        for pipeline in self.pipelines:
            if any(each.key == stage for each in pipeline.stages):
                return pipeline
        return None

    def push(self, key: str | None) -> Push | None:
        """The push named `key`, or None."""
        return next((push for push in self.pushes if push.key == key), None)

    @property
    def first_stage(self) -> str | None:
        """Where a new record starts, None without a pipeline."""
        return self.pipelines[0].stages[0].key if self.pipelines else None
