"""Rules as people see them; their runs are told by `told_runs`."""

from collections.abc import Collection
from typing import Any

import orjson

from bulou.connect.channels import Channel
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.records.actions import ActionKind
from bulou.rules import broken, counting
from bulou.rules.kinds import every_action
from bulou.rules.model import Rule
from bulou.rules.sentence import called, sentence_of
from bulou.rules.trigger import TriggerKind, triggers
from bulou.words import error_text

Json = dict[str, Any]
SECRET = ("slug", "seal")
HOOK = "/api/hooks/"


def rule_json(tx: Tx, actor: Actor, rule: Rule) -> Json:
    """`{key, label, form, state, reason, trigger, definition, version, draft, draft_version, owner, hook, …}`."""
    theirs = (
        actor.admin or rule.owner_id == actor.person_id
    )  # who calls it has it act with its owner's rights
    hook = {"path": f"{HOOK}{rule.slug}", "seal": rule.seal} if rule.slug is not None and theirs else None
    shown = rule.body if rule.body is not None else rule.draft
    return {
        "key": rule.key,
        "label": dict(rule.label),
        "form": rule.form,
        "state": rule.state,
        "reason": rule.reason,
        "trigger": (shown or {}).get("trigger", {}).get("kind"),
        "definition": rule.body,
        "version": rule.version,
        "draft": rule.draft,
        "draft_version": rule.draft_version,
        "owner": _person(tx, rule.owner_id),
        "failures": rule.failures,
        "hook": hook,
        "live_since": rule.live_since,
        "changed_at": rule.changed_at,
        "changed_by": _person(tx, rule.changed_by),
    }


def rules_json(tx: Tx, actor: Actor, rules: Collection[Rule], locale: str) -> list[Json]:
    """As `rule_json`, each with `sentence`, `form_label`, `reason_detail`, `broken` (what does not fit any more) and
    how it fares: `last` `{id, state, at}`, `ended` `{"7": {runs, failed, cut}, "30": …}`, `going`."""
    catalog, fared = catalogs.load(tx), counting.fared(tx, [rule.id for rule in rules])
    names = called(tx, actor, catalog, locale)
    found = []
    for rule in rules:
        fares, form = fared[rule.id], catalog.get(rule.form or "")
        last = dict(zip(("id", "state", "at"), fares.last, strict=True)) if fares.last else None
        found.append(
            {
                **rule_json(tx, actor, rule),
                "sentence": sentence_of(names, rule),
                "form_label": dict(form.definition.label) if form is not None else None,
                "reason_detail": reason_detail(rule, locale),
                "broken": broken.told(tx, actor, rule, locale),
                "last": last,
                "ended": {str(days): each for days, each in fares.days.items()},
                "going": fares.going,
            }
        )
    return found


def reason_detail(rule: Rule, locale: str) -> str | None:
    """Why a rule is paused, in words; None where it is not."""
    reason = rule.reason or {}
    return error_text(reason["code"], reason.get("params"), locale) if "code" in reason else None


def _person(tx: Tx, id_: int | None) -> Json | None:
    entry = register(tx).people.get(id_ or 0)
    return None if not id_ else {"id": id_, "title": entry.name if entry else None}


def version_json(tx: Tx, row: Any) -> Json:
    """One version as it was published, and by whom."""
    return {
        "version": row.version,
        "label": orjson.loads(row.label),
        "definition": orjson.loads(row.body),
        "at": row.at,
        "by": _person(tx, row.by),
    }


def kinds_json() -> Json:
    """`{triggers, actions}`: each kind with its words and the JSON schema of its options."""
    by_order = sorted(triggers, key=lambda kind: (kind.order, kind.key))
    return {
        "triggers": [_trigger_json(kind) for kind in by_order],
        "actions": [
            _action_json(kind) for kind in sorted(every_action(), key=lambda kind: (kind.order, kind.key))
        ],
    }


def _trigger_json(kind: TriggerKind) -> Json:
    return {
        "key": kind.key,
        "label": dict(kind.label),
        "options": kind.options.model_json_schema(by_alias=True),
        "hints": {key: dict(words) for key, words in kind.hints.items()},
        "form": kind.own_form,
        "timed": kind.due is not None,
        "before": kind.knows_before,
    }


def _action_json(kind: ActionKind) -> Json:
    return {
        "key": kind.key,
        "label": dict(kind.label),
        "options": kind.options.model_json_schema(by_alias=True),
        "hints": {key: dict(words) for key, words in kind.hints.items()},
        "record": kind.needs_record,
        "blocks": list(kind.blocks),
    }


def channel_json(each: Channel) -> Json:
    """What a rule needs to know of a channel to name it."""
    purpose = each.service.purpose if each.service is not None else None
    return {"key": each.key, "label": each.label, "purpose": purpose}
