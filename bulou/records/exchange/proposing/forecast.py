"""What will become of the rows, found by trying the import out: the rows that meet something are settled as the
run settles them, only nothing is written; every other row is a new record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.exchange.files.spool import Spool
from bulou.records.exchange.meaning.plan import OWNER, STAGE, Plan
from bulou.records.exchange.meaning.staff import is_staff
from bulou.records.exchange.rights import ImportRights
from bulou.records.exchange.running import links, lookup, settling
from bulou.records.exchange.running.ahead import Ahead
from bulou.records.exchange.running.counts import Counts
from bulou.records.exchange.running.identity import of_plan, stored
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.readings import Readings
from bulou.records.exchange.running.rows import CONFLICT, RowRead
from bulou.records.exchange.running.twins import Place
from bulou.records.exchange.running.writing import Writing
from bulou.records.write import Who

MOST_COMPARED = (
    20_000  # rows that meet a known record or one another; beyond that their number is told, at most
)
_EXAMPLES = 20
Json = dict[str, Any]


@dataclass(eq=False)
class Forecast:
    """Rows by what will become of them, and conflicts of owners: the first of them with names."""

    counts: Counts
    conflicts: list[Json] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Trial:
    """What an import does, and for whom. `same`: rows that are twins of earlier rows of the file."""

    tx: Tx
    actor: Actor
    form: Form
    catalog: Catalog
    plan: Plan
    rights: ImportRights
    same: Mapping[Place, Place]


@dataclass(frozen=True, eq=False)
class _Trying:
    work: Writing
    ahead: Ahead
    meeting: set[Place]
    required: tuple[frozenset[str], ...]


def tried(trial: Trial, spool: Spool, readings: Readings, meeting: set[Place]) -> Forecast | None:
    """`meeting`: rows that meet a known record or one another. None where they are too many to be compared, or
    where people are made of them, which is another matter. Gates and rules have their say only in the run."""
    form, plan = trial.form, trial.plan
    if is_staff(form) or len(meeting) > MOST_COMPARED or _cannot_compare(form, plan):
        return None
    ahead = Ahead()
    trying = _Trying(_writing(trial, ahead), ahead, meeting, _required(form, plan))
    for sheet in plan.used:
        for chunk in range(len(spool.sheets[sheet.index].chunks)):
            _chunk(trying, readings.chunk(sheet.index, sheet.name, chunk))
    return Forecast(trying.work.counts, _conflicts(trying))


def _writing(trial: Trial, ahead: Ahead) -> Writing:
    form, plan, actor = trial.form, trial.plan, trial.actor
    return Writing(
        tx=trial.tx,
        who=Who(actor, "import", actor.locale, existing_history=plan.options.existing_history),
        form=form,
        catalog=trial.catalog,
        plan=plan,
        sameness=of_plan(form, plan),
        counts=Counts(),
        same=trial.same,
        names=links.KnownNames(),
        may_make_people=trial.rights.people,
        may_assign=trial.rights.assign,
        ahead=ahead,
    )


def _cannot_compare(form: Form, plan: Plan) -> bool:
    """Lists of records are not read when known records are compared: overwriting them may or may not change."""
    mapped = {each.field for sheet in plan.used for each in sheet.mapped}
    return plan.options.on_match == "overwrite" and bool(mapped & form.links.keys())


def _required(form: Form, plan: Plan) -> tuple[frozenset[str], ...]:
    """What a new record must bring by itself: one field of each group, as a rule of the form may take one for
    another."""
    named = any(sheet.column_of(form.title) for sheet in plan.used)
    found = (each for each in form.fields if each.definition.required and each.definition.default is None)
    groups = (
        _sources(form, each.key)
        for each in found
        if not each.kind.computed and each.kind.key != "serial" and (named or each.key != form.title)
    )
    return tuple(group for group in groups if group)


def _sources(form: Form, key: str) -> frozenset[str]:
    """The fields by which `key` may be filled; none when a rule fills it out of nothing."""
    actions = (action for rule in form.definition.rules if rule.enabled for action in rule.actions)
    set_by = [action.value for action in actions if action.do == "set" and action.field == key]
    if not all(isinstance(value, Mapping) and isinstance(value.get("field"), str) for value in set_by):
        return frozenset()
    return frozenset((key, *(value["field"] for value in set_by)))


def _chunk(trying: _Trying, rows: Sequence[RowRead]) -> None:
    counts, twins = trying.work.counts, trying.work.plan.twins
    met: list[RowRead] = []
    for row in rows:
        if row.refused:
            counts.rows_refused += 1
        elif (row.sheet, row.number) in trying.meeting or f"{row.sheet}!{row.number}" in twins:
            met.append(row)
        elif _lacks(trying, row):
            counts.rows_refused += 1
        else:
            counts.created += 1
    if met:
        _settle(trying, met)


def _lacks(trying: _Trying, row: RowRead) -> bool:
    given = row.values.keys() | row.names.keys()
    return any(given.isdisjoint(group) for group in trying.required)


def _settle(trying: _Trying, rows: Sequence[RowRead]) -> None:
    work = trying.work
    _rows, targets, _linking = settling.settle(work, rows)
    known = [target.id for target in targets if target.known and target.id is not None]
    allowed = lookup.changeable(work.tx, work.who.actor, work.form, known) | trying.ahead.values.keys()
    for target in targets:
        if target.known:
            _change(trying, target, target.seen and target.id in allowed)
        else:
            _create(trying, target)


def _change(trying: _Trying, target: Target, allowed: bool) -> None:
    counts, rows = trying.work.counts, len(target.rows)
    if not target.seen:
        counts.rows_refused += rows
    elif trying.work.plan.options.on_match == "skip":
        counts.skipped += rows
    elif not target.values:
        counts.unchanged += rows
    elif not allowed:
        counts.rows_refused += rows
    else:
        changes = any(_differs(trying.work.form, target, key) for key in target.values)
        _count(counts, [added and changes for added in target.added])
        trying.ahead.note(target.id or 0, target.values)


def _differs(form: Form, target: Target, key: str) -> bool:
    value, before = target.values[key], target.before.get(key)
    bound = form.get(key)
    if before is None or bound is None or key in form.links:
        return bool(before != value)
    return bool(bound.spread(stored(bound, value)).get(key) != before)


def _count(counts: Counts, added: Sequence[bool]) -> None:
    counts.updated += sum(added)
    counts.unchanged += len(added) - sum(added)


def _create(trying: _Trying, target: Target) -> None:
    work, form = trying.work, trying.work.form
    if any(target.values.keys().isdisjoint(group) for group in trying.required):
        work.counts.rows_refused += len(target.rows)
        return
    work.counts.created += 1
    _count(work.counts, target.added[1:])
    id_ = trying.ahead.id()
    for row in target.rows:
        identity = work.sameness.identity(row.values, {})
        if identity is not None:
            trying.ahead.records.setdefault(identity, id_)
    defaults = {each.key: True for each in form.fields if each.definition.default is not None}
    owned = {OWNER: work.who.person_id} if form.owned else {}
    staged = {STAGE: form.definition.first_stage} if form.staged else {}
    trying.ahead.note(id_, {**defaults, **owned, **staged, **target.values})


def _conflicts(trying: _Trying) -> list[Json]:
    work = trying.work
    found = [each for each in work.refusals if each.level == CONFLICT][:_EXAMPLES]
    ids = {each.params[key] for each in found for key in ("owner", "theirs")}
    names = {**lookup.people_names(work.tx, ids), **trying.ahead.called}
    return [
        {
            "sheet": each.sheet,
            "row": each.row,
            "title": each.raw,
            "owner": names.get(each.params["owner"]),
            "theirs": names.get(each.params["theirs"]),
        }
        for each in found
    ]
