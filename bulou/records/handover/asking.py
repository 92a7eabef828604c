"""Whether a handover may be asked for as it is: by whom, of whom, to whom."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from bulou.access.grants import in_scope
from bulou.access.rights import may_manage_people
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.people.errors import PersonNotFound
from bulou.people.register import register
from bulou.records.handover.allot import giving_sight
from bulou.records.handover.errors import BadHandover, NotYours
from bulou.records.handover.model import EVERY, Asked
from bulou.records.handover.places import Place, all_places
from bulou.records.query.secure import sight
from bulou.records.sharing import LONGEST
from bulou.records.write.handing import Hands


def may_hand_over(actor: Actor, person_id: int) -> bool:
    """Administrators anybody's; heads what their people hold, as far as they may assign it. It goes across forms: a
    token for some of them hands nothing over."""
    heads = actor.forms is None and person_id in actor.reports and person_id != actor.person_id
    return may_manage_people(actor) or heads


def require_giver(tx: Tx, actor: Actor, person_id: int) -> None:
    """PersonNotFound; NotYours for who has no business with the person."""
    known = register(tx).people.get(person_id)
    if not may_hand_over(actor, person_id):
        raise NotYours(action="handover", form="user", id=person_id)
    if known is None or known.gone:
        raise PersonNotFound(what="person", id=person_id)


def require_assigning(actor: Actor, person_id: int) -> None:
    """NotYours for a head's token that may not assign: the work is done later, without the token's limits."""
    if not may_manage_people(actor) and not in_scope(actor, "assign"):
        raise NotYours(action="handover", form="user", id=person_id)


def check(tx: Tx, actor: Actor, asked: Asked) -> None:
    """BadHandover with everything that is wrong; the receivers are looked up as they are now."""
    require_giver(tx, actor, asked.person)
    problems = [
        *_receivers(tx, asked),
        *_forms(tx, actor, asked),
        *_fields(tx, actor, asked),
        *_ending(tx, actor, asked),
    ]
    if problems:
        raise BadHandover(problems=problems)


def may_replace(tx: Tx, actor: Actor, place: Place) -> bool:
    """Whether the actor may put somebody else there; owners and open tasks go with the right to assign."""
    return (
        place.always or may_manage_people(actor) or place.key in sight(tx, actor, place.form, "change").fields
    )


def states(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    """Person → state, read from the table: no cache says who may get something."""
    rows = tx.rows(
        select(person.c.id, person.c.state, person.c.merged_into).where(person.c.id.in_(list(ids)))
    )
    return {id_: "merged" if into is not None else state for id_, state, into in rows}


def hands_of(tx: Tx, asked: Asked) -> Hands:
    """The giver, and where the receivers work."""
    ids = sorted(asked.receivers())
    rows = tx.rows(select(person.c.id, person.c.department_id).where(person.c.id.in_(ids))) if ids else ()
    return Hands(asked.person, dict(map(tuple, rows)))


def _receivers(tx: Tx, asked: Asked) -> Iterator[FieldProblem]:
    known = states(tx, sorted(asked.receivers()))
    named = [
        *((f"split.pieces.{at}.to", piece.to) for at, piece in enumerate(asked.split.pieces)),
        *((f"split.rules.{at}.to", to) for at, rule in enumerate(asked.split.rules) for to in rule.to),
        *(("split.rest", to) for to in asked.split.rest),
        ("others", asked.others),
    ]
    if asked.split.keep_rest and asked.split.rest:
        yield FieldProblem("split.rest", "handover.rest_stays", {})
    for path, to in named:
        if to == asked.person:
            yield FieldProblem(path, "handover.receiver_gives", {"id": to})
        elif to is not None and to not in known:
            yield FieldProblem(path, "fields.unknown_record", {"id": to})
        elif to is not None and known[to] != "active":
            name = register(tx).people[to].name
            yield FieldProblem(
                path, "handover.receiver_not_active", {"id": to, "name": name, "state": known[to]}
            )


def _forms(tx: Tx, actor: Actor, asked: Asked) -> Iterator[FieldProblem]:
    catalog = catalogs.load(tx)
    for at, rule in enumerate(asked.split.rules):
        form = catalog.get(rule.form)
        if rule.form != EVERY and (form is None or form.read_only):
            yield FieldProblem(f"split.rules.{at}.form", "fields.not_a_choice", {})
        elif (code := _bad(tx, actor, form, rule.filter)) is not None:
            yield FieldProblem(f"split.rules.{at}.filter", code, {})
    for at, piece in enumerate(asked.split.pieces):
        known = catalog.get(piece.form)
        if known is None or known.read_only:
            yield FieldProblem(f"split.pieces.{at}.form", "fields.not_a_choice", {})


def _bad(tx: Tx, actor: Actor, form: Form | None, filter_: object) -> str | None:
    """Why a condition cannot be used; of a rule for any form only its shape is known."""
    try:
        tree = parse(filter_)
        if form is not None:
            seen = giving_sight(tx, actor, form)
            to_sql(tree, seen.operand, seen.context)
    except BadCondition as error:
        return error.code
    return None


def _fields(tx: Tx, actor: Actor, asked: Asked) -> Iterator[FieldProblem]:
    """A head puts others only into fields that they may change themselves."""
    places = {place.path: place for place in all_places(catalogs.load(tx))}
    known = {path for path in asked.fields if path in places and may_replace(tx, actor, places[path])}
    for at, path in enumerate(asked.fields):
        if path not in known:
            yield FieldProblem(f"fields.{at}", "fields.unknown_field", {"field": path})


def _wrong_day(tx: Tx, text: str) -> str | None:
    """Why reading on cannot end on that day, None when it can."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "fields.not_a_date"
    if day > (tx.now + LONGEST).date():
        return "fields.not_ahead"
    return "handover.reader_past" if day.isoformat() < tx.now_text[:10] else None


def _ending(tx: Tx, actor: Actor, asked: Asked) -> Iterator[FieldProblem]:
    """Accounts, limits and what is no record are the administrators' business."""
    if asked.ending == "leaves" and asked.person == actor.person_id:
        yield FieldProblem("ending", "handover.yourself", {})
    if asked.reader_until is not None and asked.ending == "leaves":
        yield FieldProblem("reader_until", "handover.reader_leaves", {})
    if asked.reader_until is not None and (wrong := _wrong_day(tx, asked.reader_until)) is not None:
        yield FieldProblem("reader_until", wrong, {})
    if asked.teams == "reader" and asked.reader_until is None:
        yield FieldProblem("reader_until", "fields.required", {})
    if asked.teams == "passes" and asked.others is None:
        yield FieldProblem("others", "fields.required", {})
    if may_manage_people(actor):
        return
    for name, given in (
        ("ending", asked.ending == "leaves"),
        ("others", asked.others is not None),
        ("over_limits", asked.over_limits),
        ("teams", asked.teams != "stays"),
    ):
        if given:
            yield FieldProblem(name, "handover.administrators_only", {})
