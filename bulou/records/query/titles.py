"""Titles of what records point at: one query per form and page, and a lock where the reader may not look."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from bulou.access.visible import Visible
from bulou.db.kept import Kept, among
from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import PEOPLE, Form
from bulou.forms.titles import title_text
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.records.query.model import UNSEEN, Title, Titles, Wanted
from bulou.records.query.secure import sight


def titles(tx: Tx, actor: Actor, form: Form, ids: Iterable[int]) -> dict[int, str | None]:
    """Id → title of the records of `form`; None where the reader may not see it. Unknown ids are None too."""
    ids = list(ids)
    found = titles_of(tx, actor, catalogs.load(tx), Wanted({form.key: set(ids)}))
    return {id_: found[form.key, id_].title for id_ in ids}


def titles_of(tx: Tx, actor: Actor, catalog: Catalog, wanted: Wanted) -> Titles:
    """(form, id) → title of everything in `wanted`; locked where it may not be seen or is gone for good."""
    found: dict[tuple[str, int], Title] = {}
    for key, ids in wanted.ids.items():
        form = catalog.get(key)
        seen = _titles(tx, actor, form, ids) if form is not None else {}
        found.update({(key, id_): seen.get(id_, UNSEEN) for id_ in ids})
    return found


def _titles(tx: Tx, actor: Actor, form: Form, ids: set[int]) -> dict[int, Title]:
    seen = sight(tx, actor, form)
    if form.title not in seen.fields:
        return {}
    if form.read_only and not seen.scopes and seen.denies is None and seen.when(form.title) is None:
        known = register(tx).people if form.key == PEOPLE else register(tx).departments
        return {id_: Title(known[id_].name, known[id_].gone) for id_ in ids if id_ in known}
    bound = form.by_key[form.title]
    plain, single = bound.kind.identity_dump, len(bound.columns) == 1
    if plain and single:
        return {
            id_: Title("" if text is None else str(text), deleted is not None)
            for id_, deleted, text in _statement(seen, form, tx.db.is_sqlite).rows(tx, {"ids": list(ids)})
        }
    return {
        row[0]: Title(title_text(form, row[2] if single else tuple(row[2:])), row[1] is not None)
        for row in _statement(seen, form, tx.db.is_sqlite).rows(tx, {"ids": list(ids)})
    }


def _statement(seen: Visible, form: Form, sqlite: bool) -> Kept:
    """Id, moment of deletion and title of the records `ids` that may be seen."""
    known: Kept | None = seen.kept.get("titles")
    if known is None:
        c = seen.of.c
        columns = [seen.guard(form.title, c[column.key]) for column in form.by_key[form.title].columns]
        wanted = among(sqlite, c.id, "ids")
        query = select(c.id, c.deleted_at, *columns).where(wanted, seen.predicate)
        known = seen.kept["titles"] = Kept(query)
    return known


def reference(titles: Titles, form: str, id_: int, *, named: bool = False) -> dict[str, Any]:
    """`{id, title}`, with `form` when `named`; `locked` where the title is not for the reader, `deleted` for
    what lies in the bin."""
    found = titles.get((form, id_), UNSEEN)
    answer: dict[str, Any] = {"form": form, "id": id_} if named else {"id": id_}
    answer["title"] = found.title
    if found.title is None:
        answer["locked"] = True
    elif found.deleted:
        answer["deleted"] = True
    return answer


def file_names(tx: Tx, ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """File id → `{id, name, size, type}`."""
    ids = list(ids)
    if not ids:
        return {}
    c = file.c
    query = select(c.id, c.name, c.size, c.type).where(c.id.in_(ids), c.deleted_at.is_(None))
    return {row[0]: dict(zip(("id", "name", "size", "type"), row, strict=True)) for row in tx.rows(query)}
