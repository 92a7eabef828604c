"""Many notices of one rule to one person at once become one with a number: an import must not bury anybody."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.words import Words, say
from bulou.people import notices
from bulou.people.notices import Notice

KIND, MORE = "rule", "rule.more"
SINGLY = 20  # notices of one rule to one person within `WITHIN`, told one by one
WITHIN = timedelta(hours=1)
LOOKED_AT = 100  # of the person's newest notices
c = notification.c


def gathered(tx: Tx, person_id: int, rule: str, label: Words, locale: str, form: str | None) -> bool:
    """Whether one more notice of the rule was counted instead of told. `rule`: by what the rule is known."""
    since = instant(tx.now - WITHIN)
    open_ = _open(tx, person_id, rule, since)
    if open_ is not None:
        body = orjson.loads(open_.body)
        text = orjson.dumps({**body, "count": body["count"] + 1}).decode()
        tx.execute(update(notification).where(c.id == open_.id).values(body=text))
        return True
    if _lately(tx, person_id, rule, since) < SINGLY:
        return False
    body = {"rule": say(label, locale), "count": 1, "link": f"/f/{form}" if form else "/"}
    notices.tell_all(tx, [Notice(person_id, MORE, body, thread=f"{MORE}:{rule}")])
    return True


def _open(tx: Tx, person_id: int, rule: str, since: str) -> Any:
    """The one that counts already, if nobody has read it."""
    mine = (c.person_id == person_id, c.thread == f"{MORE}:{rule}", c.read_at.is_(None), c.at >= since)
    return tx.one(select(c.id, c.body).where(*mine).order_by(c.id.desc()).limit(1))


def _lately(tx: Tx, person_id: int, rule: str, since: str) -> int:
    query = select(c.kind, c.body, c.at).where(c.person_id == person_id).order_by(c.id.desc())
    rows = tx.rows(query.limit(LOOKED_AT))
    return sum(
        1
        for row in rows
        if row.kind == KIND and row.at >= since and orjson.loads(row.body).get("rule") == rule
    )
