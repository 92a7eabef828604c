"""One chunk of rows through the one door: linked, recognised, written; what became of each is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.forms.values.dates import checked_moment
from bulou.records.exchange.meaning.plan import CREATED_AT, OWNER, STAGE_SINCE, Plan
from bulou.records.exchange.running import likely, links, matching, refused
from bulou.records.exchange.running.counts import Counts
from bulou.records.exchange.running.identity import Sameness, stored
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.rows import CELL, CONFLICT, LINK, NOTE, ROW, TWIN, Refusal, RowRead
from bulou.records.exchange.running.twins import Place
from bulou.records.write import Command, Outcome, Who, apply


@dataclass(eq=False)
class Writing:
    """What writing chunks needs. `same`: rows that are twins of earlier rows of the file."""

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

    @cached_property
    def money(self) -> Mapping[str, BoundField]:
        """The fields whose amounts are summed up."""
        return {each.key: each for each in self.form.fields if each.kind.key == "money"}


def write(work: Writing, rows: Sequence[RowRead]) -> None:
    """Write the records that `rows` speak of; fills `counts` and `refusals`."""
    linking = links.Linking(
        work.tx, work.who, work.form, work.catalog, work.plan, work.may_make_people, work.counts, work.names
    )
    rows, merged = _chosen(work, rows)
    _name_owners(work, rows)
    links.resolve(linking, rows)
    _default_owners(work, rows)
    _title(work, rows, linking.titles)
    targets = _targets(work, rows, merged)
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


def _chosen(work: Writing, rows: Sequence[RowRead]) -> tuple[list[RowRead], dict[int, int]]:
    """Leave out rows somebody left out in the review; note those that are to go into a known record."""
    kept: list[RowRead] = []
    merged: dict[int, int] = {}
    for row in rows:
        place = f"{row.sheet}!{row.number}"
        choice = work.plan.twins.get(place, "create")
        if choice in ("skip", "later"):
            work.counts.skipped += 1
            if choice == "later":
                work.counts.twins += 1
                title = row.values.get(work.form.title)
                work.refusals.append(
                    Refusal(row.sheet, row.number, TWIN, "twin.left_out", raw=str(title or ""))
                )
            continue
        if isinstance(choice, int):
            merged[len(kept)] = choice
        kept.append(row)
    return kept, merged


def _name_owners(work: Writing, rows: Sequence[RowRead]) -> None:
    """Rows that name nobody belong to the person their sheet is called after."""
    if not work.form.owned:
        return
    owners = {sheet.name: sheet.owner for sheet in work.plan.used}
    for row in rows:
        owner = owners[row.sheet]
        if OWNER in row.names or OWNER in row.values or owner.source == "none":
            continue
        if owner.person is not None:
            row.values[OWNER] = owner.person
        elif owner.name:
            row.names[OWNER] = (owner.name,)


def _default_owners(work: Writing, rows: Sequence[RowRead]) -> None:
    """What then has no owner gets the one chosen in the options. Without the right to assign, new records are
    the importing person's own, and known ones stay whose they are."""
    if not work.form.owned:
        return
    for row in rows:
        if not work.may_assign and work.who.person_id is not None:
            row.values.pop(OWNER, None)
        elif OWNER not in row.values and work.plan.options.owner is not None:
            row.values[OWNER] = work.plan.options.owner


def _title(work: Writing, rows: Sequence[RowRead], titles: Mapping[tuple[str, str], str]) -> None:
    """Without a column for the title: the names a record is linked to, else what it is matched by."""
    key = work.form.title
    bound = work.form.bound(key)
    if bound.kind.computed or any(sheet.column_of(key) for sheet in work.plan.used):
        return
    for row in rows:
        if key in row.values or row.refused:
            continue
        at = [each.key for each in work.form.fields if each.operand == "record" and each.key in row.names]
        named = [titles.get((each, name), name) for each in at for name in row.names[each]]
        matched = [str(row.values[each]) for each in work.plan.options.match if row.values.get(each)]
        text = " · ".join(named or matched)[:200]
        if text and stored(bound, text):
            row.values[key] = text


def _targets(work: Writing, rows: list[RowRead], merged: dict[int, int]) -> list[Target]:
    alive = {at: row for at, row in enumerate(rows) if not row.refused}
    sameness = work.sameness
    identities = {at: sameness.identity(row.values, {}) for at, row in alive.items()}
    wanted = {identity for identity in identities.values() if identity is not None}
    known = matching.known_records(work.tx, work.who.actor, sameness, wanted)
    order = list(alive)
    targets = matching.gather(
        [alive[at] for at in order],
        {position: identities[at] for position, at in enumerate(order)},
        known,
        {position: merged[at] for position, at in enumerate(order) if at in merged},
        _on_match(work),
    )
    _compare(work, targets)
    return targets


def _on_match(work: Writing) -> Any:
    return work.plan.options.on_match


def _compare(work: Writing, targets: list[Target]) -> None:
    ids = [target.id for target in targets if target.id is not None]
    keys = {key for target in targets if target.id for row in target.rows for key in row.values}
    keys = {key for key in keys if key not in matching.NOT_VALUES}
    if work.form.owned:
        keys.add(OWNER)
    present = matching.present_values(work.tx, work.form, ids, keys)
    for target in targets:
        target.before = present.get(target.id or 0, {})
        matching.combine(target, _on_match(work), work.same)
        _conflicts(work, target)


def _conflicts(work: Writing, target: Target) -> None:
    for position, row in enumerate(target.rows):
        if not (target.known or position):
            continue
        differing = matching.other_owner(target, row)
        if differing:
            ours, theirs = differing
            title = str(row.values.get(work.form.title) or "")
            params = {"owner": ours, "theirs": theirs, "id": target.id}
            work.refusals.append(
                Refusal(row.sheet, row.number, CONFLICT, "twin.other_owner", raw=title, params=params)
            )
            work.counts.conflicts += 1


def _carry_out(work: Writing, targets: Sequence[Target]) -> None:
    writing: list[tuple[Target, Command]] = []
    for target in targets:
        if target.known and not target.seen and not work.who.free:
            _refuse_target(target, Refusal("", 0, ROW, "twin.locked"))
        elif target.known and work.plan.options.on_match == "skip":
            work.counts.skipped += len(target.rows)
        elif target.known and not target.values:
            work.counts.unchanged += len(target.rows)
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
    for position, added in enumerate(target.added):
        if created and position == 0:
            continue
        if added and (created or outcome.changed):
            counts.updated += 1
        else:
            counts.unchanged += 1
    for key, bound in work.money.items():
        if (created or key in outcome.changed) and (given := command.values.get(key)) is not None:
            amount = stored(bound, given)
            if isinstance(amount, int):
                counts.add_sum(key, amount)
