"""What rules did: runs with their steps, trying again; their buttons on records; their addresses for other systems."""

from functools import partial
from typing import Any, Literal

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, refused
from bulou.api.doors import Door, Doors, Param, number, text
from bulou.api.rates import Rate
from bulou.api.routes.records import form_of
from bulou.api.routes.rules import rule_of
from bulou.api.serve import encode, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.kit.clock import instant, parse_instant
from bulou.people.throttle import address_name
from bulou.rules import hooks, looking, pressing, runs, store
from bulou.rules.errors import RuleNotFound, RunNotFound, TooManyCalls
from bulou.rules.hooks import Called
from bulou.rules.looking import Wish
from bulou.rules.model import Rule
from bulou.rules.retrying import retry, retry_all
from bulou.rules.rights import may_see
from bulou.rules.runs import ENDED, GOING, Run
from bulou.rules.told_runs import run_json, runs_json

doors = Doors("rules")
Json = dict[str, Any]
OF_ONE = Rate(600, 60)  # calls of one address of ours
OF_ADDRESS = Rate(300, 60)  # calls from one address of the net
KILOBYTES = Rate(
    4096, 60
)  # of bodies for one address of ours: what a rule keeps of its calls has an end (0099)
LONGEST_KEY = 200
MOST_AGAIN = 1000  # runs tried again at once
STATES = (*GOING, *ENDED)
Runs = dict[int, Rule]


class RunsBody(Strict):
    """Which runs to try again: these, or all that failed or were skipped of a rule (of all rules: neither), since a
    moment, of a form's record."""

    ids: list[int] | None = Field(default=None, min_length=1, max_length=MOST_AGAIN)
    rule: str | None = Field(default=None, max_length=60)
    state: Literal["failed", "skipped"] = "failed"
    form: str | None = Field(default=None, max_length=60)
    record: int = Field(default=0, ge=0, le=2**63 - 1)
    since: str | None = Field(default=None, max_length=40)
    until: str | None = Field(default=None, max_length=40)


@doors.get(
    "/rules/{key}/runs",
    "list_rule_runs",
    carries="records",
    scope="configure",
    query=[
        Param("state", {"type": "string", "enum": [*GOING, *ENDED]}, "Those in one state"),
        number("before", "The next of the page before", most=2**31 - 1),
        number("limit", most=200),
    ],
    answer=ITEMS,
)
def list_rule_runs(call: Call) -> Json:
    """The runs of a rule, the newest first: `{items, next}`."""
    rule, limit = rule_of(call, call.part("key")), call.number("limit", 50, most=200)
    before = call.number("before", 0, least=0, most=2**31 - 1)
    state = call.text("state", most=20)
    found = runs.listing(call.tx, rule.id, state=state, before=before, limit=limit)
    next_ = found[-1].id if len(found) == limit else None
    return {"items": runs_json(call.tx, call.actor, {rule.id: rule}, found, call.locale), "next": next_}


@doors.get(
    "/rule-runs",
    "list_all_rule_runs",
    carries="records",
    scope="configure",
    query=[
        Param("state", {"type": "string", "enum": list(STATES)}, "Those in one state"),
        text("rule", "Those of one rule"),
        text("form", "Those that records of one form started"),
        number("record", "Those that one record of the form started", most=2**31 - 1),
        text("since", "Those that began at this moment or after it"),
        text("until", "Those that began before this moment"),
        number("before", "The next of the page before", most=2**31 - 1),
        number("limit", most=200),
    ],
    answer=ITEMS,
)
def list_all_rule_runs(call: Call) -> Json:
    """The runs of all rules that the caller may configure, the newest first: `{items, next, counts}`; `counts` by state
    are of the newest thousand."""
    rules, limit = _rules(call, call.text("rule", most=60)), call.number("limit", 50, most=200)
    state, form = call.text("state", most=20), call.text("form", most=60)
    if state is not None and state not in STATES:
        raise refused("state", "fields.not_a_choice", choices=list(STATES))
    wish = Wish(
        rules,
        (state,) if state else (),
        form,
        call.number("record", 0, least=0, most=2**31 - 1),
        _moment("since", call.text("since", most=40)),
        _moment("until", call.text("until", most=40)),
    )
    before = call.number("before", 0, least=0, most=2**31 - 1)
    found = looking.found(call.tx, wish, before=before, limit=limit)
    next_ = found[-1].id if len(found) == limit else None
    items = runs_json(call.tx, call.actor, rules, found, call.locale)
    return {"items": items, "next": next_, "counts": looking.counts(call.tx, wish)}


@doors.post(
    "/rule-runs/retry",
    "retry_rule_runs",
    carries="records",
    scope="configure",
    body=RunsBody,
    answer=OBJECT,
)
def retry_rule_runs(call: Call) -> Json:
    """Try failed or skipped runs again, at most a thousand at once: `{queued, more}`. Ids of other runs, or of rules
    that the caller may not configure, are passed over."""
    body = call.model(RunsBody)
    rules = _rules(call, body.rule)
    if not rules:
        raise RuleNotFound(what="rule", id="*")
    if body.ids is not None:
        found = [run for run in runs.some(call.tx, body.ids) if run.rule_id in rules]
        return {"queued": retry_all(call.tx, call.actor, rules, found), "more": False}
    moments = (_moment("since", body.since), _moment("until", body.until))
    wish = Wish(rules, (body.state,), body.form, body.record, *moments)
    found = looking.found(call.tx, wish, limit=MOST_AGAIN + 1)
    queued = retry_all(call.tx, call.actor, rules, found[:MOST_AGAIN])
    return {"queued": queued, "more": len(found) > MOST_AGAIN}


def _rules(call: Call, key: str | None) -> Runs:
    """The rules that the caller may configure, by id; only the one named, if one is. RuleNotFound."""
    if key is not None:
        rule = rule_of(call, key)
        return {rule.id: rule}
    return {rule.id: rule for rule in store.listing(call.tx) if may_see(call.actor, rule.form)}


def _moment(name: str, given: str | None) -> str | None:
    """A moment of the request as it is stored."""
    try:
        moment = None if given is None else parse_instant(given)
        if moment is not None and moment.tzinfo is None:
            raise ValueError(given)
        return None if moment is None else instant(moment)
    except (ValueError, OverflowError) as error:
        raise refused(name, "fields.not_a_date_time") from error


@doors.get("/rule-runs/{id}", "get_rule_run", carries="records", scope="configure", answer=OBJECT)
def get_rule_run(call: Call) -> Json:
    """One run with its steps."""
    rule, run = _run(call)
    return run_json(call.tx, call.actor, rule, run, call.locale)


@doors.post("/rule-runs/{id}/retry", "retry_rule_run", carries="records", scope="configure", answer=OBJECT)
def retry_rule_run(call: Call) -> Json:
    """Try a failed or skipped run again, from the step that it stands at."""
    rule, run = _run(call)
    again = retry(call.tx, call.actor, rule, run)
    return run_json(call.tx, call.actor, rule, again, call.locale)


@doors.get("/records/{form}/{id}/buttons", "list_rule_buttons", carries="records", answer=ITEMS)
def list_rule_buttons(call: Call) -> Json:
    """The buttons of rules on a record: `{items: [{key, label}]}`."""
    return {"items": pressing.offered(call.tx, call.actor, form_of(call), call.id())}


@doors.post(
    "/records/{form}/{id}/buttons/{key}", "press_rule_button", carries="records", status=202, answer=OBJECT
)
def press_rule_button(call: Call) -> Json:
    """Press one: its rule runs after this; 409 `rules.not_now` where it is not offered."""
    pressing.press(call.tx, call.actor, form_of(call), call.id(), call.part("key"))
    return {"queued": True}


@doors.post(
    "/hooks/{slug}",
    "call_rule_hook",
    carries="nothing",
    scope=None,
    public=True,
    by_hand=True,
    status=202,
    body={"type": "object", "additionalProperties": True},
    answer=OBJECT,
    limit=hooks.LARGEST,
)
async def call_rule_hook(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Another system calls a rule: JSON of at most 256 KB; the answer says whether this call is new."""
    slug = asked.path["slug"].replace("\x00", "")
    _limit(site, f"hooks:{address_name(asked.ip)}", OF_ADDRESS)
    _limit(site, f"hook:{slug[:100]}", OF_ONE)
    asked.raw = await read_body(asked, receive, door.limit)
    _limit(site, f"hook-size:{slug[:100]}", KILOBYTES, -(-len(asked.raw) // 1024))
    signature = (asked.header(b"x-bulou-signature") or "")[:200]
    key = (asked.header(b"idempotency-key") or "")[:LONGEST_KEY]
    called = Called(asked.raw, asked.body, signature, key)
    taken = await unit(site, partial(hooks.take, slug=slug, called=called))
    return to_response(encode(door, {"taken": taken}))


def _limit(site: Site, name: str, rate: Rate, many: int = 1) -> None:
    seconds = site.rates.hit(name, rate, site.clock(), many)
    if seconds:
        raise TooManyCalls(seconds=seconds)


def _run(call: Call) -> tuple[Rule, Run]:
    """The run of the path and its rule. RunNotFound for those who may not configure the rule."""
    run = runs.one(call.tx, call.id())
    rule = store.by_id(call.tx, run.rule_id)
    if rule is None or not may_see(call.actor, rule.form):
        raise RunNotFound(what="run", id=run.id)
    return rule, run
