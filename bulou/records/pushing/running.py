"""Pushing a record: everything is judged and written in one transaction, or nothing is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.forms.pushes import Push
from bulou.kit.errors import FieldProblem, Forbidden
from bulou.people import audit
from bulou.records.batches import ledger
from bulou.records.errors import NotNow
from bulou.records.pushing import carrying, links
from bulou.records.pushing.errors import PushDone
from bulou.records.pushing.links import Link
from bulou.records.pushing.making import Made, StepAsked, Trouble, make
from bulou.records.pushing.offering import holds, push_of, told
from bulou.records.pushing.values import WAITS, Source, pointing
from bulou.records.query.one import may_read, open_among
from bulou.records.write import Command, Outcome, Who, apply

KIND = "push"
SOURCE = "source"  # how the problems of the record itself are named
Json = dict[str, Any]

__all__ = ["Asked", "StepAsked", "run"]


@dataclass(frozen=True)
class Asked:
    """What somebody wants of a push: `steps` as they chose them (what is not named goes as proposed), `source`: values
    for the record itself, what its stage asks for; `version` last seen."""

    steps: Mapping[str, StepAsked] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


def run(tx: Tx, who: Who, form: Form, id_: int, key: str, asked: Asked) -> Json:
    """`{batch, records: [{step, how, form, id, title}], stripped, warnings}`: what came out of the record.

    PushDone where it went through before, NotNow where it is not offered, NoMaking, PushRefused with every problem of
    every step, RecordNotFound, Forbidden, and whatever else a form asks of a write.
    """
    push = push_of(form, key)
    _admit(tx, who, form, id_, push)
    trouble = Trouble()
    unknown = [name for name in asked.steps if push.step(name) is None]
    for name in unknown:
        trouble.problems.append(FieldProblem(f"steps.{name[:60]}", "push.unknown_step", {"step": name[:60]}))
    trouble.stop()
    batch = ledger.begin(tx, KIND, form.key, {"push": push.key, "record": id_}, who.person_id)
    mine = replace(who, batch_id=batch)
    made = make(mine, Source(tx, who.actor, form, id_, push), push, asked.steps, trouble)
    kept = [_link(tx, who, form, id_, push, each, batch) for each in made]
    links.keep(tx, kept)
    _finish_source(tx, mine, form, id_, push, asked, made, trouble)
    trouble.stop()
    team = carrying.carry(tx, who, form, id_, kept)
    ledger.end(tx, batch, "done", {"made": sum(each.how == "made" for each in kept), "team": team})
    records = [{"step": each.step, "how": each.how, "form": each.to_form, "id": each.to_id} for each in kept]
    detail = {"push": push.key, "batch": batch, "records": records}
    audit.write(tx, who.actor, "record.pushed", form=form.key, record_id=id_, detail=detail)
    return {
        "batch": batch,
        "records": _told(tx, who, kept),
        **_said(trouble, [(form.key, id_), *_ends(kept)]),
    }


def _ends(kept: Sequence[Link]) -> list[tuple[str, int]]:
    return [(each.to_form, each.to_id) for each in kept]


def _told(tx: Tx, who: Who, kept: Sequence[Link]) -> list[Json]:
    return list(told(tx, who.actor, kept)["records"]) if kept else []


def _admit(tx: Tx, who: Who, form: Form, id_: int, push: Push) -> None:
    """One at a time for a record, once unless it says otherwise, by whoever may change it; it is held meanwhile."""
    require(who.actor, form.key, "change")
    tx.lock(f"push:{form.key}:{id_}")
    may_read(tx, who.actor, form, id_, hold=True)
    if not who.free and not open_among(tx, who.actor, form, "change", [id_]):
        raise Forbidden(action="change", form=form.key)
    found = [] if push.again else links.of_record(tx, form.key, id_, push.key)
    if found:
        done = told(tx, who.actor, found)
        by = (done["by"] or {}).get("title") or ""
        raise PushDone(push=push.key, by=by, at=done["at"], records=done["records"])
    if not holds(tx, who.actor, form, id_, push.when):
        raise NotNow(form=form.key)


def _link(tx: Tx, who: Who, form: Form, id_: int, push: Push, made: Made, batch: int) -> Link:
    ends = (form.key, id_, push.key, made.step.key, made.form.key, made.id)
    return Link(*ends, made.how, made.step.carries, batch, who.person_id, tx.now_text)


def _finish_source(
    tx: Tx,
    who: Who,
    form: Form,
    id_: int,
    push: Push,
    asked: Asked,
    made: list[Made],
    trouble: Trouble,
) -> None:
    """What the push sets in the record itself, and its stage, by the same pipeline as any change."""
    source = Source(tx, who.actor, form, id_, push)
    values: Json = {}
    for each in push.sets:
        found = _set(source, form, each.field, each.value, {one.step.key: one for one in made})
        if found is not None or each.value is None:
            values[each.field] = found
    opened = frozenset(values)
    values |= {key: value for key, value in asked.source.items() if key not in opened}
    if push.stage is not None:
        values["stage"] = push.stage
    if values:
        command = Command("change", id_, values, asked.version, opened=opened)
        trouble.take(SOURCE, tx, lambda: apply(tx, who, form, [command])[0])


def _set(source: Source, form: Form, key: str, value: Any, made: Mapping[str, Made]) -> Any:
    """What a setting gives: the record of a step, another field as the caller reads it, or a constant."""
    if isinstance(value, Mapping) and isinstance(value.get(WAITS), str):
        there, bound = made.get(value[WAITS]), form.get(key)
        return None if there is None or bound is None else pointing(bound, there.form.key, there.id)
    return source.set_to(value)


def _said(trouble: Trouble, ours: Sequence[tuple[str, int]]) -> Json:
    """What of what somebody gave was not theirs to write, and what rules wanted said; that what became of a record is
    like it goes without saying."""
    outcomes: list[tuple[str, Outcome]] = trouble.outcomes
    return {
        "stripped": [f"{step}.{key}" for step, each in outcomes for key in each.stripped],
        "warnings": [
            {"step": step, "rule": said.rule, "message": said.message, "fields": list(said.fields)}
            for step, each in outcomes
            for said in each.warnings
            if said.twin not in ours
        ],
    }
