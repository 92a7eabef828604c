"""Where entries come from: counted by the code of the link, at most so many codes a form."""

from typing import Any

from sqlalchemy import func, select

from bulou.db.tables.public import public_source
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms.form import Form
from bulou.records.public.model import PublicForm

MOST = 200
REST = "*"  # all codes that found no room
LONGEST = 60
TEXTS = frozenset(("text", "long_text"))


def clean(code: str) -> str:
    """A code as it is counted: what was in the address, printable and short."""
    return "".join(sign for sign in code if sign.isprintable()).strip()[:LONGEST]


def value_of(form: Form, public: PublicForm, code: str) -> tuple[str, Any] | None:
    """The field that keeps the source, and its value; None when the source says nothing to it.

    A field of text keeps a code that nobody has explained as it is.
    """
    tracking = public.definition.tracking
    if tracking.field is None or not code:
        return None
    known = next((each for each in tracking.codes if each.code == code), None)
    if known is not None and known.value is not None:
        return tracking.field, known.value
    return (tracking.field, code) if form.by_key[tracking.field].definition.kind in TEXTS else None


def count(tx: Tx, public: PublicForm, code: str) -> None:
    """One entry more from `code`; the public form is held, so nobody counts beside us."""
    key = code
    named = {each.code for each in public.definition.tracking.codes}
    if code and code not in named and not _is_counted(tx, public, code) and _codes(tx, public) >= MOST:
        key = REST
    row = {"public_id": public.id, "code": key, "count": 1, "last_at": tx.now_text}
    upsert(tx, public_source, [row], {"count": public_source.c.count + 1, "last_at": tx.now_text})


def counts(tx: Tx, public: PublicForm) -> list[dict[str, Any]]:
    """`{code, count, last_at}`, the most first."""
    c = public_source.c
    query = (
        select(c.code, c.count, c.last_at).where(c.public_id == public.id).order_by(c.count.desc(), c.code)
    )
    return [{"code": row[0], "count": row[1], "last_at": row[2]} for row in tx.rows(query)]


def _is_counted(tx: Tx, public: PublicForm, code: str) -> bool:
    mine = (public_source.c.public_id == public.id) & (public_source.c.code == code)
    return tx.one(select(public_source.c.code).where(mine)) is not None


def _codes(tx: Tx, public: PublicForm) -> int:
    return int(tx.value(select(func.count()).where(public_source.c.public_id == public.id)) or 0)
