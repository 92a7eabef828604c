"""The proposal: a plan and everything people need to judge it; made anew after every change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.clock import day_in
from bulou.kit.protocols import Actor
from bulou.kit.words import LOCALES
from bulou.records.exchange import rights as all_rights
from bulou.records.exchange.errors import FileGone, NothingToImport
from bulou.records.exchange.files.spool import Spool, open_spool
from bulou.records.exchange.meaning import choices
from bulou.records.exchange.meaning.evidence import Known
from bulou.records.exchange.meaning.plan import (
    CREATED_AT,
    ID,
    STAGE,
    STAGE_SINCE,
    CreateMissing,
    Options,
    Plan,
    SheetPlan,
    from_json,
    to_json,
)
from bulou.records.exchange.meaning.targets import Target, stage_named
from bulou.records.exchange.meaning.understand import Seen, look_again, settle, understand
from bulou.records.exchange.proposing import columns, forecast, memory, own_ids, owners, twins
from bulou.records.exchange.proposing.checking import fillable, matchable
from bulou.records.exchange.rights import ImportRights
from bulou.records.exchange.running import lookup, readings
from bulou.records.exchange.running import twins as file_twins
from bulou.words import sentence

_SKIPPED_SHOWN = 200
_SYSTEM_KINDS = {"owner": "person", "created_at": "datetime", "stage_since": "datetime", "id": "number"}
_VARIED = 0.9  # titles that tell records apart
Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Proposing:
    """What making a proposal needs."""

    tx: Tx
    actor: Actor
    form: Form
    catalog: catalogs.Catalog
    spool: Spool
    known: Known
    rights: ImportRights
    targets: Sequence[Target]


def propose(
    tx: Tx, actor: Actor, form_key: str, folder: str, kept: Json | None, remembered: bool = False
) -> tuple[Json, Json]:
    """(plan, proposal) as JSON of the file spooled in `folder`; `kept` is the plan somebody has changed, first
    made from what was `remembered` or not.

    Reads only; meant for `db.reader.read_apart`. Writes the twins it finds beside the spool. Raises
    NothingToImport when no sheet can be used.
    """
    try:
        work = _begin(tx, actor, form_key, Path(folder))
    except FileNotFoundError as error:
        raise FileGone(file=Path(folder).name) from error
    if kept is None:
        plan, seen, remembered = _first(work)
    else:
        plan, seen = _look(work, _again(work, from_json(kept)))
    plan = replace(plan, sheets=tuple(each.plan for each in seen))
    tally = owners.Tally()
    rows = tally.watch(readings.keep_all(work.spool, work.form, plan, work.known.context), plan)
    judged = twins.judge(tx, actor, work.form, work.catalog, plan, rows)
    file_twins.save(work.spool.folder, judged.file, file_twins.fingerprint(plan))
    _keep_labels(work, plan, seen)
    owned = owners.told(tx, actor, work.form, plan, work.rights, tally)
    told = {**_told(work, plan, seen, judged), **_outlook(work, plan, judged)}
    return to_json(plan), {**told, "owners": owned, "remembered": remembered}


def _outlook(work: Proposing, plan: Plan, judged: twins.Judged) -> Json:
    """`{summary, conflicts}`: what will become of the rows."""
    read = readings.kept(work.spool.folder, readings.fingerprint(work.form, plan, work.known.context))
    assert read is not None  # kept while the twins were looked for
    trial = forecast.Trial(work.tx, work.actor, work.form, work.catalog, plan, work.rights, judged.file.same)
    found = forecast.tried(trial, work.spool, read, judged.meeting)
    rows = judged.file.rows + judged.refused
    if found is None:
        return {"summary": {"rows": rows, **_at_most(plan, judged)}, "conflicts": None}
    counts = found.counts
    summary = {
        "create": counts.created,
        "update": counts.updated,
        "unchanged": counts.unchanged,
        "skip": counts.skipped + counts.rows_refused,
    }
    return {
        "summary": {"rows": rows, **summary, "compared": True},
        "conflicts": {"total": counts.conflicts, "examples": found.conflicts},
    }


def _at_most(plan: Plan, judged: twins.Judged) -> Json:
    """Known records are too many to be compared: some of them, and of the twins in the file, may change nothing."""
    known, same = judged.known, len(judged.file.same)
    skipped = known if plan.options.on_match == "skip" else 0
    return {
        "create": judged.file.rows - same - known - judged.locked,
        "update": known - skipped + same,
        "unchanged": 0,
        "skip": skipped + judged.locked + judged.refused,
        "compared": False,
    }


def _begin(tx: Tx, actor: Actor, form_key: str, folder: Path) -> Proposing:
    catalog = catalogs.load(tx)
    form = catalog[form_key]
    context = cell_context(tx, actor)
    people = {key: ids[0] for key, ids in lookup.people(tx).items() if len(ids) == 1}
    return Proposing(
        tx,
        actor,
        form,
        catalog,
        open_spool(folder),
        Known(people, context),
        all_rights.of(actor, form),
        fillable(actor, form),
    )


def cell_context(tx: Tx, actor: Actor) -> CellContext:
    """How cells are read in this workspace today."""
    zone = settings_table.get(tx, "zone", actor.zone)
    return CellContext(locale=actor.locale, zone=zone, today=day_in(tx.now, zone).isoformat())


def _first(work: Proposing) -> tuple[Plan, list[Seen], bool]:
    plan, seen = understand(work.spool, work.form, work.known, work.targets)
    remembered = False
    found: list[Seen] = []
    for each in seen:
        recalled = memory.recall(work.tx, work.form, each.plan) if each.plan.use else None
        if recalled:
            remembered = True
            each = settle(replace(each, plan=recalled), work.form, work.known)
        found.append(own_ids.checked(work.tx, work.actor, work.form, each))
    if not any(each.plan.use for each in found):
        sheets = [{"name": each.plan.name, "reason": each.plan.reason} for each in found]
        raise NothingToImport(file=work.spool.name, form=work.form.key, sheets=sheets)
    options = _options(work, found)
    if not options.existing_history:
        found = [_without_history(each) for each in found]
    return replace(plan, options=options), found, remembered


def _without_history(each: Seen) -> Seen:
    """When records begin with this import, the file's own dates of creation have no place."""
    columns = tuple(
        replace(column, field=None, confidence=0.0) if column.field in (CREATED_AT, STAGE_SINCE) else column
        for column in each.plan.columns
    )
    return replace(each, plan=replace(each.plan, columns=columns))


def _options(work: Proposing, seen: Sequence[Seen]) -> Options:
    may = work.rights
    match = _match(work, seen)
    closed = any(_has_closed(work.form, each) for each in seen if each.plan.use)
    own = any(each.plan.column_of(ID) for each in seen if each.plan.use)
    return Options(
        match=match,
        on_match="overwrite" if own and may.overwrite else "fill",  # our own export comes back edited
        create_missing=CreateMissing(choices=may.choices, links=may.links, people=may.people),
        existing_history=closed and may.existing_history,
        owner=work.actor.person_id if work.form.owned else None,
    )


def _match(work: Proposing, seen: Sequence[Seen]) -> tuple[str, ...]:
    """What records are recognised by: what the form says; where the file has none of it, by title and customer,
    unless many rows share their title: `设备采购` is no name of one deal."""
    form, may_match = work.form, matchable(work.actor, work.form)
    said = form.definition.match or (form.title,)
    match = tuple(key for key in said if key in may_match)
    used = [each for each in seen if each.plan.use]
    filled = {key for each in used for key in (*each.plan.constants, *(c.field for c in each.plan.mapped))}
    if filled & {*match, ID} or form.title not in may_match:
        return match
    account = (form.trait("pipeline") or {}).get("account")
    telling = any(_varied(each, form.title) for each in used)
    others = (account,) if account in may_match and account in filled else ()
    return (form.title, *others) if telling else match


def _varied(each: Seen, key: str) -> bool:
    column = each.plan.column_of(key)
    return column is not None and each.profiles[column.index].variety >= _VARIED


def _has_closed(form: Form, each: Seen) -> bool:
    """True when the sheet brings records in stages that end: history rather than new work."""
    stage = form.stages.get(str(each.plan.constants.get(STAGE)))
    if stage and stage.type in ("won", "lost"):
        return True
    column = each.plan.column_of(STAGE)
    if column is None or column.index >= len(each.profiles):
        return False
    found = (stage_named(form, value.raw) for value in each.profiles[column.index].distinct)
    return any(stage and stage.type in ("won", "lost") for stage in found)


def _again(work: Proposing, plan: Plan) -> Plan:
    """A changed plan held to what its owner may do."""
    options, may = plan.options, work.rights
    missing = options.create_missing
    allowed = CreateMissing(
        missing.choices and may.choices, missing.links and may.links, missing.people and may.people
    )
    history = options.existing_history and may.existing_history
    return replace(plan, options=replace(options, create_missing=allowed, existing_history=history))


def _look(work: Proposing, plan: Plan) -> tuple[Plan, list[Seen]]:
    seen = []
    for sheet in plan.sheets:
        if not sheet.use:
            seen.append(Seen(sheet))
            continue
        seen.append(look_again(work.spool, sheet, work.form, work.known, work.targets))
    return plan, seen


def _keep_labels(work: Proposing, plan: Plan, seen: Sequence[Seen]) -> None:
    """Labels that no option is called, by field, kept beside the spool for the run to make options of."""
    labels: dict[str, list[str]] = {}
    for each in seen:
        for column in each.plan.mapped if each.plan.use else ():
            bound = work.form.get(column.field or "")
            if (
                bound is None
                or bound.kind.key not in ("choice", "choices")
                or column.index >= len(each.profiles)
            ):
                continue
            meant = choices.judge(bound, each.profiles[column.index])
            raws = [one.raw for one in choices.unsure(meant) if one.raw not in column.choices]
            known = labels.setdefault(bound.key, [])
            known.extend(raw for raw in raws if raw not in known)
    (work.spool.folder / "labels.json").write_bytes(orjson.dumps(labels))


def _told(work: Proposing, plan: Plan, seen: Sequence[Seen], judged: twins.Judged) -> Json:
    spool = work.spool
    return {
        "file": {"name": spool.name, "size": spool.size, "kind": spool.kind},
        "sheets": _sheets(work, seen),
        "form": {"key": work.form.key, "label": dict(work.form.definition.label)},
        "targets": [_target(target) for target in work.targets],
        "options": to_json(plan)["options"],
        "twins": {
            "inside": len(judged.file.same),
            "known": judged.known,
            "locked": judged.locked,
            "uncertain": twins.uncertain(judged, plan),
            "uncertain_total": len(judged.candidates.keys() | {each.row for each in judged.alike}),
        },
        "rights": work.rights.json(),
    }


def _target(target: Target) -> Json:
    """What a column may fill, as pickers show it."""
    if target.bound is not None:
        definition = target.bound.definition
        return {"key": target.key, "kind": definition.kind, "label": dict(definition.label)}
    kind = _SYSTEM_KINDS.get(target.kind, target.kind)
    label = {locale: sentence(f"system.{target.key}", {}, locale) or target.key for locale in LOCALES}
    return {"key": target.key, "kind": kind, "label": label}


def _sheets(work: Proposing, seen: Sequence[Seen]) -> list[Json]:
    placing = columns.Placing(work.tx, work.actor, work.form, work.catalog)
    ids = {each.plan.owner.person for each in seen if each.plan.owner.person}
    names = lookup.people_names(work.tx, ids)
    return [_sheet(work, each, placing, names) for each in seen]


def _sheet(work: Proposing, each: Seen, placing: columns.Placing, names: dict[int, str]) -> Json:
    plan = each.plan
    told = [
        columns.told(column, _profile(each, column.index), work.form, work.known.context, placing)
        for column in plan.columns
        if plan.use
    ]
    return {
        "name": plan.name,
        "hidden": plan.hidden,
        "use": plan.use,
        "reason": plan.reason,
        "heading_row": plan.heading_row or None,
        "first_row": plan.first_row,
        "rows": plan.rows,
        "title": plan.title,
        "columns": told,
        "constants": dict(plan.constants),
        "skipped": [
            {"row": int(row), "code": code} for row, code in list(plan.skip.items())[:_SKIPPED_SHOWN]
        ],
        "owner": _owner(plan, names),
    }


def _profile(each: Seen, index: int) -> Any:
    return each.profiles[index] if index < len(each.profiles) else None


def _owner(plan: SheetPlan, names: dict[int, str]) -> Json:
    owner = plan.owner
    person = {"id": owner.person, "title": names.get(owner.person)} if owner.person else None
    return {"source": owner.source, "name": owner.name, "person": person}
