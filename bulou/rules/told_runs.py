"""Runs as people see them: in words, and of records only what the reader may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from bulou.db.outbox import Fact
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import PEOPLE
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.history import label_of
from bulou.records.query.model import Wanted
from bulou.records.query.secure import sight
from bulou.records.query.titles import reference, titles_of
from bulou.rules import runs, store
from bulou.rules.kinds import action
from bulou.rules.model import Rule
from bulou.rules.queue import OWNER
from bulou.rules.runs import Run
from bulou.rules.subject import Subject
from bulou.words import error_text, sentence

Json = dict[str, Any]
MOST_NAMED = 20  # people and records of one step


def runs_json(
    tx: Tx, actor: Actor, rules: Mapping[int, Rule], found: Sequence[Run], locale: str
) -> list[Json]:
    """Runs of these rules (by id), with what their records are called for the reader."""
    wanted, catalog = Wanted(), catalogs.load(tx)
    for run in found:
        if run.form is not None and run.record_id:
            wanted.add(run.form, run.record_id)
    named = titles_of(tx, actor, catalog, wanted)
    return [_run_json(catalog, rules[run.rule_id], run, named, locale) for run in found]


def _run_json(catalog: Catalog, rule: Rule, run: Run, named: Any, locale: str) -> Json:
    record, event = None, run.input.get("event")
    if run.form is not None and run.record_id:
        form = catalog.get(run.form)
        label = say(form.definition.label, locale) if form is not None else run.form
        record = {"form": run.form, "form_label": label, **reference(named, run.form, run.record_id)}
    return {
        "id": run.id,
        "rule": rule.key,
        "rule_label": dict(rule.label),
        "rule_state": rule.state,
        "version": run.version,
        "record": record,
        "event": event,
        "event_label": sentence(f"rules.event.{event}", {}, locale) or event,
        "state": run.state,
        "reason": run.reason,
        "reason_detail": error_text(run.reason, {}, locale) if run.reason else None,
        "error": error_json(run.error, locale),
        "attempts": run.attempts,
        "next_at": run.next_at,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
    }


def error_json(error: Any, locale: str) -> Json | None:
    """An error as it is kept, with `detail` in words; its fields, too."""
    if not isinstance(error, Mapping):
        return None
    fields = [{**each, "detail": _said(each, locale)} for each in error.get("fields") or ()]
    return {**error, "detail": _said(error, locale), "fields": fields}


def _said(error: Mapping[str, Any], locale: str) -> str:
    code, params = str(error.get("code")), error.get("params") or {}
    if code == "internal":
        return error_text("rules.defect", params, locale)
    return error_text(code, params, locale)


def run_json(tx: Tx, actor: Actor, rule: Rule, run: Run, locale: str) -> Json:
    """One run with its steps, what is known of the event, and the chain that led to it."""
    (told,) = runs_json(tx, actor, {rule.id: rule}, [run], locale)
    steps = list(_steps(run, runs.steps(tx, run.id)))
    return {
        **told,
        "input": {key: value for key, value in run.input.items() if key != OWNER},
        "changed": _changed(tx, actor, run, locale) if (told["record"] or {}).get("title") else [],
        "by": _names(tx, actor, {PEOPLE: {run.by}} if run.by else {}).get((PEOPLE, run.by or 0)),
        "cause": _chain(tx, actor, run.cause),
        "steps": told_steps(tx, actor, steps, run.form, locale),
    }


def _changed(tx: Tx, actor: Actor, run: Run, locale: str) -> list[str]:
    """What the fields are called whose change started the run, as far as the reader sees them."""
    form = catalogs.load(tx).get(run.form or "")
    if form is None or run.input.get("event") != "record.changed":
        return []
    fact = Fact("record.changed", form.key, run.record_id, run.input, id=0, at=tx.now)
    seen = sight(tx, actor, form).fields
    return [label_of(form, key, locale) for key in Subject(tx, fact, form).changes if key in seen]


def _steps(run: Run, rows: Sequence[Any]) -> Iterator[Json]:
    for row in rows:
        yield {
            "id": row.id,
            "path": row.path,
            "item": row.item_id,
            "do": row.kind,
            "state": row.state,
            "output": None if row.output is None else orjson.loads(row.output),
            "error": None if row.error is None else orjson.loads(row.error),
            "at": row.at,
        }


def told_steps(tx: Tx, actor: Actor, steps: Sequence[Json], form: str | None, locale: str) -> list[Json]:
    """Each step with `label`, whom it told (`people`), what it made or changed (`records`, `fields`) and how many
    messages it sent (`sent`); of trials, too."""
    wanted: dict[str, set[int]] = {}
    for step in steps:
        for key, id_ in _named(step.get("output")):
            wanted.setdefault(key, set()).add(id_)
    names, catalog = _names(tx, actor, wanted), catalogs.load(tx)
    return [
        {**step, **_in_words(names, step, locale), "fields": _fields(tx, actor, catalog, step, form, locale)}
        for step in steps
    ]


def _fields(tx: Tx, actor: Actor, catalog: Catalog, step: Json, form: str | None, locale: str) -> list[str]:
    """What the fields are called that a step changed, as far as the reader sees them."""
    output = step.get("output") or {}
    changed, there = output.get("changed"), catalog.get(str(output.get("form") or form))
    if not changed or there is None:
        return []
    seen = sight(tx, actor, there).fields
    return [label_of(there, key, locale) for key in changed if key in seen]


def _in_words(names: Mapping[Any, Json], step: Json, locale: str) -> Json:
    kind, output = action(str(step["do"])), step.get("output")
    output = output if isinstance(output, Mapping) else {}
    refs = list(_named(output))
    return {
        "label": say(kind.label, locale) if kind is not None else step["do"],
        "people": [names[ref] for ref in refs if ref[0] == PEOPLE][:MOST_NAMED],
        "records": [names[ref] for ref in refs if ref[0] != PEOPLE][:MOST_NAMED],
        "sent": len(output.get("deliveries") or ()),
        "error": error_json(step.get("error"), locale),
    }


def _named(output: Any) -> Iterator[tuple[str, int]]:
    """The people and records that an output names."""
    if not isinstance(output, Mapping):
        return
    for id_ in output.get("people") or ():
        if isinstance(id_, int):
            yield PEOPLE, id_
    form, ids = output.get("form"), output.get("ids") or [output.get("id")]
    if isinstance(form, str):
        yield from ((form, id_) for id_ in ids if isinstance(id_, int))


def _names(tx: Tx, actor: Actor, wanted: Mapping[str, Iterable[int | None]]) -> dict[tuple[str, int], Json]:
    asked = Wanted()
    for key, ids in wanted.items():
        asked.add_all(key, ids)
    named = titles_of(tx, actor, catalogs.load(tx), asked)
    return {ref: {"form": ref[0], **reference(named, *ref)} for ref in named}


def _chain(tx: Tx, actor: Actor, cause: Iterable[str]) -> list[Json]:
    """The links as rules and records, the first cause first."""
    told: list[Json] = []
    wanted: dict[str, set[int]] = {}
    links = [[*link.split(":"), "", "", ""][1:4] for link in cause]
    for _id, form, record in links:
        if form and record.isdigit():
            wanted.setdefault(form, set()).add(int(record))
    names = _names(tx, actor, wanted)
    for id_, form, record in links:
        rule = store.by_id(tx, int(id_)) if id_.isdigit() else None
        record_id = int(record) if record.isdigit() else None
        known = {"rule": rule.key, "label": dict(rule.label)} if rule else {"rule": None, "label": None}
        told.append(
            {**known, "form": form or None, "id": record_id, "record": names.get((form, record_id or 0))}
        )
    return told
