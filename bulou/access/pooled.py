"""What lies in a pool, as SQL: nobody owns it, and it was sent there, or nowhere and the pool's condition holds."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, select, true

from bulou.access.grants import Pooled
from bulou.db.tables.pools import pool_place
from bulou.expr.conditions import Context, Resolve, to_sql
from bulou.kit.protocols import FormLike


def lying(
    pool: Pooled, form: FormLike, of: FromClause, resolve: Resolve, context: Context
) -> ColumnElement[bool]:
    """The rows of `of` that lie in the pool."""
    if "owner" not in form.system:
        return false()
    return and_(of.c.owner.is_(None), meant(pool, form, of, resolve, context))


def meant(
    pool: Pooled, form: FormLike, of: FromClause, resolve: Resolve, context: Context
) -> ColumnElement[bool]:
    """The rows of `of` that would lie in the pool if nobody owned them. A condition that cannot tell does not hold."""
    falls = [to_sql(pool.when, resolve, context)]
    falls += [to_sql(each, resolve, context).is_not(true()) for each in pool.before]
    return or_(and_(*falls, of.c.id.not_in(_sent(form))), of.c.id.in_(_sent(form, pool.key)))


def _sent(form: FormLike, key: str | None = None) -> Any:
    """The records of a form that were sent to a pool by name; to this one."""
    c = pool_place.c
    return select(c.record_id).where(
        c.form == form.key, c.named.is_not(None) if key is None else c.named == key
    )
