"""Tags in use: what a field of tags offers while somebody types."""

from collections import Counter
from typing import Any

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.text import fold
from bulou.records.errors import BadQuery
from bulou.records.query.secure import secure_select, sight

RECENT = 2_000  # so many records are looked at, the newest first


def tags(tx: Tx, actor: Actor, form: Form, key: str, q: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """`{tag, count}` of field `key` that hold `q`, by how often visible records have them; BadQuery, UnknownField.

    Tags that the definition suggests stand among them, unused ones last.
    """
    require(actor, form.key, "read")
    bound = form.get(key)
    if bound is None or bound.kind.key != "tags":
        raise BadQuery(reason="not_tags", value=key)
    seen = sight(tx, actor, form)
    column = seen.column(key)
    query = secure_select(seen, column, where=[column.is_not(None)])
    counts: Counter[str] = Counter()
    for (stored,) in tx.rows(query.order_by(seen.of.c.id.desc()).limit(RECENT)):
        counts.update(bound.kind.dump(bound.definition, stored))
    for tag in bound.options.suggested:
        counts.setdefault(tag, 0)
    wanted = fold(q)
    found = [(tag, count) for tag, count in counts.items() if wanted in fold(tag)]
    found.sort(key=lambda each: (-each[1], each[0]))
    return [{"tag": tag, "count": count} for tag, count in found[:limit]]
