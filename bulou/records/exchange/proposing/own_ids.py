"""A column headed ID is believed to hold our ids only when the records say so: other systems have ids too."""

from dataclasses import replace
from itertools import islice

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import ID
from bulou.records.exchange.meaning.understand import Seen
from bulou.records.exchange.running import lookup

_ASKED = 400
_AGREE = 0.7  # of the titles, some of which may have been edited in the workbook


def checked(tx: Tx, actor: Actor, form: Form, seen: Seen) -> Seen:
    """`seen` without its ID column unless most ids are of living records with the titles of the file."""
    column = seen.plan.column_of(ID)
    if column is None or _ours(tx, actor, form, seen, column.index):
        return seen
    columns = tuple(
        replace(each, field=None, confidence=0.0) if each.field == ID else each for each in seen.plan.columns
    )
    return replace(seen, plan=replace(seen.plan, columns=columns))


def _ours(tx: Tx, actor: Actor, form: Form, seen: Seen, index: int) -> bool:
    titles = seen.plan.column_of(form.title)
    if titles is None:
        return False
    by_row = {each.row: each.raw for each in seen.profiles[titles.index].distinct}
    pairs = {
        int(each.raw): by_row[each.row]
        for each in islice(seen.profiles[index].distinct, _ASKED)
        if each.raw.isdecimal() and len(each.raw) < 19 and each.row in by_row
    }
    found = lookup.by_ids(tx, actor, form, list(pairs))
    same = sum(name_key(pairs[id_]) == name_key(str(each.title or "")) for id_, each in found.items())
    return bool(pairs) and same >= _AGREE * len(pairs)
