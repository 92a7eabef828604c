"""The one door in: every write of business data, whoever asks, goes through these steps."""

from collections.abc import Callable, Iterator, Sequence

from bulou.db import revisions
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import AppError, FieldProblem, Forbidden, Invalid
from bulou.records.errors import ReadOnlyForm, RuleRefused
from bulou.records.write import bin as bins
from bulou.records.write import rules
from bulou.records.write.check import check
from bulou.records.write.chunks import make_chunk
from bulou.records.write.compute import compute
from bulou.records.write.defaults import defaults
from bulou.records.write.duplicates import check_twins, warn_of_twins
from bulou.records.write.fills import fill_picked
from bulou.records.write.foresee import foresee
from bulou.records.write.gates import check_gates, gate_error
from bulou.records.write.guarding import ask_guards, check_creation, check_still
from bulou.records.write.links import check_links
from bulou.records.write.load import load_rows
from bulou.records.write.merge import merge_stale
from bulou.records.write.model import Chunk, Command, Outcome, Row, Who
from bulou.records.write.moves import follow_stage
from bulou.records.write.offers import check_offers
from bulou.records.write.owners import check_holdings, check_owners
from bulou.records.write.required import required
from bulou.records.write.save import save
from bulou.records.write.stage_rows import date_stages
from bulou.records.write.strip import strip
from bulou.records.write.tables import load_tables

MOST_ROWS = 500

Step = Callable[[Chunk], None]

# The order is the contract (docs/decisions/0022): what a later step judges, an earlier one has settled.
STEPS: tuple[Step, ...] = (
    strip,
    load_tables,
    check_still,
    check,
    merge_stale,
    defaults,
    fill_picked,
    date_stages,
    foresee,
    rules.set_rules,
    follow_stage,
    foresee,
    rules.show_rules,
    foresee,
    rules.narrow_rules,
    check_offers,
    required,
    check_owners,
    check_links,
    rules.check_rules,
    check_gates,
    check_creation,
    ask_guards,
    check_holdings,
    check_twins,
    warn_of_twins,
)


def apply(
    tx: Tx, who: Who, form: Form | str, commands: Sequence[Command], *, partial: bool = False
) -> list[Outcome]:
    """Carry out `commands` on records of one form and say, in their order, what became of each.

    `partial`: a refused command refuses nobody else and its outcome carries the error. Otherwise the first
    refusal is raised (Invalid with all problems when there are several rows) and the transaction must end.
    """
    catalog = catalogs.load(tx)
    bound = catalog[form] if isinstance(form, str) else form
    if bound.read_only:
        raise ReadOnlyForm(form=bound.key)
    outcomes: list[Outcome] = []
    for wave in _waves(commands):
        rows = [Row(command, command.action, command.id, dates=dict(command.dates)) for command in wave]
        outcomes += _wave(make_chunk(tx, who, bound, catalog, rows), partial)
    # Its rows are held by now, so no definition can come in force before this is committed: was it the one we knew?
    revisions.still(tx, catalogs.REVISION)
    return outcomes


def _waves(commands: Sequence[Command]) -> Iterator[list[Command]]:
    """Runs of commands of one kind, each record at most once, at most 500 at a time."""
    wave: list[Command] = []
    seen: set[int] = set()
    for command in commands:
        again = command.id is not None and command.id in seen
        if wave and (again or wave[0].action != command.action or len(wave) == MOST_ROWS):
            yield wave
            wave, seen = [], set()
        wave.append(command)
        if command.id is not None:
            seen.add(command.id)
    if wave:
        yield wave


def _wave(chunk: Chunk, partial: bool) -> list[Outcome]:
    action = chunk.rows[0].action
    rights = chunk.rights
    for row in chunk.rows if not rights.may_do else ():
        if not (rights.may_assign and row.command.only_gives):
            row.error = Forbidden(action=action, form=chunk.form.key)
    if action in ("create", "change"):
        _judge(chunk, action)
        _stop_at_errors(chunk, partial)
        compute(chunk)
        save(chunk, chunk.alive, partial)
    else:
        load_rows(chunk)
        bins.delete(chunk) if action == "delete" else bins.restore(chunk)
    _stop_at_errors(chunk, partial)
    return [_outcome(row) for row in chunk.rows]


def _judge(chunk: Chunk, action: str) -> None:
    if action == "change":
        load_rows(chunk)
    for step in STEPS:
        step(chunk)
    for row in chunk.alive:
        row.error = _verdict(row)


def _verdict(row: Row) -> AppError | None:
    if "gate" in row.extra:
        return gate_error(row, row.extra["gate"])
    if row.refusals:
        return RuleRefused(problems=row.problems, messages=row.refusals)
    return Invalid(problems=row.problems) if row.problems else None


def _stop_at_errors(chunk: Chunk, partial: bool) -> None:
    failed = [(at, row.error) for at, row in enumerate(chunk.rows) if row.error is not None]
    if partial or not failed:
        return
    if len(chunk.rows) == 1 or len(failed) == 1:
        raise failed[0][1]
    raise Invalid(
        problems=[
            FieldProblem(f"{at}.{problem.field}", problem.code, problem.params)
            for at, error in failed
            for problem in error.problems or (FieldProblem("", error.code, error.params),)
        ]
    )


def _outcome(row: Row) -> Outcome:
    if row.error is not None:
        return Outcome(row.id, None, row.error, row.action, stripped=tuple(row.stripped))
    return Outcome(
        row.id, row.version, None, row.action, row.changed, tuple(row.stripped), tuple(row.warnings)
    )
