"""A sample company: its past, replayed through the product's own doors at the days it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from bulou.apps import rules
from bulou.db import settings_table
from bulou.db.database import Database
from bulou.db.tx import Tx, run
from bulou.forms.catalog import Catalog, load
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import Clock, utc_now
from bulou.kit.protocols import SYSTEM
from bulou.kit.text import name_key
from bulou.kit.yaml_text import read_yaml
from bulou.people import accounts, actors, departments
from bulou.records import write
from bulou.records.batches import ledger
from bulou.records.batches.filled import DEPARTMENTS, note_made
from bulou.records.batches.people import PEOPLE
from bulou.records.batches.samples import SAMPLE
from bulou.records.write import Who

RULES_SINCE = (
    "-3 00:00"  # since when the rules of the company work: enough to show them, too little to flood it
)
ORDER = 50  # steps of one transaction, all of one moment's day


@dataclass(frozen=True)
class Step:
    """One thing that happened: at a moment, by somebody, doing something with what was made before."""

    at: datetime
    by: str
    act: Callable[["Company", Tx, Who], None]


@dataclass
class Company:
    """What the replay knows so far: people by account, records by form and title."""

    zone: str
    today: date
    batch: int = 0
    people: dict[str, int] = field(default_factory=dict)
    records: dict[tuple[str, str], int] = field(default_factory=dict)

    def moment(self, text: str) -> datetime:
        """`-14 10:20` (days from today, time of day) as a moment, never later than tonight for the past."""
        days, _, clock = text.partition(" ")
        hour, minute = (int(part) for part in (clock or "09:00").split(":"))
        return datetime.combine(self.day(days), time(hour, minute), ZoneInfo(self.zone))

    def day(self, text: str) -> date:
        """`-14` as a day."""
        return self.today + timedelta(days=int(text))


def replay(db: Database, app: str, password_hash: str, clock: Clock = utc_now) -> int:
    """Make the sample company of `app` in an installed workspace; the number of steps. All of it is one batch of sample
    data, to be taken away like that of a package.

    Its people sign in with the password of `password_hash`, and stay when the rest is taken away.
    """
    zone = run(db, lambda tx: settings_table.get(tx, "zone", "Asia/Shanghai"), write=False)
    now = clock()
    company = Company(zone, now.astimezone(ZoneInfo(zone)).date())
    files = dict(_files(app))
    company.batch = run(db, lambda tx: ledger.begin(tx, SAMPLE, None, {"app": app}, None), clock=clock)
    run(
        db,
        lambda tx: _people(company, tx, files["people"], password_hash),
        clock=lambda: company.moment("-470"),
    )
    steps = sorted(_steps(company, files), key=lambda step: step.at)
    run(db, lambda tx: rules.long_since(tx, company.moment(RULES_SINCE)), clock=clock)
    done = [step for step in steps if step.at <= now]
    for at, together in _by_moment(done):
        run(db, lambda tx, these=together: _do(company, tx, these), clock=lambda at=at: at)  # type: ignore[misc]
    told = {"changed": len(company.records)}
    run(db, lambda tx: ledger.end(tx, company.batch, "done", told), clock=clock)
    return len(done)


def _files(app: str) -> Iterator[tuple[str, Any]]:
    folder = resources.files(f"bulou.apps.{app}") / "company"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml"), read_yaml(file.read_text("utf-8"))


def _people(company: Company, tx: Tx, body: Mapping[str, Any], password_hash: str) -> None:
    settings_table.put(tx, "name", body["workspace"])
    made: dict[str, int] = {}
    for each in body["departments"]:
        kind = each.get("kind", "department")
        made[each["name"]] = departments.create(
            tx, SYSTEM, each["name"], parent_id=made.get(each.get("under")), kind=kind, position=len(made)
        )
        note_made(tx, company.batch, DEPARTMENTS, made[each["name"]])
    for each in body["people"]:
        new = accounts.NewPerson(
            name=each["name"],
            account=each["account"],
            password_hash=password_hash,
            department_id=made[each["department"]],
            roles=(each["role"],),
        )
        company.people[each["account"]] = accounts.create(tx, SYSTEM, new)
        note_made(tx, company.batch, PEOPLE, company.people[each["account"]])
    for each in body["departments"]:
        if "head" in each:
            departments.change(tx, SYSTEM, made[each["name"]], {"head_id": company.people[each["head"]]})


def _steps(company: Company, files: Mapping[str, Any]) -> Iterator[Step]:
    for body in files.values():
        for form, rows in body.items():
            if form in ("workspace", "departments", "people"):
                continue
            for row in rows:
                yield from _row_steps(company, form, row)


def _row_steps(company: Company, form: str, row: Mapping[str, Any]) -> Iterator[Step]:
    by, title = row["as"], str(next(iter(row["values"].values())))
    yield Step(company.moment(row["at"]), by, _make(form, row))
    for move in row.get("moves", ()):
        yield Step(company.moment(move["at"]), by, _move(form, title, move))
    for entry in row.get("log", ()):
        yield Step(company.moment(entry["at"]), by, _log(form, title, entry))


def _by_moment(steps: Sequence[Step]) -> Iterator[tuple[datetime, list[Step]]]:
    together: list[Step] = []
    for step in steps:
        if together and (step.at != together[0].at or len(together) == ORDER):
            yield together[0].at, together
            together = []
        together.append(step)
    if together:
        yield together[0].at, together


def _do(company: Company, tx: Tx, steps: Sequence[Step]) -> None:
    for step in steps:
        actor = actors.load(tx, company.people[step.by])
        step.act(company, tx, Who(actor, via=SAMPLE, batch_id=company.batch, trusted=True))


def _make(form: str, row: Mapping[str, Any]) -> Callable[[Company, Tx, Who], None]:
    def act(company: Company, tx: Tx, who: Who) -> None:
        bound = load(tx)[form]
        values = {key: _value(company, tx, bound, key, value) for key, value in row["values"].items()}
        if bound.owned and "owner" not in row["values"]:
            values["owner"] = None if row.get("owner") == "none" else company.people[row["as"]]
        if "about" in row:
            about = row["about"]
            values["about"] = {"form": about["form"], "id": company.records[about["form"], about["title"]]}
        outcome = write.create(
            tx, who, bound, {k: v for k, v in values.items() if v is not None or k == "owner"}
        )
        _check(outcome)
        assert outcome.id is not None
        company.records[form, str(next(iter(row["values"].values())))] = outcome.id

    return act


def _move(form: str, title: str, move: Mapping[str, Any]) -> Callable[[Company, Tx, Who], None]:
    def act(company: Company, tx: Tx, who: Who) -> None:
        bound = load(tx)[form]
        values = {key: _value(company, tx, bound, key, v) for key, v in move.get("values", {}).items()}
        _check(write.move_stage(tx, who, bound, company.records[form, title], move["to"], values))

    return act


def _log(form: str, title: str, entry: Mapping[str, Any]) -> Callable[[Company, Tx, Who], None]:
    def act(company: Company, tx: Tx, who: Who) -> None:
        catalog = load(tx)
        activity = _with_trait(catalog, "activity")
        slots = activity.trait("activity") or {}
        given = {
            "about": {"form": form, "id": company.records[form, title]},
            "happened_at": tx.now.isoformat(),
            "kind": _read(activity.bound(slots["kind"]), entry["kind"], company),
            "content": entry["say"],
            "next_at": company.moment(entry["next"]).isoformat() if "next" in entry else None,
            "next_step": entry.get("step"),
        }
        values = {slots[slot]: value for slot, value in given.items() if slot in slots and value is not None}
        _check(write.create(tx, who, activity, {**values, "owner": who.person_id}))

    return act


def _with_trait(catalog: Catalog, trait: str) -> Form:
    return next(iter(catalog.with_trait(trait)))


def _value(company: Company, tx: Tx, form: Form, key: str, value: Any) -> Any:
    """A value as the sample writes it (labels, titles, days from today) as the pipeline takes it."""
    if key == "owner":
        return company.people.get(value)
    bound = form.bound(key)
    if bound.operand == "person":
        return company.people[value]
    if bound.operand == "record":
        return company.records[str(bound.target), str(value)]
    if bound.kind.key == "date":
        return company.day(value).isoformat()
    if bound.kind.key == "datetime":
        return company.moment(value).isoformat()
    return _read(bound, value, company)


def _read(bound: BoundField, value: Any, company: Company) -> Any:
    """Choices by their label, as an import reads them."""
    if bound.operand not in ("choice", "choices"):
        return value
    context = CellContext(zone=company.zone, today=company.today.isoformat())
    found = bound.kind.read_cell(bound.definition, value, context).value
    if found is None:
        wanted = name_key(str(value))
        raise ValueError(f"{bound.key}: the sample names an option that does not exist: {value} ({wanted})")
    return found


def _check(outcome: write.Outcome) -> None:
    if outcome.error is not None:
        raise outcome.error
