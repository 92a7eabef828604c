"""What rules may do with pools: give the record at hand back, to a pool by name or wherever its values say."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.words import say
from bulou.pools.errors import NoRecordHere
from bulou.pools.release import release
from bulou.pools.store import of_form
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions

LONGEST = 500


class ToPool(Options):
    """`pool`: the key of a pool of the form, empty: wherever the values say; `reason`: told with the record."""

    pool: str = Field(default="", max_length=60, json_schema_extra={"x-pick": "pools"})
    reason: str = Field(default="", max_length=LONGEST)


def do(doing: Doing, options: ToPool) -> Json:
    """As somebody would by hand, with the rights of the runner; a refusal is the failure of the step, in its words."""
    if doing.form is None or doing.record_id is None:
        raise NoRecordHere()
    reason = doing.fill.text(options.reason)[:LONGEST] or None
    pool = options.pool or None
    outcome = release(doing.tx, doing.who, doing.form, [doing.record_id], reason=reason, pool=pool)[0]
    if outcome.error is not None:
        raise outcome.error
    told = {"reason": reason} if doing.dry else {}
    return {"form": doing.form.key, "id": doing.record_id, "pool": pool, **told}


def check(checking: Checking, options: ToPool) -> Iterator[FieldProblem]:
    """A form without owners, no right to give its records away, a pool that is not there."""
    form = checking.form
    if form is None:
        return
    if not form.owned:
        yield FieldProblem("", "pools.not_owned")
        return
    if not may(checking.actor, form.key, "assign"):
        yield FieldProblem("", "rules.may_not", {"form": form.key, "action": "assign"})
    known = {kept.pool.key for kept in of_form(checking.tx, form.key)}
    if options.pool and options.pool not in known:
        yield FieldProblem("pool", "pools.wrong_pool", {"pool": options.pool})
    elif not known:
        yield FieldProblem("pool", "pools.none_here")


def whereto(tx: Tx, form: str | None, options: Mapping[str, Any], locale: str) -> str:
    """The pool it names."""
    named = [kept.pool for kept in of_form(tx, form or "") if kept.pool.key == options.get("pool")]
    return say(named[0].label, locale) if named else ""


actions.register(
    ActionKind(
        "release",
        {"zh-CN": "退回公海", "en-US": "Release to a pool"},
        ToPool,
        do,
        needs_record=True,
        check=check,
        whereto=whereto,
        hints={
            "pool": {
                "zh-CN": "退回到哪个公海（不选：按规则决定）",
                "en-US": "To which pool (none: wherever the rules say)",
            },
            "reason": {"zh-CN": "原因", "en-US": "Reason"},
        },
        order=35,
    )
)
