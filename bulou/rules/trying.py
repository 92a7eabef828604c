"""A rule tried out on a real record: everything is done in earnest, told, and taken back before anybody sees it."""

from typing import Any

from bulou.db.outbox import Fact
from bulou.db.tx import Tx
from bulou.expr.conditions import parse
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.kit.words import DEFAULT_LOCALE
from bulou.records.actions import Turn
from bulou.records.query.one import may_read
from bulou.rules import runs
from bulou.rules.definition import RuleDef
from bulou.rules.known import live_of
from bulou.rules.matching import judging
from bulou.rules.model import Rule
from bulou.rules.rights import would_run
from bulou.rules.runs import Run
from bulou.rules.starting import sees_enough, walk_of
from bulou.rules.subject import Subject
from bulou.rules.told_runs import told_steps
from bulou.rules.walking import whole

MOST_STEPS = 100
Json = dict[str, Any]


class _Back(Exception):
    """Everything done inside is undone."""


def rule_for(
    definition: RuleDef, form: str | None, owner: int | None, label: Any = None, key: str = ""
) -> Rule:
    """A rule that is in no database."""
    body = definition.model_dump(mode="json")
    values = dict.fromkeys(Rule.__dataclass_fields__)
    values |= {"id": 0, "key": key, "label": label or {}, "form": form, "state": "off", "body": body}
    values |= {"version": 0, "draft_version": 0, "owner_id": owner, "failures": 0}
    return Rule(**values)  # type: ignore[arg-type]


def try_out(
    tx: Tx, actor: Actor, rule: Rule, record_id: int, body: Any = None, *, locale: str = DEFAULT_LOCALE
) -> Json:
    """`{meets, seen, steps: [{path, item, do, output, error, …}], whole}` of the rule on a record, as its would-be
    owner; each step also in words, as `told_runs.told_steps` does.

    `body`: what a webhook would send. RecordNotFound where the record is not theirs to read.
    """
    acting = would_run(tx, actor, rule.definition)
    form = None if rule.form is None else catalogs.load(tx)[rule.form]
    if form is not None:
        may_read(tx, actor, form, record_id)
    run = _run(tx, rule, actor, record_id, body)
    steps: list[Json] = []
    seen = sees_enough(tx, rule, acting, record_id)
    meets = _meets(tx, acting, rule, record_id) if seen else None
    came_through = False
    try:
        with tx.savepoint():
            walk = walk_of(tx, rule, acting, run, dry=True)
            came_through = seen and whole(walk, lambda *line: steps.append(_line(*line)), MOST_STEPS)
            steps = told_steps(
                tx, actor, steps, rule.form, locale
            )  # what it made is there until it is taken back
            raise _Back
    except _Back:
        pass
    return {"meets": meets, "seen": seen, "steps": steps, "whole": came_through}


def _run(tx: Tx, rule: Rule, actor: Actor, record_id: int, body: Any) -> Run:
    about = {"event": "try", **({"body": body} if body is not None else {})}
    blank = dict.fromkeys(Run.__dataclass_fields__)
    blank |= {"id": 0, "rule_id": rule.id, "version": 0, "form": rule.form, "record_id": record_id}
    blank |= {
        "occasion": "try",
        "state": "queued",
        "cause": [],
        "input": about,
        "attempts": 0,
        "by": actor.person_id,
    }
    return Run(**{**blank, "created_at": tx.now_text})  # type: ignore[arg-type]


def _meets(tx: Tx, acting: Actor, rule: Rule, record_id: int) -> bool | None:
    """Whether the record meets the rule's condition now; None where there is no record."""
    live = live_of(rule)
    form = None if rule.form is None else catalogs.load(tx).get(rule.form)
    if live is None or form is None:
        return None
    fact = Fact("record.created", form.key, record_id, {}, acting.person_id, id=0, at=tx.now)
    subject = Subject(tx, fact, form)
    return subject.holds(parse(rule.definition.when), judging(tx, live, acting))


def _line(path: str, item: int | None, kind: str, found: Turn | AppError) -> Json:
    error = runs.told(found, whole=True) if isinstance(found, AppError) else None
    output = found.output if isinstance(found, Turn) else None
    return {"path": path, "item": item, "do": kind, "output": output, "error": error}
