"""What a kind of today's work is, and the stretches of records it finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bulou.access.visible import may, visible
from bulou.db.tx import Tx
from bulou.expr.conditions import Context, context_of
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.clock import day_in, parse_instant
from bulou.kit.protocols import Actor
from bulou.kit.registry import Registry
from bulou.kit.words import Words
from bulou.records import query
from bulou.records.heat import watched
from bulou.records.query import Query
from bulou.reports.aggregate import aggregate
from bulou.reports.groups import both
from bulou.reports.leaks import money_field

Json = dict[str, Any]
GROUPS = ("leaked", "today", "upcoming", "recycle")
URGENT = ("recycle", "leaked", "today", "upcoming")  # where a record stands that belongs to several
AHEAD = 7  # days of what is to come
PLANS = "_plans"  # whether the asker may put its next step off
MOST = 100  # rows of one stretch; more are counted only


@dataclass(frozen=True)
class Asker:
    """Whose day it is; `team`: it is about all that they may see, not only what they own."""

    tx: Tx
    actor: Actor
    catalog: Catalog
    team: bool = False

    @property
    def whose(self) -> Any:
        """The filter of the records that it is about; those that nobody owns are work of their own."""
        return {"field": "owner", "op": "not_empty"} if self.team else mine(self.actor)

    @property
    def named(self) -> bool:
        """Whether rows say whose they are: those of the team, and of whom the asker stands in for."""
        return self.team or bool(self.actor.stands_for)

    @property
    def context(self) -> Context:
        """The clock and calendar of conditions."""
        return context_of(self.actor, self.tx.now)

    @property
    def today(self) -> date:
        """The workspace's day."""
        return self.context.today

    def day(self, moment: str) -> date:
        """The workspace's day of an instant, or of a day."""
        return (
            day_in(parse_instant(moment), self.actor.zone) if len(moment) > 10 else date.fromisoformat(moment)
        )

    @property
    def now(self) -> datetime:
        """This moment."""
        return self.tx.now

    def forms(self) -> list[Form]:
        """The forms whose records can be late and have owners, as far as the asker may read them."""
        return [
            form
            for form in self.catalog
            if form.owned and watched(form) and may(self.actor, form.key, "read")
        ]

    def may_log(self) -> bool:
        """Whether the asker may note what was done: of other people's records not everybody may."""
        return any(may(self.actor, form.key, "create") for form in self.catalog.with_trait("activity"))


@dataclass(frozen=True)
class Stretch:
    """Rows of one group: `items` as today rows, `count` and `amount` of all of them, listed or not.

    `form` and `filter` are the list that holds exactly `count` records.
    """

    group: str
    items: Sequence[Json]
    count: int
    amount: float
    form: str
    filter: Any


@dataclass(frozen=True)
class Work:
    """A kind of work. `find(asker)` gives its stretches."""

    key: str
    label: Words
    find: Callable[[Asker], Sequence[Stretch]]


works: Registry[Work] = Registry("bulou.api.today")

Reason = Callable[[Json], tuple[str, Json]]


def stretch(
    asker: Asker, form: Form, group: str, filter: Any, sort: str, row: Callable[[Json], Json | None]
) -> Stretch:
    """The records of `form` under `filter` as rows of `group`."""
    asked = Query(filter=filter, sort=sort, fields=fields_of(asker, form), limit=MOST)
    page = query.page(asker.tx, asker.actor, form, asked)
    theirs = _to_plan(asker, form, page.items)
    items = [made for item in page.items if (made := row({**item, PLANS: item["id"] in theirs})) is not None]
    if page.next is None:
        amount = sum(item["amount"] or 0 for item in items)
        return Stretch(group, items, len(items), amount, form.key, filter)
    money = money_field(asker.tx, asker.actor, form)
    measures: list[Json] = [{"agg": "count"}, *([{"agg": "sum", "field": money}] if money else [])]
    figures = aggregate(asker.tx, asker.actor, form, {"measures": measures, "filter": filter})["rows"][0]
    return Stretch(group, items, figures[0], figures[1] if money else 0, form.key, filter)


def _to_plan(asker: Asker, form: Form, items: Sequence[Json]) -> frozenset[int]:
    """The records whose next step the asker may put off: what is open to them for reading is others' to plan."""
    if not asker.may_log():
        return frozenset()
    return query.open_among(asker.tx, asker.actor, form, "change", [item["id"] for item in items])


def fields_of(asker: Asker, form: Form) -> tuple[str, ...]:
    """What a row shows, as far as the asker may read it."""
    seen = visible(asker.actor, form, context=asker.context)
    wanted = [*form.definition.subtitle, *slots_of(form, "amount", "account", "contact", "phone", "company")]
    wanted += [
        key for key in ("stage", "stage_since", "last_activity_at", "next_activity_at") if key in form.system
    ]
    wanted += ["owner"] if asker.named else []
    phone = phone_path(form)
    wanted += [phone] if phone else []
    keys = [key for key in dict.fromkeys(wanted) if seen.operand(key) is not None]
    return (*keys, "heat")


def slots_of(form: Form, *slots: str) -> list[str]:
    """The fields that play these parts in the form's traits."""
    traits = (form.trait("pipeline") or {}, form.trait("party") or {})
    return [slotted[slot] for slot in slots for slotted in traits if slot in slotted]


def phone_path(form: Form) -> str | None:
    """Where the number to call stands: on the record, else on its contact."""
    own = (form.trait("party") or {}).get("phone")
    if own:
        return own
    contact = (form.trait("pipeline") or {}).get("contact")
    target = form.relation(contact) if contact else None
    far = (target.trait("party") or {}).get("phone") if target else None
    return f"{contact}.{far}" if far else None


def record_row(
    asker: Asker, form: Form, kind: str, item: Json, reason: tuple[str, Json], time: str | None
) -> Json:
    """One row about a record."""
    amount = next((item.get(key) for key in slots_of(form, "amount")), None)
    phone = phone_path(form)
    number = item.get(phone) if phone else None
    log = ["log"] if asker.may_log() else []
    actions = [*log, *(["reschedule"] if item[PLANS] else []), "open", *(["call"] if number else [])]
    due = item.get("next_activity_at")
    return {
        "key": f"{kind}:{form.key}:{item['id']}",
        "kind": kind,
        "form": form.key,
        "id": item["id"],
        "version": item["version"],
        "title": item.get("_title") or item.get("title"),
        "subtitle": subtitle(form, item),
        "reason": {"code": reason[0], "params": reason[1]},
        "amount": amount,
        "stage": item.get("stage"),
        "heat": item.get("heat"),
        "time": time,
        "meets": due if time is None and due and asker.day(due) == asker.today else None,
        "owner": item.get("owner"),
        "actions": actions,
        "phone": number,
        "above": above_of(form, item),
        "due": due,
    }


def subtitle(form: Form, item: Mapping[str, Any]) -> str | None:
    """The subtitle fields as one text."""
    parts = []
    for key in form.definition.subtitle:
        value = item.get(key)
        value = value.get("title") if isinstance(value, dict) else value
        bound = form.by_key.get(key)
        if bound is not None and bound.operand in ("record", "text") and value:
            parts.append(str(value))
    return " · ".join(parts) or None


def above_of(form: Form, item: Mapping[str, Any]) -> tuple[str, int] | None:
    """The record that this one belongs to: its next step is this one's, and shown once."""
    for key in slots_of(form, "account", "company"):
        target, value = form.relation(key), item.get(key)
        if target is not None and isinstance(value, dict):
            return target.key, value["id"]
    return None


def mine(actor: Actor, field: str = "owner") -> Any:
    """The filter of what the asker owns (or has, by another field), and of what is theirs while they stand in."""
    if not actor.stands_for:
        return {"field": field, "op": "eq", "value": actor.person_id}
    return {"field": field, "op": "in", "value": sorted(people_of(actor))}


def people_of(actor: Actor) -> set[int]:
    """The asker and whom they stand in for, records included (decision 0098)."""
    return {*actor.stands_for, *([] if actor.person_id is None else [actor.person_id])}


def held_and(asker: Asker, *conditions: Any) -> Any:
    """What the day is about, and all of `conditions`."""
    return both(asker.whose, *conditions)


def until(days: date, ahead: int) -> str:
    """The day `ahead` days later."""
    return (days + timedelta(days=ahead)).isoformat()
