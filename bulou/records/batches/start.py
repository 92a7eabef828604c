"""Starting a change of many records: what is asked is checked, the list of ids is frozen, a job does the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.access.visible import require
from bulou.db.jobs import enqueue
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import FieldError, FieldProblem, Invalid
from bulou.kit.protocols import Actor
from bulou.people import actors, audit
from bulou.records.batches import ledger
from bulou.records.errors import TooMany
from bulou.records.query.secure import matching, secure_select, sight

MOST_IDS = 100_000
JOB = "records.bulk"
MOVES = {"stage": "change", "delete": "delete", "restore": "delete", "assign": "assign", "press": "change"}


@dataclass(frozen=True)
class Bulk:
    """What is asked: some records (`ids`, else all that match) and either new values or a move.

    `move`: `{to: stage, stage, values?}`, `{to: delete}`, `{to: restore}`, `{to: assign, owner}`,
    `{to: press, button}`.
    """

    ids: Sequence[int] | None = None
    filter: Any = None
    search: str | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    move: Mapping[str, Any] | None = None


def start(
    tx: Tx, actor: Actor, form: Form, asked: Bulk, *, via: str = "api", locale: str = "zh-CN"
) -> dict[str, Any]:
    """`{job, batch}` of the started batch. Forbidden without the right `bulk` and the right to what is asked."""
    require(actor, form.key, "bulk")
    for action in _actions(asked):
        require(actor, form.key, action)
    request = {**_request(form, asked, actor.zone), "via": via, "locale": locale}
    request["limits"] = actors.limits_of(actor)
    ids = _frozen(tx, actor, form, asked)
    batch = ledger.begin(tx, "bulk", form.key, {**request, "ids": ids}, actor.person_id)
    job = enqueue(tx, JOB, {"batch": batch}, by=actor.person_id, total=len(ids))
    ledger.change(tx, batch, job_id=job)
    detail = {"batch": batch, "records": len(ids), "change": sorted(asked.change), "move": request["move"]}
    audit.write(tx, actor, "bulk.started", form=form.key, detail=detail)
    return {"job": job, "batch": batch}


def _actions(asked: Bulk) -> set[str]:
    if asked.move is not None:
        return {MOVES.get(str(asked.move.get("to")), "change")}
    actions = {"change"}
    if "owner" in asked.change:
        actions.add("assign")
    return actions


def _request(form: Form, asked: Bulk, zone: str) -> dict[str, Any]:
    """The request as it is kept, after a first look: an unknown field must not fail a thousand times."""
    if bool(asked.change) == bool(asked.move):
        raise Invalid(problems=[FieldProblem("change", "bulk.change_or_move")])
    problems: list[FieldProblem] = []
    values = dict(asked.change)
    if asked.move is not None:
        problems += _move_problems(form, asked.move)
        more = asked.move.get("values")
        values = dict(more) if isinstance(more, Mapping) else {}
    problems += [problem for key, value in values.items() if (problem := _judged(form, key, value, zone))]
    if problems:
        raise Invalid(problems=problems)
    return {"change": dict(asked.change), "move": dict(asked.move) if asked.move else None}


def _move_problems(form: Form, move: Mapping[str, Any]) -> list[FieldProblem]:
    to = move.get("to")
    if to not in MOVES:
        return [FieldProblem("move.to", "fields.not_a_choice", {"choices": sorted(MOVES)})]
    if to == "stage" and move.get("stage") not in form.stages:
        return [FieldProblem("move.stage", "stage.unknown", {"stage": str(move.get("stage"))[:60]})]
    if to == "press" and not any(
        each.key == move.get("button") and each.press is not None for each in form.definition.elements
    ):
        return [FieldProblem("move.button", "fields.not_a_choice", {})]
    if to == "assign" and not isinstance(move.get("owner"), int | None):
        return [FieldProblem("move.owner", "fields.not_an_id")]
    return []


def _judged(form: Form, key: str, value: Any, zone: str) -> FieldProblem | None:
    bound = form.by_key.get(key)
    if bound is None:
        known = key in form.system and key in ("owner", "stage")
        return None if known else FieldProblem(key, "fields.unknown_field")
    try:
        kind = bound.kind
        kind.check(bound.definition, kind.localise(value, zone) if kind.zoned else value)
    except FieldError as error:
        return error.at(key)
    return None


def _frozen(tx: Tx, actor: Actor, form: Form, asked: Bulk) -> list[int]:
    """The ids this batch is about: what matches later does not come in any more."""
    if asked.ids is not None:
        ids = list(dict.fromkeys(asked.ids))
        if len(ids) > MOST_IDS:
            raise TooMany(limit=MOST_IDS)
        return ids
    seen = sight(tx, actor, form)
    deleted = asked.move is not None and asked.move.get("to") == "restore"
    where = matching(seen, form, asked.filter, asked.search)
    query = secure_select(seen, seen.of.c.id, where=where, deleted=deleted)
    ids = [row[0] for row in tx.rows(query.order_by(seen.of.c.id).limit(MOST_IDS + 1))]
    if len(ids) > MOST_IDS:
        raise TooMany(limit=MOST_IDS)
    return ids
