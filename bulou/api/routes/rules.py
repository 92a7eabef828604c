"""Rules: drafted, checked, published, switched on and off, tried out, rehearsed by those who configure their form."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bulou.api.call import Answer, Call
from bulou.api.doors import Doors, flag, text
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.connect import channels
from bulou.forms import catalog as catalogs
from bulou.rules import removing, store
from bulou.rules.errors import RuleInvalid, RuleNotFound
from bulou.rules.model import Rule
from bulou.rules.named import names_in
from bulou.rules.rehearsal import rehearse
from bulou.rules.rights import may_see, need
from bulou.rules.told import channel_json, kinds_json, reason_detail, rule_json, rules_json, version_json
from bulou.rules.trying import rule_for, try_out
from bulou.words import field_error

doors = Doors("rules")
Json = dict[str, Any]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Words = Annotated[
    dict[str, Annotated[str, StringConstraints(max_length=200)]], Field(min_length=1, max_length=20)
]
CONFIGURE: Json = {"carries": "definitions", "scope": "configure"}
LONGEST_REHEARSAL = 90  # days


class NewRule(Strict):
    """A rule to be: off, with a draft if one is given."""

    key: Key
    label: Words
    form: Key | None = None
    definition: dict[str, Any] | None = None


class Draft(Strict):
    """The definition at work; `version` is the `draft_version` last seen."""

    definition: dict[str, Any]
    version: int = Field(ge=0)
    label: Words | None = None


class Seen(Strict):
    """The `draft_version` last seen."""

    version: int | None = Field(default=None, ge=0)


class Back(Strict):
    """The version to go back to."""

    version: int = Field(ge=1)


class Checked(Strict):
    """A definition to be checked; `form` null where no record starts it."""

    form: Key | None = None
    definition: dict[str, Any]


class Trial(Strict):
    """A definition to try out on a record of its form; `body`: what a webhook would send."""

    form: Key | None = None
    definition: dict[str, Any]
    record: int = Field(default=0, ge=0)
    body: Any = None
    label: Words | None = None


class Rehearsal(Strict):
    """A definition to rehearse over the last `days`; `day`: only the samples of that one."""

    form: Key | None = None
    definition: dict[str, Any]
    days: int = Field(default=30, ge=1, le=LONGEST_REHEARSAL)
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    label: Words | None = None


@doors.get(
    "/rules",
    "list_rules",
    **CONFIGURE,
    query=[text("form", "Those of one form"), flag("deleted", "Those that can be brought back, instead")],
    answer=ITEMS,
)
def list_rules(call: Call) -> Json:
    """The rules that the caller may configure, each in a sentence, with what of it does not fit any more and how it
    fares."""
    form = call.text("form", most=60)
    rules = removing.deleted(call.tx) if call.flag("deleted") else store.listing(call.tx)
    found = [rule for rule in rules if form in (None, rule.form) and may_see(call.actor, rule.form)]
    return {"items": rules_json(call.tx, call.actor, found, call.locale)}


@doors.get("/rules/kinds", "list_rule_kinds", carries="definitions", answer=OBJECT)
def list_rule_kinds(_call: Call) -> Json:
    """What starts rules and what they do: words, and the JSON schema of the options of each kind."""
    return kinds_json()


@doors.get("/rules/channels", "list_rule_channels", carries="definitions", answer=ITEMS)
def list_rule_channels(call: Call) -> Json:
    """Through which channels rules may send, for those who configure any: `{key, label, purpose}`, nothing of how."""
    every = (None, *(form.key for form in catalogs.load(call.tx)))
    if not any(may_see(call.actor, form) for form in every):
        return {"items": []}
    found = [each for each in channels.listing(call.tx) if each.enabled and each.service is not None]
    return {"items": [channel_json(each) for each in found]}


@doors.post("/rules", "create_rule", **CONFIGURE, status=201, body=NewRule, answer=OBJECT)
def create_rule(call: Call) -> Answer:
    """A new rule."""
    body = call.model(NewRule)
    need(call.actor, body.form)
    rule = store.create(call.tx, call.actor, body.key, body.label, body.form, body.definition)
    return Answer(rule_json(call.tx, call.actor, rule), 201)


@doors.ask(
    "/rules/check", "check_rule", carries="definitions", scope="configure", body=Checked, answer=OBJECT
)
def check_rule(call: Call) -> Json:
    """What is wrong with a definition: `{problems: [{field, code, detail, params}]}`."""
    body = call.model(Checked)
    need(call.actor, body.form)
    return {"problems": _problems(call, body.form, body.definition)}


@doors.post("/rules/test", "test_rule", carries="records", scope="configure", body=Trial, answer=OBJECT)
def test_rule(call: Call) -> Json:
    """Try a definition out on a record: what each step would do. Nothing of it stays."""
    body = call.model(Trial)
    need(call.actor, body.form)
    definition = store.check(call.tx, call.actor, body.form, body.definition)
    rule = rule_for(definition, body.form, call.actor.person_id, body.label)
    told = try_out(call.tx, call.actor, rule, body.record, body.body, locale=call.locale)
    return {**told, "names": names_in(call.tx, told["steps"])}


@doors.post(
    "/rules/rehearse", "rehearse_rule", carries="records", scope="configure", body=Rehearsal, answer=OBJECT
)
def rehearse_rule(call: Call) -> Json:
    """What a definition would have done over the last days. Nothing of it stays."""
    body = call.model(Rehearsal)
    need(call.actor, body.form)
    definition = store.check(call.tx, call.actor, body.form, body.definition)
    rule = rule_for(definition, body.form, call.actor.person_id, body.label)
    return rehearse(call.tx, call.actor, rule, body.days, day=body.day, locale=call.locale)


@doors.get("/rules/{key}", "get_rule", **CONFIGURE, answer=OBJECT)
def get_rule(call: Call) -> Json:
    """One rule with what is in force, its draft, and what is wrong with the draft."""
    return _whole(call, _rule(call))


@doors.put("/rules/{key}/draft", "put_rule_draft", **CONFIGURE, body=Draft, answer=OBJECT)
def put_rule_draft(call: Call) -> Json:
    """Keep a draft; 409 `rules.changed` where somebody kept another meanwhile."""
    body, rule = call.model(Draft), _rule(call)
    return _whole(
        call, store.keep_draft(call.tx, call.actor, rule, body.definition, body.version, body.label)
    )


@doors.delete("/rules/{key}/draft", "drop_rule_draft", **CONFIGURE)
def drop_rule_draft(call: Call) -> None:
    """Back to what is in force."""
    store.drop_draft(call.tx, call.actor, _rule(call))


@doors.post("/rules/{key}/publish", "publish_rule", **CONFIGURE, body=Seen, answer=OBJECT)
def publish_rule(call: Call) -> Json:
    """Put the draft in force; whoever does so owns the rule."""
    body = call.model(Seen)
    return _whole(call, store.publish(call.tx, call.actor, _rule(call), body.version))


@doors.post("/rules/{key}/enable", "enable_rule", **CONFIGURE, answer=OBJECT)
def enable_rule(call: Call) -> Json:
    """Switch it on."""
    return _whole(call, store.switch(call.tx, call.actor, _rule(call), True))


@doors.post("/rules/{key}/disable", "disable_rule", **CONFIGURE, answer=OBJECT)
def disable_rule(call: Call) -> Json:
    """Switch it off."""
    return _whole(call, store.switch(call.tx, call.actor, _rule(call), False))


@doors.post("/rules/{key}/address", "renew_rule_address", **CONFIGURE, answer=OBJECT)
def renew_rule_address(call: Call) -> Json:
    """Another secret address for a webhook; the old one is dead."""
    return _whole(call, store.renew_address(call.tx, call.actor, _rule(call)))


@doors.get("/rules/{key}/versions", "list_rule_versions", **CONFIGURE, answer=ITEMS)
def list_rule_versions(call: Call) -> Json:
    """What was in force, the newest first."""
    return {"items": [version_json(call.tx, row) for row in store.versions(call.tx, _rule(call))]}


@doors.post("/rules/{key}/rollback", "roll_back_rule", **CONFIGURE, body=Back, answer=OBJECT)
def roll_back_rule(call: Call) -> Json:
    """Publish an earlier version anew."""
    return _whole(call, store.roll_back(call.tx, call.actor, _rule(call), call.model(Back).version))


@doors.delete("/rules/{key}", "delete_rule", **CONFIGURE)
def delete_rule(call: Call) -> None:
    """Delete it; for thirty days it can be brought back, with its versions and runs."""
    removing.remove(call.tx, call.actor, _rule(call))


@doors.post("/rules/{key}/restore", "restore_rule", **CONFIGURE, answer=OBJECT)
def restore_rule(call: Call) -> Json:
    """Bring back the rule that was deleted last under this key, as it was; 409 where another has the key by now."""
    return _whole(call, removing.bring_back(call.tx, call.actor, call.part("key")))


def _rule(call: Call) -> Rule:
    """The rule of the path; not found for those who may not configure it."""
    return rule_of(call, call.part("key"))


def rule_of(call: Call, key: str) -> Rule:
    """The rule, for those who may configure it. RuleNotFound for everybody else."""
    rule = store.one(call.tx, key)
    if not may_see(call.actor, rule.form):
        raise RuleNotFound(what="rule", id=key)
    return rule


def _problems(call: Call, form: str | None, body: Any) -> list[Json]:
    """What would keep the caller from publishing it."""
    try:
        store.check(call.tx, call.actor, form, body)
    except RuleInvalid as error:
        return [field_error(each, call.locale) for each in error.problems]
    return []


def _whole(call: Call, rule: Rule) -> Json:
    body = rule.draft if rule.draft is not None else rule.body
    told = _problems(call, rule.form, body) if body is not None else []
    names = names_in(call.tx, rule.draft, rule.body)
    whole = {**rule_json(call.tx, call.actor, rule), "problems": told, "names": names}
    if rule.reason is not None:
        whole["reason"] = {**rule.reason, "detail": reason_detail(rule, call.locale)}
    return whole
