"""One chunk of rows through the one door: linked, recognised, written; what became of each is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.forms.values.dates import checked_moment
from bulou.records.exchange.meaning.plan import CREATED_AT, OWNER, STAGE_SINCE, Plan
from bulou.records.exchange.running import likely, links, marks, refused, settling
from bulou.records.exchange.running.ahead import Ahead
from bulou.records.exchange.running.counts import Counts
from bulou.records.exchange.running.identity import Sameness, stored
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.rows import CELL, LINK, NOTE, ROW, Refusal, RowRead
from bulou.records.exchange.running.twins import Place
from bulou.records.write import Command, Outcome, Who, apply


@dataclass(eq=False)
class Writing:
    """What writing chunks needs. `same`: rows that are twins of earlier rows of the file; `ahead`: what was made
    so far where an import is only tried out."""

    tx: Tx
    who: Who
    form: Form
    catalog: Catalog
    plan: Plan
    sameness: Sameness
    counts: Counts
    same: Mapping[Place, Place]
    names: links.KnownNames
    may_make_people: bool
    may_assign: bool
    refusals: list[Refusal] = field(default_factory=list)
    ahead: Ahead | None = None

    @cached_property
    def money(self) -> Mapping[str, BoundField]:
        """The fields whose amounts are summed up."""
        return {each.key: each for each in self.form.fields if each.kind.key == "money"}


def write(work: Writing, rows: Sequence[RowRead]) -> None:
    """Write the records that `rows` speak of; fills `counts` and `refusals`."""
    rows, targets, linking = settling.settle(work, rows)
    likely.note(work, [target for target in targets if target.id is None])
    _carry_out(work, targets)
    noted = [refusal for row in rows for refusal in row.refusals]
    work.refusals += noted
    work.counts.cells_refused += sum(_unread(refusal) for refusal in noted)
    work.counts.owners_unknown += sum(_no_owner(refusal) for refusal in noted)
    work.counts.cells_partly += sum(refusal.level == NOTE for refusal in noted)
    work.counts.rows_refused += sum(row.refused for row in rows)
    work.refusals += _later(work, targets, linking.later)


def _unread(refusal: Refusal) -> bool:
    """Whether a cell stayed empty; a row whose owner nobody knows has another owner instead."""
    return refusal.level in (CELL, LINK) and not _no_owner(refusal)


def _no_owner(refusal: Refusal) -> bool:
    return refusal.level == LINK and refusal.params.get("field") == OWNER


def _later(
    work: Writing, targets: Sequence[Target], names: Sequence[tuple[RowRead, str, str]]
) -> list[Refusal]:
    """Names of this form's own records that no row has brought yet; the last phase of the run asks again."""
    ids = {id(row): target.id for target in targets for row in target.rows}
    found = []
    for row, key, name in names:
        sheet = work.plan.sheet(row.sheet)
        column = sheet.column_of(key) if sheet else None
        heading = column.heading if column else key
        record = ids.get(id(row))
        if record is not None and not row.refused:
            params = {"field": key, "id": record}
            found.append(Refusal(row.sheet, row.number, LINK, "link.later", heading, name, params))
    return found


def _carry_out(work: Writing, targets: Sequence[Target]) -> None:
    writing: list[tuple[Target, Command]] = []
    for target in targets:
        if target.known and not target.seen and not work.who.free:
            _refuse_target(target, Refusal("", 0, ROW, "twin.locked"))
        elif target.known and work.plan.options.on_match == "skip":
            for row in target.rows:
                marks.skipped(work, row, target.id)
        elif target.known and not target.values:
            for row in target.rows:
                marks.unchanged(work, row, target.id)
        else:
            writing.append((target, _command(work, target)))
    outcomes = apply(work.tx, work.who, work.form, [command for _, command in writing], partial=True)
    again = refused.without_bad_cells(work, writing, outcomes)
    if again:
        retried = apply(
            work.tx, work.who, work.form, [command for _, command in again.values()], partial=True
        )
        for at, (target, command), outcome in zip(again, again.values(), retried, strict=False):
            writing[at], outcomes[at] = (target, command), outcome
    for (target, command), outcome in zip(writing, outcomes, strict=True):
        _count(work, target, command, outcome)


def _command(work: Writing, target: Target) -> Command:
    if target.id is not None:
        return Command("change", target.id, target.values)
    return Command("create", values=target.values, dates=_dates(work, target.rows[0]))


def _dates(work: Writing, row: RowRead) -> dict[str, str]:
    """Mapped moments of existing history, as stored."""
    if not work.who.existing_history:
        return {}
    found = {key: row.values[key] for key in (CREATED_AT, STAGE_SINCE) if row.values.get(key)}
    return {key: moment for key, value in found.items() if (moment := checked_moment(value))}


def _refuse_target(target: Target, why: Refusal) -> None:
    for row in target.rows:
        row.refused = True
        row.refusals.append(replace(why, sheet=row.sheet, row=row.number))


def _count(work: Writing, target: Target, command: Command, outcome: Outcome) -> None:
    counts = work.counts
    if outcome.error is not None:
        _refuse_target(target, refused.row_refusal(work, outcome.error))
        return
    created = command.action == "create"
    if created:
        target.id = outcome.id
        counts.created += 1
        for params in target.told:
            params["id"] = outcome.id
        likely.warned(work, target, outcome)
    for position, (row, added) in enumerate(zip(target.rows, target.added, strict=True)):
        if created and position == 0:
            continue
        if added and (created or outcome.changed):
            marks.updated(work, row, target.id)
        else:
            marks.unchanged(work, row, target.id)
    for key, bound in work.money.items():
        if (created or key in outcome.changed) and (given := command.values.get(key)) is not None:
            amount = stored(bound, given)
            if isinstance(amount, int):
                counts.add_sum(key, amount)
