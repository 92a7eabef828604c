"""Taking an entry: the puzzle is solved, the form is open, its fields and no others become a record with an owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import AppError, FieldProblem, Invalid
from bulou.records import write
from bulou.records.public import challenge, codes, refusal, sources, store, twins
from bulou.records.public.check import active
from bulou.records.public.codes import Proof
from bulou.records.public.errors import PublicClosed
from bulou.records.public.model import PublicForm
from bulou.records.public.offered import FILES, settings_of
from bulou.records.public.shown import asks_for, why_closed
from bulou.records.write import Command, Outcome, Who

VIA = "public"
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """What a visitor sent. `trap` is the field that people do not see; `source` the code of their link; `proof` that
    the address in it is theirs."""

    values: Mapping[str, Any]
    token: str
    solution: str
    source: str = ""
    trap: str = ""
    locale: str = "zh-CN"
    proof: Proof = field(default_factory=Proof)


def take(tx: Tx, slug: str, entry: Entry) -> PublicForm:
    """Make the record. All that is refused leaves nothing behind: the same challenge may be sent again, corrected."""
    found = store.by_slug(tx, slug)
    solved = challenge.accept(
        found.seal, slug, entry.token, entry.solution, tx.now, least=challenge.LEAST_SECONDS
    )
    public = store.hold(tx, found.id)
    challenge.spend(tx, solved)
    reason = why_closed(tx, public)
    if reason is not None:
        raise PublicClosed(reason=reason)
    if entry.trap:
        store.count(tx, public, caught=public.caught + 1)
        return public
    form = catalogs.load(tx)[public.form]
    values = _values(form, public, entry)
    _check_address(form, public, values, entry.proof, tx.now)
    source = sources.clean(entry.source)
    outcome, turn = _write(tx, form, public, values, _hidden(form, public, source), entry.locale)
    if outcome.error is not None:
        if not refusal.is_twin(outcome.error):
            raise refusal.told(outcome.error, {each.key for each in public.definition.fields})
        said = {key: value for key, value in values.items() if form.by_key[key].definition.kind not in FILES}
        twins.keep(tx, public, source, said, outcome.error)
        twins.tell_known(tx, form, outcome.error)
    twins.tell_likely(tx, form, outcome)
    sources.count(tx, public, source)
    store.count(tx, public, taken=public.taken + 1, turn=turn)
    return public


def _check_address(form: Form, public: PublicForm, values: Json, proof: Proof, now: datetime) -> None:
    problems = codes.check(form, public, values.get(public.definition.code or ""), proof, now)
    if problems:
        raise Invalid(problems=problems)


def _values(form: Form, public: PublicForm, entry: Entry) -> dict[str, Any]:
    """The values of the chosen fields; anything else is refused, whether the form has such a field or not."""
    chosen = {each.key: each for each in public.definition.fields}
    problems = [FieldProblem(key[:40], "fields.unknown_field") for key in entry.values if key not in chosen]
    values = {key: value for key, value in entry.values.items() if key in chosen}
    for key, each in chosen.items():
        if asks_for(public, each) and values.get(key) is False:
            del values[key]  # a box that must be ticked and was not
        elif form.by_key[key].definition.kind in FILES and values.get(key):
            problems += _files(form, public, key, values)
    if problems:
        raise Invalid(problems=problems)
    return values


def _files(form: Form, public: PublicForm, key: str, values: dict[str, Any]) -> list[FieldProblem]:
    """Tickets become ids of files: nobody can name a file that they did not upload here."""
    tickets = values[key] if isinstance(values[key], list) else [values[key]]
    most = settings_of(form.by_key[key])["max_count"]
    if len(tickets) > most:
        return [FieldProblem(key, "fields.too_many", {"max": most})]
    ids = [challenge.file_of(public.seal, key, each) for each in tickets]
    if None in ids:
        return [FieldProblem(key, "fields.unknown_file")]
    values[key] = ids
    return []


def _hidden(form: Form, public: PublicForm, source: str) -> dict[str, Any]:
    """What the form adds by itself: fixed values, and the field that keeps the source."""
    tracked = sources.value_of(form, public, source)
    fixed = {key: value for key, value in public.definition.fixed.items() if value is not None}
    return {**fixed, **({tracked[0]: tracked[1]} if tracked else {})}


def _write(
    tx: Tx, form: Form, public: PublicForm, values: Json, hidden: Json, locale: str
) -> tuple[Outcome, int]:
    """The record; what the form adds by itself is left out where it has become impossible (a deleted campaign):
    no entry is lost for it."""
    outcome, turn = _owned(tx, form, public, {**values, **hidden}, locale)
    wrong = {problem.field for problem in outcome.error.problems} if outcome.error else set()
    if wrong and wrong <= hidden.keys() and outcome.error and not refusal.is_twin(outcome.error):
        rest = {key: value for key, value in hidden.items() if key not in wrong}
        return _owned(tx, form, public, {**values, **rest}, locale)
    return outcome, turn


def _owned(tx: Tx, form: Form, public: PublicForm, values: Json, locale: str) -> tuple[Outcome, int]:
    """The record, through the one pipeline, with the owner whose turn it is; who cannot hold it is passed over."""
    who = Who(via=VIA, locale=locale)
    people = active(tx, public.definition.owner.people) if form.owned else []
    rule = public.definition.owner.rule
    create = partial(_create, tx, who, form, values, asked=_asked(public))
    if rule == "nobody" or not people:
        return create(None), public.turn
    if rule == "person":
        people = people[:1]
    for step in range(len(people)):
        at = (public.turn + step) % len(people)
        outcome = create(people[at])
        if outcome.error is None or not _is_about_owner(outcome.error):
            return outcome, at + 1
    return create(None), public.turn


def _asked(public: PublicForm) -> frozenset[str]:
    """What this page asks for besides the form; rules may hide some of it, so the pipeline judges."""
    return frozenset(each.key for each in public.definition.fields if asks_for(public, each))


def _create(
    tx: Tx, who: Who, form: Form, values: Json, owner: int | None, *, asked: frozenset[str]
) -> Outcome:
    given = values if owner is None else {**values, "owner": owner}
    command = Command("create", values=given, required=asked)
    return write.apply(tx, who, form, [command], partial=True)[0]


def _is_about_owner(error: AppError) -> bool:
    """A limit of that person, not a mistake of the visitor."""
    return not isinstance(error, Invalid) or any(problem.field == "owner" for problem in error.problems)
