"""Files of visitors: only for fields that take them, small, and known by a ticket until an entry names them."""

from dataclasses import dataclass
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.protocols import SYSTEM
from bulou.records import files
from bulou.records.files import Upload
from bulou.records.public import challenge
from bulou.records.public.errors import PublicClosed
from bulou.records.public.model import PublicForm
from bulou.records.public.offered import FILES, MEGABYTE, settings_of
from bulou.records.public.shown import why_closed


@dataclass(frozen=True)
class Allowed:
    """An upload that may come in: at most `largest` bytes, counted against the challenge `nonce`."""

    nonce: str
    largest: int


def allow(tx: Tx, public: PublicForm, field: str, token: str, solution: str) -> Allowed:
    """Whether a visitor may upload something for `field` now; the challenge is looked at and not spent."""
    solved = challenge.accept(public.seal, public.slug, token, solution, tx.now, least=0)
    reason = why_closed(tx, public)
    if reason is not None:
        raise PublicClosed(reason=reason)
    bound = catalogs.load(tx)[public.form].by_key.get(field)
    chosen = any(each.key == field for each in public.definition.fields)
    if not chosen or bound is None or bound.definition.kind not in FILES:
        raise Invalid(problems=[FieldProblem("field", "fields.unknown_field")])
    return Allowed(solved.nonce, settings_of(bound)["max_size"] * MEGABYTE)


def keep(tx: Tx, public: PublicForm, field: str, upload: Upload) -> dict[str, Any]:
    """Take note of the file, nobody's until an entry brings it: `{id, name, size, type}`, the id being a ticket."""
    kept = files.keep(tx, SYSTEM, upload)
    told = {name: kept[name] for name in ("name", "size", "type")}
    return {"id": challenge.ticket(public.seal, field, kept["id"]), **told}
