"""What a rule says: its JSON as frozen values (decision 0080), and walking through its steps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Options
from bulou.rules.errors import RuleInvalid
from bulou.rules.kinds import action

MOST_STEPS = 50
DEEPEST = 5
LARGEST = 200_000  # characters of a definition
Json = dict[str, Any]


class InRole(BaseModel):
    """The rule acts as its owner would with this role alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str = Field(min_length=1, max_length=60)


class RuleDef(BaseModel):
    """A definition: the trigger and the steps are judged by their kinds (`rules.check`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    trigger: dict[str, Any]
    when: Any = None
    steps: list[dict[str, Any]] = Field(max_length=MOST_STEPS)
    runs_as: Literal["owner"] | InRole = "owner"

    @property
    def role(self) -> str | None:
        """The role it acts with alone."""
        return self.runs_as.role if isinstance(self.runs_as, InRole) else None

    @property
    def kind(self) -> str:
        """The kind of its trigger."""
        return str(self.trigger.get("kind", ""))

    @property
    def trigger_options(self) -> Json:
        """The trigger without its kind."""
        return {key: value for key, value in self.trigger.items() if key != "kind"}


@dataclass(frozen=True)
class Placed:
    """A step where it stands: `path` such as `2.then.0`, `form` that of the record it gets (None: none)."""

    path: str
    step: Mapping[str, Any]
    kind: ActionKind | None
    form: str | None
    depth: int


def read(body: Any) -> RuleDef:
    """The definition in a JSON value. RuleInvalid where its shape is wrong, or it says too much."""
    if len(str(body)) > LARGEST:
        raise RuleInvalid(problems=[FieldProblem("", "fields.too_long", {"max": LARGEST})])
    try:
        return RuleDef.model_validate(body)
    except ValidationError as error:
        problems = [
            FieldProblem(".".join(str(part) for part in each["loc"]), "rules.bad_shape", {})
            for each in error.errors()
        ]
        raise RuleInvalid(problems=problems[:20]) from error


def options_of(kind: type[Options], values: Mapping[str, Any]) -> Options:
    """Options as their model; pydantic's ValidationError."""
    return kind.model_validate(dict(values))


def step_options(step: Mapping[str, Any]) -> Json:
    """A step without what every step has."""
    return {key: value for key, value in step.items() if key not in ("do", "id")}


def walk(steps: Sequence[Any], form: str | None, at: str = "", depth: int = 1) -> Iterator[Placed]:
    """Every step with its place, those inside blocks after the one that holds them."""
    for index, step in enumerate(steps):
        path = f"{at}{index}"
        if not isinstance(step, Mapping):
            yield Placed(path, {}, None, form, depth)
            continue
        kind = action(str(step.get("do")))
        yield Placed(path, step, kind, form, depth)
        for block in kind.blocks if kind is not None and depth < 2 * DEEPEST else ():
            inner = step.get(block)
            if isinstance(inner, Sequence) and not isinstance(inner, str):
                home = str(step.get("form")) if kind is not None and kind.within is not None else form
                yield from walk(inner, home, f"{path}.{block}.", depth + 1)


def block_at(steps: Sequence[Any], path: str) -> Sequence[Any]:
    """The list of steps that a path such as `2.then` names; `` is all of them. () when there is none."""
    found: Any = steps
    for part in path.split(".") if path else ():
        if part.isdigit():
            found = found[int(part)] if isinstance(found, list) and int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, Mapping) else None
    return found if isinstance(found, list) else ()
