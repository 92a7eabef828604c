"""Records that are shared with the person, or have them in their team: what the handover asks for (`teams`)."""

from sqlalchemy import func, select

from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.records.handover.contributed import Item, Possession, possessions


def held(tx: Tx, person_id: int) -> list[Item]:
    """By form and kind, with how many."""
    c = share.c
    query = select(c.form, c.kind, func.count()).where(c.person_id == person_id)
    catalog = catalogs.load(tx)
    found = []
    for form, kind, count in tx.rows(query.group_by(c.form, c.kind).order_by(c.form, c.kind)):
        known = catalog.get(form)
        label = dict(known.definition.label) if known is not None else {"zh-CN": form, "en-US": form}
        named = {locale: f"{text} · {count}" for locale, text in label.items()}
        found.append(Item(f"{form}.{kind}", named, note=kind))
    return found


possessions.register(
    Possession(
        key="shared",
        label={
            "zh-CN": "共享给此人、或其在团队中的记录",
            "en-US": "Records shared with them, or with them in the team",
        },
        fate="moves",
        covers={"share.person_id": "as `teams` of the handover says: left, passed on, or kept for reading"},
        held=held,
        order=15,
    )
)
