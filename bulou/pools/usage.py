"""Where pools use a form and its fields, for those who change the form."""

from collections.abc import Iterator

from bulou.db.tx import Tx
from bulou.expr.conditions import parse, paths
from bulou.forms.model import FormDef
from bulou.forms.usage import Usage, users
from bulou.pools.definition import Pool, conditions_of
from bulou.pools.store import everything


class Pools:
    """One use for each pool, and for each field that it closes or asks for."""

    key = "pools"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The pools of the form."""
        fields = {field.key for field in form.shown}
        for pool, _version in everything(tx):
            if pool.form == form.key:
                label = dict(pool.label)
                yield Usage("pool", form.key, pool.key, label, None)
                named = sorted(fields & set(_named(pool)))
                yield from (Usage("pool", form.key, pool.key, label, key) for key in named)


def _named(pool: Pool) -> Iterator[str]:
    yield from pool.fields
    if pool.claim.levels:
        yield pool.claim.levels.field
    for condition in conditions_of(pool).values():
        yield from (path.partition(".")[0] for path in paths(parse(condition)))


users.register(Pools())
