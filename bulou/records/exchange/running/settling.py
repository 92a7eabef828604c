"""One chunk of rows made ready: owners and links settled, records recognised, present values compared."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from bulou.records.exchange.meaning.plan import OWNER
from bulou.records.exchange.running import links, marks, matching
from bulou.records.exchange.running.identity import Identity, stored
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.rows import CONFLICT, TWIN, Refusal, RowRead

if TYPE_CHECKING:
    from bulou.records.exchange.running.writing import Writing


def settle(work: "Writing", rows: Sequence[RowRead]) -> tuple[list[RowRead], list[Target], links.Linking]:
    """The rows that are to go in, the records they speak of, and the links that were settled. Counts rows that
    somebody left out and conflicts of owners; an import that is tried out makes nothing (`work.ahead`)."""
    linking = links.Linking(
        work.tx,
        work.who,
        work.form,
        work.catalog,
        work.plan,
        work.may_make_people,
        work.counts,
        work.names,
        ahead=work.ahead,
    )
    kept, merged = _chosen(work, rows)
    _name_owners(work, kept)
    links.resolve(linking, kept)
    _default_owners(work, kept)
    _title(work, kept, linking.titles)
    return kept, _targets(work, kept, merged), linking


def _chosen(work: "Writing", rows: Sequence[RowRead]) -> tuple[list[RowRead], dict[int, int]]:
    """Leave out rows somebody left out in the review; note those that are to go into a known record."""
    kept: list[RowRead] = []
    merged: dict[int, int] = {}
    for row in rows:
        place = f"{row.sheet}!{row.number}"
        choice = work.plan.twins.get(place, "create")
        if choice in ("skip", "later"):
            marks.skipped(work, row)
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


def _name_owners(work: "Writing", rows: Sequence[RowRead]) -> None:
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


def _default_owners(work: "Writing", rows: Sequence[RowRead]) -> None:
    """What then has no owner gets the one chosen in the options. Without the right to assign, new records are
    the importing person's own, and known ones stay whose they are."""
    if not work.form.owned:
        return
    for row in rows:
        if not work.may_assign and work.who.person_id is not None:
            row.values.pop(OWNER, None)
        elif OWNER not in row.values and work.plan.options.owner is not None:
            row.values[OWNER] = work.plan.options.owner
            row.owner_by_default = True


def _title(work: "Writing", rows: Sequence[RowRead], titles: Mapping[tuple[str, str], str]) -> None:
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


def _targets(work: "Writing", rows: list[RowRead], merged: dict[int, int]) -> list[Target]:
    alive = {at: row for at, row in enumerate(rows) if not row.refused}
    sameness = work.sameness
    identities = {at: sameness.identity(row.values, {}) for at, row in alive.items()}
    wanted = {identity for identity in identities.values() if identity is not None}
    known = _known(work, wanted)
    order = list(alive)
    targets = matching.gather(
        [alive[at] for at in order],
        {position: identities[at] for position, at in enumerate(order)},
        known,
        {position: merged[at] for position, at in enumerate(order) if at in merged},
        work.plan.options.on_match,
    )
    _compare(work, targets)
    return targets


def _known(work: "Writing", wanted: Collection[Identity]) -> dict[Identity, Found]:
    found = matching.known_records(work.tx, work.who.actor, work.sameness, wanted)
    if work.ahead is None:
        return found
    return {**work.ahead.made(wanted), **found}


def _compare(work: "Writing", targets: list[Target]) -> None:
    ids = [target.id for target in targets if target.id is not None]
    keys = {key for target in targets if target.id for row in target.rows for key in row.values}
    keys = {key for key in keys if key not in matching.NOT_VALUES}
    if work.form.owned:
        keys.add(OWNER)
    present = matching.present_values(work.tx, work.form, ids, keys)
    for target in targets:
        target.before = present.get(target.id or 0, {})
        if work.ahead is not None and target.id is not None:
            target.before = work.ahead.with_changes(target.id, target.before)
        matching.combine(target, work.plan.options.on_match, work.same)
        if target.seen or work.who.free:  # whose a record is that one may not see is not told
            _conflicts(work, target)


def _conflicts(work: "Writing", target: Target) -> None:
    for position, row in enumerate(target.rows):
        if not (target.known or position):
            continue
        differing = matching.other_owner(target, row)
        if differing:
            ours, theirs = differing
            title = str(row.values.get(work.form.title) or "")
            params = {"owner": ours, "theirs": theirs, "id": target.id}
            target.told.append(params)
            work.refusals.append(
                Refusal(row.sheet, row.number, CONFLICT, "twin.other_owner", raw=title, params=params)
            )
            work.counts.conflicts += 1
