"""Public forms that give their entries to the person: new ones must not go to somebody who is not there."""

from collections.abc import Iterator

import orjson
from sqlalchemy import select, update

from bulou.db.tables.public import public_form
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.handover.contributed import Item, Passed, Possession, possessions
from bulou.records.public import store
from bulou.records.public.model import OwnerRule, PublicForm


def held(tx: Tx, person_id: int) -> list[Item]:
    """Those whose entries may become the person's."""
    return [
        Item(each.id, each.label, f"/f/{each.form}", None if each.enabled else "closed")
        for each in _naming(tx, person_id)
    ]


def pass_on(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver takes the person's turn; without one their turn is left out, and entries of nobody stay nobody's."""
    found = []
    for each in _naming(tx, giver):
        before = each.definition.owner
        people = list(dict.fromkeys(to if id_ == giver else id_ for id_ in before.people))
        after = _rule(before, [id_ for id_ in people if id_ is not None])
        _put(tx, by, each, after)
        found.append(Passed(each.id, each.label, before.model_dump(), after.model_dump()))
    return found


def take_back(tx: Tx, by: Actor, passed: Passed) -> bool:
    """The rule of before, if it still is as the handover left it."""
    known = _one(tx, passed.id)
    if known is None or known.definition.owner.model_dump() != passed.after:
        return False
    _put(tx, by, known, OwnerRule.model_validate(passed.before))
    return True


def _rule(before: OwnerRule, people: list[int]) -> OwnerRule:
    rule = before.rule if people else "nobody"
    return OwnerRule(rule=rule, people=people)


def _naming(tx: Tx, person_id: int) -> Iterator[PublicForm]:
    rows = tx.rows(select(public_form.c.id).order_by(public_form.c.form, public_form.c.id))
    for (id_,) in rows:
        each = _one(tx, id_)
        if (
            each is not None
            and each.definition.owner.rule != "nobody"
            and person_id in each.definition.owner.people
        ):
            yield each


def _one(tx: Tx, id_: int) -> PublicForm | None:
    form = tx.value(select(public_form.c.form).where(public_form.c.id == id_))
    return None if form is None else store.one(tx, form, id_)


def _put(tx: Tx, by: Actor, found: PublicForm, rule: OwnerRule) -> None:
    body = found.definition.model_copy(update={"owner": rule}).model_dump(mode="json")
    values = {"body": orjson.dumps(body).decode(), "version": found.version + 1, "changed_at": tx.now_text}
    tx.execute(update(public_form).where(public_form.c.id == found.id).values(values))
    detail = {"id": found.id, "name": found.label, "owner": rule.model_dump()}
    audit.write(tx, by, "public_form.changed", form=found.form, detail=detail)


possessions.register(
    Possession(
        key="public_forms",
        label={"zh-CN": "把登记分给此人的公开表单", "en-US": "Public forms that give entries to them"},
        fate="moves",
        covers={"public_form.body": "the receiver takes the person's place in `owner`"},
        held=held,
        pass_on=pass_on,
        take_back=take_back,
        order=25,
    )
)
