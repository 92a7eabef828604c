"""Whether somebody sees what of a record went along to those it became."""

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.pushing import links
from bulou.records.query.one import sees


def reaches(tx: Tx, actor: Actor, form: Form, id_: int, what: str) -> bool:
    """Whether the reader sees a record at which `what` of this one is seen, too."""
    catalog = catalogs.load(tx)
    for key, ids in links.targets(tx, form.key, [id_], what).items():
        there = catalog.get(key)
        if there is not None and any(sees(tx, actor, there, each) for each in sorted(ids)):
            return True
    return False
