"""Everything that tells of somebody: their own records, records that name them, records that belong to theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.bound import BoundField
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.phone import parse_phone
from bulou.kit.protocols import SYSTEM, Actor
from bulou.records.personal import kinds
from bulou.records.personal.fields import personal_fields, text_fields
from bulou.records.personal.terms import Subject, name_keys
from bulou.records.query.one import may_read
from bulou.records.query.secure import sight

MOST = 5_000  # records of one form and one reason
AT_ONCE = 500  # ids of one question
WHYS = ("identity", "name", "mention", "related", "namesake")


@dataclass
class Found:
    """Form → why → ids, each record under its strongest reason: identity (a number or address of theirs), name (only
    the name is the same), mention (a text names them for certain), related (it points at a record of theirs),
    namesake (it points at a record where only the name is the same)."""

    records: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    cut: bool = False

    def add(self, form: str, why: str, ids: Iterable[int]) -> None:
        """Add records that are not there yet."""
        known = {id_ for some in self.records.get(form, {}).values() for id_ in some}
        fresh = [id_ for id_ in ids if id_ not in known]
        if len(fresh) > MOST:
            self.cut, fresh = True, fresh[:MOST]
        if fresh:
            self.records.setdefault(form, {}).setdefault(why, []).extend(sorted(fresh))

    def of(self, form: str, *whys: str) -> list[int]:
        """The ids found for these reasons."""
        some = self.records.get(form, {})
        return [id_ for why in whys for id_ in some.get(why, ())]


def with_start(tx: Tx, actor: Actor, subject: Subject) -> Subject:
    """The subject with what the record it starts from says; RecordNotFound, NotFound."""
    if subject.start is None:
        return subject
    key, id_ = subject.start
    form = catalogs.load(tx).get(key)
    if form is None or form.read_only:
        raise NotFound(what="form", id=key)
    may_read(tx, actor, form, id_)
    fields = personal_fields(form)
    seen = sight(tx, actor, form)
    if not fields:
        return subject
    row = tx.one(select(*(seen.of.c[each.column.key] for each in fields)).where(seen.of.c.id == id_))
    values = {
        each.key: value for each, value in zip(fields, row, strict=True) if isinstance(value, str) and value
    }
    slots = form.trait("party") or {}
    return _joined(subject, fields, values, slots)


def _joined(
    subject: Subject,
    fields: Sequence[BoundField],
    values: Mapping[str, str],
    slots: Mapping[str, str],
) -> Subject:
    name = ""
    for each in fields:
        if each.definition.options.get("name") == "person" and each.key in values:
            name = name or values[each.key]
    contact = values.get(slots.get("contact", ""), "")

    def of(kind: str) -> tuple[str, ...]:
        return tuple(values[f.key] for f in fields if f.kind.key == kind and f.key in values)

    wechat = values.get(slots.get("wechat", ""))
    return Subject(
        subject.name or name or contact,
        tuple(dict.fromkeys((*subject.phones, *of("phone")))),
        tuple(dict.fromkeys((*subject.emails, *(each.casefold() for each in of("email"))))),
        tuple(dict.fromkeys((*subject.wechats, *((wechat,) if wechat and len(wechat) > 3 else ())))),
        tuple(dict.fromkeys((*subject.id_numbers, *(each.upper() for each in of("id_number"))))),
        subject.start,
    )


def find(tx: Tx, subject: Subject) -> Found:
    """All records, the bin included, whatever whoever asks may see: nothing is missed for a denial (decision 0075)."""
    catalog = catalogs.load(tx)
    found = Found()
    if subject.start is not None:
        found.add(subject.start[0], "identity", [subject.start[1]])
    forms = [form for form in catalog if not form.read_only]
    for form in forms:
        seen = sight(tx, SYSTEM, form)
        for why, clause in (
            ("identity", _identity(seen, form, subject)),
            ("name", _name(seen, form, subject)),
        ):
            if clause is not None:
                found.add(form.key, why, _ids(tx, seen, clause))
    for form in forms:
        seen = sight(tx, SYSTEM, form)
        if subject.strong:
            found.add(form.key, "mention", _mentions(tx, seen, form, subject))
    _add_related(tx, catalog, forms, found)
    return found


def _ids(tx: Tx, seen: Visible, clause: ColumnElement[bool]) -> list[int]:
    c = seen.of.c
    query = select(c.id).where(seen.predicate, clause).order_by(c.id).limit(MOST + 1)  # visible: bin included
    return [row[0] for row in tx.rows(query)]


def _identity(seen: Visible, form: Form, subject: Subject) -> ColumnElement[bool] | None:
    """A number, an address, an account of theirs stands in a field of that kind."""
    c = seen.of.c
    clauses: list[ColumnElement[bool]] = []
    phones = [number.key for text in subject.phones if (number := parse_phone(text))]
    wechat = (form.trait("party") or {}).get("wechat")
    for each in personal_fields(form):
        column = c[each.unique_column.key]
        if each.kind.key == "phone" and phones:
            clauses.append(column.in_(phones))
        elif each.kind.key == "email" and subject.emails:
            clauses.append(func.lower(c[each.column.key]).in_(subject.emails))
        elif each.kind.key == "id_number" and subject.id_numbers:
            clauses.append(func.upper(c[each.column.key]).in_(subject.id_numbers))
        elif each.key == wechat and subject.wechats:
            clauses.append(func.lower(c[each.column.key]).in_([text.lower() for text in subject.wechats]))
    return or_(*clauses) if clauses else None


def _name(seen: Visible, form: Form, subject: Subject) -> ColumnElement[bool] | None:
    """A person's name, or the contact of a party, is theirs."""
    c, keys = seen.of.c, name_keys(subject)
    clauses: list[ColumnElement[bool]] = []
    if not keys:
        return None
    contact = (form.trait("party") or {}).get("contact")
    for each in personal_fields(form):
        if each.definition.options.get("name") == "person":
            clauses.append(c[each.unique_column.key].in_(keys))
        elif each.key == contact:
            clauses.append(c[each.column.key] == subject.name)
    return or_(*clauses) if clauses else None


def _mentions(tx: Tx, seen: Visible, form: Form, subject: Subject) -> list[int]:
    """Records whose texts name them for certain; a pattern of SQL finds more than there is, so each is judged."""
    c = seen.of.c
    columns = [c[each.column.key] for each in (*text_fields(form), *personal_fields(form))]
    found: set[int] = set()
    if columns:
        clause = or_(*(subject.clauses(column) for column in columns))
        query = select(c.id, *columns).where(seen.predicate, clause).limit(MOST * 4)  # visible: bin included
        for row in tx.rows(query):
            if any(isinstance(value, str) and subject.names(value) for value in row[1:]):
                found.add(row[0])
    for detail in form.details.values():
        found |= _in_rows(tx, seen, detail, subject)
    return sorted(found)


def _in_rows(tx: Tx, seen: Visible, detail: Any, subject: Subject) -> set[int]:
    texts = [each.column for each in detail.fields if each.columns and each.operand in ("text", "rich_text")]
    if not texts:
        return set()
    t = detail.table.c
    ours = exists().where(seen.of.c.id == t.parent_id, seen.predicate)
    query = select(t.parent_id, *texts).where(
        ours, or_(*(subject.clauses(column) for column in texts))
    )  # visible
    rows = tx.rows(query.limit(MOST * 4))
    return {row[0] for row in rows if any(isinstance(v, str) and subject.names(v) for v in row[1:])}


def _add_related(tx: Tx, catalog: Catalog, forms: Sequence[Form], found: Found) -> None:
    """What points at their own records: follow-ups, tasks, deals …; then what points at those of a namesake."""
    for own, why in (("identity", "related"), ("name", "namesake")):
        for key, ids in {form.key: found.of(form.key, own) for form in forms}.items():
            for form, bound in catalog.related_to(key) if ids else ():
                if form.read_only:
                    continue
                seen = sight(tx, SYSTEM, form)
                found.add(form.key, why, _pointing(tx, seen, form, bound, key, ids))


def _pointing(
    tx: Tx, seen: Visible, form: Form, bound: BoundField, key: str, ids: Sequence[int]
) -> list[int]:
    c = seen.of.c
    if bound.operand == "records":
        link = form.links[bound.key].c
        clause: ColumnElement[bool] = c.id.in_(select(link.record_id).where(link.target_id.in_(ids)))
    else:
        clause = c[bound.key].in_(ids)
        if bound.target == "*":
            clause = clause & (c[f"{bound.key}_form"] == key)
    return _ids(tx, seen, clause)


def beyond(tx: Tx, actor: Actor, records: Mapping[str, Mapping[str, Sequence[int]]]) -> dict[str, int]:
    """By form, how many of the records (form → why → ids) the actor may not see; forms with none left out."""
    catalog, told = catalogs.load(tx), {}
    for key, some in records.items():
        form, ids = catalog.get(key), [id_ for each in some.values() for id_ in each]
        hidden = len(ids) - len(seen_of(tx, actor, form, ids)) if form is not None else 0
        if hidden:
            told[key] = hidden
    return told


def seen_of(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> set[int]:
    """Those of the records that the actor may see, in the bin or out of it."""
    if not may(actor, form.key, "read"):
        return set()
    seen, found = sight(tx, actor, form), set[int]()
    for at in range(0, len(ids), AT_ONCE):
        here = seen.of.c.id.in_(ids[at : at + AT_ONCE])
        found |= {row[0] for row in tx.rows(select(seen.of.c.id).where(seen.predicate, here))}  # visible
    return found


def counted(tx: Tx, subject: Subject, found: Found) -> dict[str, int]:
    """How much there is beside the records, by what holds it."""
    kinds.know_all()
    catalog = catalogs.load(tx)
    counts: dict[str, int] = {}
    for kind in kinds.of_records:
        number = sum(
            kind.count(tx, catalog[key], found.of(key, *WHYS)) for key in found.records if catalog.get(key)
        )
        counts[kind.key] = number
    for each in kinds.anywhere:
        counts[each.key] = each.count(tx, subject) if subject.strong else 0
    return {key: number for key, number in counts.items() if number}
