"""New records that may be twins of others under another name: written, and listed for somebody to look at."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bulou.access.visible import visible
from bulou.records.exchange.running import lookup
from bulou.records.exchange.running.identity import Hint
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.rows import TWIN, Refusal
from bulou.records.query.titles import titles
from bulou.records.write import Outcome

if TYPE_CHECKING:
    from bulou.records.exchange.running.writing import Writing


def note(work: "Writing", targets: Sequence[Target]) -> None:
    """List new records that share a hint (name without legal form, phone) with a known or an earlier one."""
    sameness = work.sameness
    hints = {at: sameness.hinted(target.values) for at, target in enumerate(targets)}
    known = _known(work, {hint for found in hints.values() for hint in found})
    earlier: dict[Hint, Target] = {}
    for at, target in enumerate(targets):
        row = target.rows[0]
        for hint in hints[at]:
            params = _like(work, hint, known, earlier)
            if params:
                title = str(target.values.get(work.form.title) or "")
                work.refusals.append(
                    Refusal(row.sheet, row.number, TWIN, "twin.likely", raw=title, params=params)
                )
                work.counts.twins += 1
                break
        for hint in hints[at]:
            earlier.setdefault(hint, target)


def warned(work: "Writing", target: Target, outcome: Outcome) -> None:
    """List a written record that one of the form's own keys warns of, unless it is listed already."""
    row = target.rows[0]
    twin = next((each for each in outcome.warnings if each.twin is not None), None)
    if (
        twin is None
        or twin.twin is None
        or not visible(work.who.actor, work.form).fields.issuperset(twin.fields)
    ):
        return
    here = (row.sheet, row.number)
    if any(each.level == TWIN and (each.sheet, each.row) == here for each in work.refusals):
        return
    form, id_ = twin.twin
    title = titles(work.tx, work.who.actor, work.catalog[form], [id_])[id_]
    params = {"field": twin.fields[0], "id": id_ if title is not None else None, "title": title}
    own = str(target.values.get(work.form.title) or "")
    work.refusals.append(Refusal(*here, TWIN, "twin.likely", raw=own, params=params))
    work.counts.twins += 1


def _known(work: "Writing", hints: set[Hint]) -> dict[Hint, Found]:
    found: dict[Hint, Found] = {}
    form = work.form
    readable = visible(work.who.actor, form).fields
    for bound, suffix in work.sameness.hints:
        if bound.key not in readable or form.title not in readable:
            continue  # that a record shares a hidden value would tell the value
        column = form.table.c[f"{bound.key}__{suffix}"]
        keys = {value for key, value in hints if key == bound.key}
        for value, records in lookup.records(work.tx, work.who.actor, form, column, keys).items():
            found[(bound.key, value)] = records[0]
    return found


def _like(
    work: "Writing", hint: Hint, known: dict[Hint, Found], earlier: dict[Hint, Target]
) -> dict[str, Any] | None:
    if hint in known:
        other = known[hint]
        told = (
            {"id": other.id, "title": other.title}
            if other.seen or work.who.free
            else {"id": None, "title": None}
        )
        return {"field": hint[0], **told}
    if hint in earlier:
        other_row = earlier[hint].rows[0]
        title = str(earlier[hint].values.get(work.form.title) or "")
        return {"field": hint[0], "title": title, "sheet": other_row.sheet, "row": other_row.number}
    return None
