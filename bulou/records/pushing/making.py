"""The records of a push: each step makes one, or uses one that is there, in the order of the definition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.forms.pushes import Push, PushStep
from bulou.kit.errors import AppError, FieldProblem
from bulou.kit.words import say
from bulou.records.errors import RuleRefused, StageGate
from bulou.records.pushing import papers
from bulou.records.pushing.errors import FormGone, NoMaking, PushRefused
from bulou.records.pushing.finding import brought, existing
from bulou.records.pushing.offering import holds
from bulou.records.pushing.values import WAITS, Source, pointing, proposed
from bulou.records.query.one import open_among, sees
from bulou.records.write import Command, Outcome, Who, apply

Use = Literal["new", "existing", "skip"]
Json = dict[str, Any]


@dataclass(frozen=True)
class StepAsked:
    """How one step goes: a new record, the one `id` that is there, or not at all; None: as proposed. `values` replace
    what is proposed, key by key."""

    use: Use | None = None
    id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What a step came to. `how`: made or used."""

    step: PushStep
    form: Form
    id: int
    how: str


@dataclass
class Trouble:
    """What is wrong with any of the records, and what was said of those that went well."""

    problems: list[FieldProblem] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    outcomes: list[tuple[str, Outcome]] = field(default_factory=list)

    def take(
        self, place: str, tx: Tx, write: Callable[[], Outcome], missing: frozenset[str] = frozenset()
    ) -> Outcome | None:
        """Write one record; what is wrong with it is kept under `place`, so that all is told together. `missing`:
        fields whose record could not be made, which nobody needs to be told of again."""
        try:
            with tx.savepoint():
                outcome = write()
        except AppError as error:
            if not error.problems and not isinstance(error, RuleRefused | StageGate):
                raise
            self.problems += [
                FieldProblem(f"{place}.{each.field}", each.code, each.params)
                for each in error.problems
                if each.field not in missing
            ]
            self.messages += [str(each) for each in error.params.get("messages", ())]
            if not error.problems and not self.messages:
                self.problems.append(FieldProblem(place, error.code, error.params))
            return None
        self.outcomes.append((place, outcome))
        return outcome

    def stop(self) -> None:
        """Raise what is wrong, if anything is."""
        if self.problems or self.messages:
            raise PushRefused(problems=self.problems, messages=list(dict.fromkeys(self.messages)))


def make(
    who: Who, source: Source, push: Push, asked: Mapping[str, StepAsked], trouble: Trouble
) -> list[Made]:
    """Go through the steps; problems go to `trouble`, and later steps go on without the record that is missing."""
    made: dict[str, Made] = {}
    failed: set[str] = set()
    for step in push.steps:
        if not goes(source, step):
            continue
        target = source.form.others.get(step.form)
        if target is None and step.optional:
            continue
        if target is None:
            raise FormGone(push=say(push.label, who.locale), key=push.key, step=step.key)
        found = _step(who, source, target, step, asked.get(step.key) or StepAsked(), made, failed, trouble)
        if found is None:
            continue
        if found.id == 0:
            failed.add(step.key)
        else:
            made[step.key] = found
    return list(made.values())


def goes(source: Source, step: PushStep) -> bool:
    """Whether a step applies to the record at all."""
    if step.needs and not any(source.says(key) for key in step.needs):
        return False
    return holds(source.tx, source.actor, source.form, source.id, step.when)


def _step(
    who: Who,
    source: Source,
    target: Form,
    step: PushStep,
    asked: StepAsked,
    made: Mapping[str, Made],
    failed: set[str],
    trouble: Trouble,
) -> Made | None:
    use, id_ = chosen(source, target, step, asked, trouble)
    if use == "skip":
        return None
    if use == "existing" and id_ is None:
        return Made(step, target, 0, "used")
    action = "create" if use == "new" else "change"
    if action == "create" and not who.free and not may(who.actor, target.key, "create"):
        raise NoMaking(form=say(target.definition.label, who.locale), key=target.key, step=step.key)
    values = _settled(target, proposed(source, target, step, action).values, made)
    if use == "existing":
        assert id_ is not None
        changes = may_change(source, target, id_)
        fills = brought(source, target, step, id_, values) if changes else {}
        command = Command("change", id_, _given(source, target, step, fills, asked), opened=frozenset(fills))
    else:
        given = _given(source, target, step, values, asked)
        command = Command("create", None, {**_owner(source, target, step), **given}, opened=frozenset(values))
    if command.action == "change" and not command.values:
        return Made(step, target, id_ or 0, "used")
    missing = frozenset(put.put for put in step.puts if put.step in failed)
    outcome = trouble.take(step.key, source.tx, lambda: apply(source.tx, who, target, [command])[0], missing)
    id_made = outcome.id if outcome is not None else None
    return Made(step, target, id_made or 0, "made" if use == "new" else "used")


def chosen(
    source: Source, target: Form, step: PushStep, asked: StepAsked, trouble: Trouble
) -> tuple[Use, int | None]:
    """How a step goes: as somebody chose, within what the definition allows, else as it is proposed."""
    use = asked.use
    if use is None:
        if step.optional and not step.offered:
            return "skip", None
        found = asked.id or existing(source, target, step)
        use, id_ = ("existing", found) if found is not None or step.mode == "find" else ("new", None)
        if id_ is None and use == "existing" and step.optional:
            return "skip", None
    else:
        id_ = asked.id if use == "existing" else None
    allowed = {"either": ("new", "existing"), "create": ("new",), "find": ("existing",)}[step.mode]
    if use == "skip" and step.optional:
        return "skip", None
    if use not in allowed:
        trouble.problems.append(FieldProblem(f"{step.key}.use", "push.not_so", {"use": use}))
        return "existing", None
    if use == "existing" and (id_ is None or not sees(source.tx, source.actor, target, id_, hold=True)):
        code = "push.which" if id_ is None else "fields.unknown_record"
        trouble.problems.append(FieldProblem(f"{step.key}.id", code, {"id": id_}))
        return "existing", None
    return use, id_


def may_change(source: Source, target: Form, id_: int) -> bool:
    """Whether the caller may change a record that is there; else it is linked as it is."""
    return bool(open_among(source.tx, source.actor, target, "change", [id_]))


def _settled(target: Form, values: Mapping[str, Any], made: Mapping[str, Made]) -> dict[str, Any]:
    """`values` with the records of earlier steps in their places; a step that was left out leaves nothing."""
    found = {}
    for key, value in values.items():
        if not (isinstance(value, Mapping) and value.keys() == {WAITS}):
            found[key] = value
            continue
        there, bound = made.get(value[WAITS]), target.get(key)
        if there is not None and bound is not None:
            found[key] = pointing(bound, there.form.key, there.id)
    return found


def _given(
    source: Source, target: Form, step: PushStep, values: Mapping[str, Any], asked: StepAsked
) -> dict[str, Any]:
    """What is proposed, and what somebody gave in its place; files of the source become copies of their own."""
    typed = {
        key: value
        for key, value in asked.values.items()
        if not (
            (bound := target.get(key)) is not None and bound.definition.readonly and key in values
        )  # what nobody types stays as proposed
    }
    whole = {**values, **typed}
    held = [key for key, bound in target.by_key.items() if bound.operand == "file" and whole.get(key)]
    for key in held:
        whole[key] = papers.copies(source.tx, source.actor, source.form, source.id, whole[key])
    return whole


def _owner(source: Source, target: Form, step: PushStep) -> Json:
    """Whose the new record is; whoever may not give records away keeps it."""
    if not target.owned or step.owner == "actor" or source.actor.person_id is None:
        return {}
    owner = None if step.owner == "nobody" else (source.whole.get("owner") or {}).get("id")
    if step.owner == "source" and owner is None:
        return {}
    free = owner == source.actor.person_id or may(source.actor, target.key, "assign")
    return {"owner": owner} if free else {}
