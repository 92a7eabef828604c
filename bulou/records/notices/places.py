"""Texts with places in them: `{amount}`, `{account.owner}` become what the reader may read of a record now."""

import re
from collections.abc import Iterable

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.expr.conditions import UnknownField
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.printing.gather import bound_at, form_at
from bulou.records.printing.shown import said_system, spoken
from bulou.records.query.anywhere import row_anywhere
from bulou.records.query.cells import layout
from bulou.records.query.masks import mask_in
from bulou.records.query.pages import asked, shown
from bulou.records.query.secure import sight

PLACE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,4})\}")
MOST = 50  # places of a text
HIDDEN, EMPTY = "…", "—"


def filled(tx: Tx, actor: Actor, form: Form, id_: int, text: str, locale: str) -> str:
    """The text with its places filled; what may not be read, or is not there, is `…`; what is empty is `—`."""
    paths = list(dict.fromkeys(PLACE.findall(text)))[:MOST]
    found = values(tx, actor, form, id_, paths, locale) if paths else {}
    return PLACE.sub(lambda match: found.get(match[1], HIDDEN) or EMPTY, text)


def values(tx: Tx, actor: Actor, form: Form, id_: int, paths: Iterable[str], locale: str) -> dict[str, str]:
    """Path → value in words, of those paths that the reader may read, in the bin, too; {} where they may not see it."""
    seen = sight(tx, actor, form)
    zone = seen.context.zone
    open_ = [path for path in paths if _reachable(seen, form, path)]
    keys = list(dict.fromkeys([*asked(seen, form, None, masks=True), *open_]))
    plan = layout(seen, form, keys, zone, masks=True)
    row = row_anywhere(tx, seen, *plan.columns, where=[seen.of.c.id == id_])
    if row is None:
        return {}
    [item] = shown(tx, seen, form, plan, [row], keys)
    context = CellContext(locale=locale, zone=zone)
    return {path: _value(form, path, item.get(path), context) for path in open_}


def _reachable(seen: Visible, form: Form, path: str) -> bool:
    try:
        layout(seen, form, [path], seen.context.zone, masks=True)
    except UnknownField:
        return False
    return True


def _value(form: Form, path: str, value: object, context: CellContext) -> str:
    mask = mask_in(value)
    if mask is not None:
        return str(mask)
    bound = bound_at(form, path)
    if bound is not None:  # records that may not be seen have no names
        return spoken(bound, value, context) or (HIDDEN if value else "")
    return str(said_system(form_at(form, path), path.split(".")[-1], value, context)["t"])
