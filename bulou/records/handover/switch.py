"""The moment itself: everything goes to its receivers in one transaction, or nothing does (decision 0070)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.people import accounts, audit, revision
from bulou.records.batches import ledger as batches
from bulou.records.handover import ledger, sharing
from bulou.records.handover.allot import Gives, allot
from bulou.records.handover.asking import check, hands_of, states
from bulou.records.handover.contributed import in_order
from bulou.records.handover.errors import Locked, OverLimits, TooMuch
from bulou.records.handover.judging import judged
from bulou.records.handover.ledger import Handover
from bulou.records.handover.model import Asked
from bulou.records.handover.planned import MOST, named
from bulou.records.handover.telling import tell_receivers
from bulou.records.write import Who
from bulou.records.write.handing import OWNER, Hands, hand_over

Json = dict[str, Any]
KIND = "handover"
MOST_TOLD = 500


def switch(tx: Tx, by: Actor, found: Handover) -> Json:
    """Give everything away; what was done. Raises, and so does nothing, when anything speaks against it."""
    revision.changing(tx)  # nobody is disabled, activated or moved elsewhere meanwhile
    ledger.lock(tx, found.person_id)
    asked = found.asked
    check(tx, by, asked)
    request = {"handover": found.id, "person": asked.person}
    batch = batches.begin(tx, KIND, None, request, by.person_id)
    who = Who(by, KIND, by.locale, batch, trusted=True)
    hands = hands_of(tx, asked)
    gives, left = settled(tx, by, asked, hands)
    moved = carry_out(tx, who, gives, hands)
    result = _result(moved, left)
    result["shares"] = sharing.settle(tx, asked, by.person_id)
    owned = {form: [id_ for id_, _to, whole in some if whole] for form, some in moved.items()}
    result["readable"] = sharing.keep_reading(tx, asked, owned, by.person_id)
    result["others"] = _others(tx, by, asked)
    result["left_account"] = _leave(tx, by, asked)
    batches.end(tx, batch, "done", {"changed": result["total"]})
    ledger.change(tx, found.id, state=ledger.DONE, result=result, batch_id=batch, done_at=tx.now_text)
    _note(tx, by, found, result)
    if asked.tell:
        tell_receivers(tx, by, found, result)
    return result


def settled(
    tx: Tx, by: Actor, asked: Asked, hands: Hands, only: str | None = None
) -> tuple[Gives, list[Json]]:
    """What goes to whom, without what stays since it is locked, which is told. TooMuch, Locked, OverLimits.

    `only`: judge this form alone; for looking ahead in steps.
    """
    gives, catalog = allot(tx, by, asked), catalogs.load(tx)
    total = sum(len(some) for some in gives.values())
    if total > MOST:
        raise TooMuch(limit=MOST, count=total)
    who = Who(by, KIND, by.locale, trusted=True)
    left: list[Json] = []
    for key in gives if only is None else [only] if only in gives else ():
        against = judged(tx, who, catalog[key], gives[key], hands)
        if against.locked and not asked.leave_locked:
            raise Locked(count=len(against.locked), form=key)
        if against.limits and not asked.over_limits:
            people = sorted({str((named(tx, to) or {}).get("title")) for to, _ in against.limits.values()})
            raise OverLimits(count=len(against.limits), people=people)
        left += [{"form": key, "id": id_, "code": each.code} for id_, each in against.locked.items()]
        gives[key] = [give for give in gives[key] if give.id not in against.locked]
    return gives, left


def carry_out(tx: Tx, who: Who, gives: Gives, hands: Hands) -> dict[str, list[tuple[int, int | None, bool]]]:
    """Form → (record, who has it now, whether it is owned by them), of everything that went."""
    catalog = catalogs.load(tx)
    done: dict[str, list[tuple[int, int | None, bool]]] = {}
    for key, some in gives.items():
        given = hand_over(tx, who, catalog[key], some, hands)
        by_id = {give.id: give for give in some}
        done[key] = [(id_, to, OWNER in by_id[id_].keys) for id_, to in given.items()]
    return {key: some for key, some in done.items() if some}


def counted(moved: Mapping[str, Sequence[tuple[int, int | None, bool]]]) -> dict[str, dict[str, int]]:
    """Form → receiver (`""`: the pool) → how many."""
    found: dict[str, dict[str, int]] = {}
    for key, some in moved.items():
        counts: dict[str, int] = defaultdict(int)
        for _id, to, _whole in some:
            counts[str(to or "")] += 1
        found[key] = dict(counts)
    return found


def _result(moved: Mapping[str, Sequence[tuple[int, int | None, bool]]], left: list[Json]) -> Json:
    return {
        "moved": counted(moved),
        "total": sum(len(some) for some in moved.values()),
        "locked": left[:MOST_TOLD],
    }


def _others(tx: Tx, by: Actor, asked: Asked) -> dict[str, list[Json]]:
    """What is no record: passed on by its own kind; nothing of it where only territory changes hands."""
    found: dict[str, list[Json]] = {}
    if asked.ending != "leaves" and asked.others is None:
        return found
    for kind in in_order():
        if kind.pass_on is not None:
            passed = kind.pass_on(tx, by, asked.person, asked.others)
            if passed:
                found[kind.key] = [asdict(each) for each in passed]
    return found


def _leave(tx: Tx, by: Actor, asked: Asked) -> bool:
    """Sessions and tokens end with the account, in this very transaction; whether it was open until now."""
    if asked.ending != "leaves" or states(tx, [asked.person])[asked.person] == "disabled":
        return False
    accounts.disable(tx, by, asked.person)
    return True


def _note(tx: Tx, by: Actor, found: Handover, result: Json) -> None:
    asked = found.asked
    detail = {
        "handover": found.id,
        "id": asked.person,
        "moved": result["moved"],
        "total": result["total"],
        "others": {key: len(some) for key, some in result["others"].items()},
        "ending": asked.ending,
        "over_limits": asked.over_limits,
        "locked": len(result["locked"]),
    }
    audit.write(tx, by, "handover.run", detail=detail)
    body = {"handover": found.id, "person": asked.person, "total": result["total"]}
    tx.emit(Event("person.handed_over", body=body, actor_id=by.person_id))


def sweep(tx: Tx, by: Actor, found: Handover) -> int:
    """What reached a leaver from a transaction that was under way at the moment itself goes after the rest."""
    ledger.lock(tx, found.person_id)
    found = ledger.found(tx, found.id)
    if found.state != ledger.DONE or found.batch_id is None:
        return 0
    if set(states(tx, sorted(found.asked.receivers())).values()) - {"active"}:
        return 0  # a receiver is gone by now: what came late is found in the list of what the leaver holds
    asked, hands = found.asked, hands_of(tx, found.asked)
    who = Who(by, KIND, by.locale, found.batch_id, trusted=True)
    locked = {(each["form"], each["id"]) for each in found.result["locked"]}
    late: Gives = {
        key: [give for give in some if (key, give.id) not in locked]
        for key, some in allot(tx, by, asked).items()
    }
    moved = carry_out(tx, who, {key: some for key, some in late.items() if some}, hands)
    total = sum(len(some) for some in moved.values())
    if total:
        result = {**found.result, "total": found.result["total"] + total, "late": total}
        result["moved"] = _added(found.result["moved"], counted(moved))
        ledger.change(tx, found.id, result=result)
    return total


def _added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    keys = [*one, *(key for key in other if key not in one)]
    return {
        key: {
            to: one.get(key, {}).get(to, 0) + other.get(key, {}).get(to, 0)
            for to in [*one.get(key, {}), *other.get(key, {})]
        }
        for key in keys
    }


def tried(tx: Tx, by: Actor, asked: Asked) -> None:
    """What the end would refuse is refused at the beginning: LastAdministrator."""
    try:
        with tx.savepoint():
            _leave(tx, by, asked)
            raise _Tried
    except _Tried:
        return


class _Tried(Exception):
    """Nothing spoke against it; what was tried is rolled back."""
