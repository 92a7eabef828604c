"""Sample data of a package comes in: through the one pipeline, as a batch, a few hundred records a transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bulou.apps.loader import App
from bulou.apps.samples.model import SampleForm, SampleRecord
from bulou.apps.samples.turning import Turning
from bulou.db import settings_table
from bulou.db.tables.people import person, person_role
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import Conflict
from bulou.kit.protocols import Actor
from bulou.records import write
from bulou.records.batches import ledger
from bulou.records.batches.samples import SAMPLE, newest
from bulou.records.batches.telling import refusal_of
from bulou.records.write import Command, Outcome, Who

NO_SHIFT = timedelta()
PIECE = 200  # records of one transaction
Json = dict[str, Any]


class SampleThere(Conflict):
    """The workspace has sample data of this app already. `app`, `records`."""

    code = "apps.sample_there"


def begin(tx: Tx, by: Actor, app: App, job: str | None = None) -> Json:
    """Where to begin, for `go_on`. SampleThere."""
    refuse_twice(tx, app.key)
    batch = ledger.begin(tx, SAMPLE, None, {"app": app.key}, by.person_id)
    ledger.change(tx, batch, job_id=job)
    return {"batch": batch, "at": 0, "from": 0, "ids": {}, "later": []}


def refuse_twice(tx: Tx, app: str) -> None:
    """SampleThere where records of the app's sample data are in the workspace."""
    there = newest(tx).get(app)
    if there is not None:
        raise SampleThere(app=app, records=there[1])


def go_on(tx: Tx, by: Actor, app: App, state: Json) -> Json | None:
    """The next records; the state to go on with, None when all are there. Refused ones are kept with the batch."""
    work = _Work(tx, by, state["batch"], {key: int(id_) for key, id_ in state["ids"].items()})
    order = ordered(work.catalog, app.sample)
    if state["at"] >= len(order):
        work.link(state["later"][:PIECE])
        rest = state["later"][PIECE:]
        if rest:
            return work.kept({**state, "later": rest})
        work.end()
        return None
    sample = order[state["at"]]
    records = sample.records[state["from"] : state["from"] + PIECE]
    later = work.make(sample, records)
    done = state["from"] + len(records)
    more = done < len(sample.records)
    place = {"at": state["at"] + (not more), "from": done if more else 0}
    return work.kept({**state, **place, "ids": work.ids, "later": state["later"] + later})


def ordered(catalog: Catalog, samples: Sequence[SampleForm]) -> list[SampleForm]:
    """Forms that are pointed at before those that point, as far as there is such an order."""
    left = sorted((each for each in samples if each.form in catalog), key=lambda each: each.form)
    found: list[SampleForm] = []
    while left:
        names = {each.form for each in left}
        free = [each for each in left if not _targets(catalog[each.form]) & (names - {each.form})]
        found += free or left[:1]
        left = [each for each in left if each not in found]
    return found


def _targets(form: Form) -> set[str]:
    return {str(each.target) for each in form.fields if each.operand in ("record", "records")}


class _Work:
    """One transaction of a sample on its way in. `ids`: `form/ref` → the record made of it."""

    def __init__(self, tx: Tx, by: Actor, batch: int, ids: dict[str, int]) -> None:
        self.tx, self.ids = tx, ids
        self.catalog = catalogs.load(tx)
        self.who = Who(by, SAMPLE, by.locale, batch_id=batch, existing_history=True)
        self.zone = ZoneInfo(settings_table.get(tx, "zone", "Asia/Shanghai"))
        self.holders = _holders(tx)
        self.refusals: list[Json] = []
        self.made = 0

    def make(self, sample: SampleForm, records: Sequence[SampleRecord]) -> list[Json]:
        """Create records; what they say of records that are not there yet, to be said later."""
        form = self.catalog[sample.form]
        shift = self.tx.now.astimezone(self.zone).date() - sample.day
        turning = self._turning(shift)
        turned = [turning.record(form, each) for each in records]
        commands = [command for command, _later in turned]
        outcomes = write.apply(self.tx, self.who, form, commands, partial=True)
        self._note(form, outcomes)
        later = []
        for record, outcome, (_command, values) in zip(records, outcomes, turned, strict=True):
            if outcome.ok and outcome.id is not None:
                self.ids[f"{form.key}/{record.ref}"] = outcome.id
                later += [{"form": form.key, "id": outcome.id, "values": values}] if values else []
        return later

    def link(self, later: Sequence[Json]) -> None:
        """Say what could not be said before."""
        for each in later:
            form = self.catalog[each["form"]]
            turning = self._turning()
            values = {
                key: turning.value(form, form.bound(key), value) for key, value in each["values"].items()
            }
            given = {key: value for key, value in values.items() if value not in (None, [])}
            if given:
                command = Command("change", each["id"], given)
                outcomes = write.apply(self.tx, self.who, form, [command], partial=True)
                self.refusals += [refusal_of(each["id"], o.error, form.key) for o in outcomes if o.error]

    def _turning(self, shift: timedelta = NO_SHIFT) -> Turning:
        return Turning(self.ids, self.holders, self.who.person_id, self.tx.now, shift)

    def _note(self, form: Form, outcomes: Sequence[Outcome]) -> None:
        self.made += sum(each.ok for each in outcomes)
        self.refusals += [refusal_of(None, each.error, form.key) for each in outcomes if each.error]

    def kept(self, state: Json) -> Json:
        """The state, once the batch knows what became of these."""
        self._summary()
        return state

    def end(self) -> None:
        """The batch is done."""
        ledger.end(self.tx, self.who.batch_id or 0, "done", self._summary())

    def _summary(self) -> Json:
        batch = self.who.batch_id or 0
        summary = dict(ledger.found(self.tx, batch).summary)
        summary["changed"] = summary.get("changed", 0) + self.made
        summary["failed"] = summary.get("failed", 0) + len(self.refusals)
        ledger.add_refusals(summary, self.refusals)
        ledger.change(self.tx, batch, summary=summary)
        return summary


def _holders(tx: Tx) -> dict[str, int]:
    """A person for each role: the first active one who has it."""
    c = person_role.c
    query = select(c.role_key, c.person_id).join(person, person.c.id == c.person_id)
    rows = tx.rows(query.where(person.c.state == "active", c.until.is_(None)).order_by(c.person_id.desc()))
    return {row[0]: row[1] for row in rows}
