"""What a pool says: which records nobody owns lie in it, for whom, who may take how many, and what comes back to it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bulou.access.answerable import why_not
from bulou.expr.conditions import BadCondition, parse
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import SYSTEM
from bulou.people.calendar import hours as hours_of
from bulou.pools.errors import BadPool

KIND = "pool"
PROTECTION = "protection"  # what its time runs under, beside the rules by their keys
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Label = Annotated[
    dict[str, Annotated[str, StringConstraints(max_length=100)]], Field(min_length=1, max_length=20)
]
Id = Annotated[int, Field(gt=0, lt=2**63)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Span = Annotated[int, Field(ge=0, le=24 * 3660)]
Days = Annotated[int, Field(ge=1, le=3660)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Part):
    """People by name, by department (with those below) and by role; a person who is any of them belongs."""

    people: Annotated[list[Id], Field(max_length=1000)] = []
    departments: Annotated[list[Id], Field(max_length=1000)] = []
    roles: Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=100)] = []


class Limits(_Part):
    """What one person may take; None: no limit. Hours count from when the record came into the pool."""

    per_day: Count | None = None
    cap: Count | None = None
    cooldown_hours: Span | None = None
    lock_new_hours: Span | None = None


class Levels(_Part):
    """Other limits for values of a choice field: a limit that is not said here is that of the pool."""

    field: Key
    values: Annotated[dict[str, Limits], Field(max_length=50)]


class Claim(Limits):
    """How records are taken. `cap` counts what somebody has of the form but what meets `cap_skips`."""

    by: Literal["grab", "assign", "both"] = "both"
    cap_skips: Any = None
    levels: Levels | None = None


class Duty(_Part):
    """Who is on duty when: hours of the days of the week (1 Monday … 7 Sunday), without days: every one."""

    people: Annotated[list[Id], Field(min_length=1, max_length=200)]
    hours: Annotated[list[list[str]], Field(min_length=1, max_length=6)]
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = []

    @model_validator(mode="after")
    def _readable(self) -> "Duty":
        hours_of.read(self.hours)
        return self


class Assign(_Part):
    """Whom a record goes to that meets `when`; the first rule that fits and has somebody who can take it wins."""

    when: Any = None
    to: Literal["person", "round_robin", "weighted", "least_loaded", "duty"]
    people: Annotated[list[Id], Field(max_length=200)] = []
    weights: Annotated[dict[str, Annotated[int, Field(ge=0, le=1000)]], Field(max_length=200)] = {}
    duty: Annotated[list[Duty], Field(max_length=50)] = []

    @property
    def named(self) -> bool:
        """Whether anybody is named at all; a rule that names nobody is one to be."""
        return bool(self.people or self.duty)


class After(_Part):
    """Exactly one: hours by the clock that stand still on days off, days by the calendar, or working hours."""

    hours: Span | None = None
    days: Days | None = None
    work_hours: Span | None = None

    @model_validator(mode="after")
    def _one(self) -> "After":
        if sum(each is not None for each in (self.hours, self.days, self.work_hours)) != 1:
            raise ValueError("exactly one of hours, days, work_hours")
        return self


class Recycle(_Part):
    """What comes back: not followed up at all by whoever has it (`first`), without a follow-up (`activity`), a move
    (`stage`) or winning (`won`) for so long."""

    key: Key
    clock: Literal["first", "activity", "stage", "won"]
    after: After
    when: Any = None
    warn: Annotated[list[Annotated[int, Field(ge=1, le=24 * 366)]], Field(max_length=5)] = []


class Protection(_Part):
    """A record is its owner's for `start_days`, each follow-up or move makes it `extend_days` from then at least, and
    never more than `max_days` altogether."""

    start_days: Days
    extend_days: Annotated[int, Field(ge=0, le=3660)] = 0
    max_days: Days | None = None
    warn: Annotated[list[Annotated[int, Field(ge=1, le=24 * 366)]], Field(max_length=5)] = []


class Pool(_Part):
    """The whole definition; ARCHITECTURE.md, pools."""

    key: Key
    form: Key
    label: Label
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    enabled: bool = True
    when: Any = None
    members: Group = Group()
    admins: Group = Group()
    fields: Annotated[dict[Key, Literal["hidden", "masked"]], Field(max_length=200)] = {}
    claim: Claim = Claim()
    assign: Annotated[list[Assign], Field(max_length=50)] = []
    recycle: Annotated[list[Recycle], Field(max_length=20)] = []
    protection: Protection | None = None
    keep: Any = None

    def limits(self, level: str | None) -> Limits:
        """The limits for records of a level."""
        own = self.claim.levels.values.get(level) if self.claim.levels and level is not None else None
        if own is None:
            return self.claim
        said = own.model_dump(exclude_none=True)
        names = ("per_day", "cap", "cooldown_hours", "lock_new_hours")
        return Limits(**{**{name: getattr(self.claim, name) for name in names}, **said})

    @property
    def body(self) -> dict[str, Any]:
        """As it is stored."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"key": self.key, "form": self.form}


def read(body: Any) -> Pool:
    """The pool in JSON; BadPool says what is wrong with its shape."""
    try:
        return Pool.model_validate(body)
    except ValidationError as error:
        problems = [
            FieldProblem(".".join(map(str, each["loc"])), "fields.invalid", {"reason": each["type"]})
            for each in error.errors()[:20]
        ]
        raise BadPool(problems=problems) from error


def problems_of(pool: Pool, catalog: Catalog) -> list[FieldProblem]:
    """What its form does not have of what it asks for, by the place in the definition."""
    form = catalog.get(pool.form)
    if form is None or not form.owned:
        return [FieldProblem("form", "pools.not_owned")]
    problems = [
        FieldProblem(f"fields.{key}", "fields.unknown") for key in pool.fields if key not in form.by_key
    ]
    levels = pool.claim.levels
    if levels and form.operand_type(levels.field) != "choice":
        problems.append(FieldProblem("claim.levels.field", "fields.not_a_choice"))
    if any(rule.clock in ("stage", "won") for rule in pool.recycle) and not form.staged:
        problems.append(FieldProblem("recycle", "pools.no_stages"))
    taken = {PROTECTION} if pool.protection else set[str]()
    for number, rule in enumerate(pool.recycle):
        if rule.key in taken:
            problems.append(FieldProblem(f"recycle.{number}.key", "pools.rule_twice", {"key": rule.key}))
        taken.add(rule.key)
    for at, condition in conditions_of(pool).items():
        problems += _wrong(at, condition, form)
    return problems


def conditions_of(pool: Pool) -> Mapping[str, Any]:
    """Every condition of a pool by its place."""
    return {
        "when": pool.when,
        "keep": pool.keep,
        "claim.cap_skips": pool.claim.cap_skips,
        **{f"assign.{at}.when": rule.when for at, rule in enumerate(pool.assign)},
        **{f"recycle.{at}.when": rule.when for at, rule in enumerate(pool.recycle)},
    }


def _wrong(at: str, condition: Any, form: Form) -> list[FieldProblem]:
    try:
        wrong = why_not(parse(condition), form, SYSTEM)
    except BadCondition as error:
        wrong = error
    return [] if wrong is None else [FieldProblem(at, wrong.code, wrong.params)]


def people_in(pool: Pool) -> set[int]:
    """Everybody whom a pool names: in its groups, in rules of giving out, on duty."""
    rules = [id_ for rule in pool.assign for id_ in rule.people]
    duties = [id_ for rule in pool.assign for duty in rule.duty for id_ in duty.people]
    return {*pool.members.people, *pool.admins.people, *rules, *duties}
