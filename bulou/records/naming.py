"""Where a department is named: by living records, by shares, and by the rows of roles."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select

from bulou.access.sharing import lasting
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.people import roles
from bulou.people.contributed import Naming, namers

KINDS = frozenset({"department", "departments"})


class ByRecords:
    """Records that belong to the department, or name it in a field."""

    key = "records"

    def names(self, tx: Tx, department_id: int) -> Iterator[Naming]:
        """One place for each form, with the number of its living records."""
        for form in catalogs.load(tx):
            count = _count(tx, form, department_id)
            if count:
                yield Naming("records", form.key, form.definition.label, count)


def _count(tx: Tx, form: Form, department_id: int) -> int:
    table = form.table
    columns = [table.c[key] for key, kind in form.system.items() if kind == "department"]
    columns += [bound.column for bound in form.fields if bound.operand == "department" and bound.columns]
    named = [column == department_id for column in columns if column.table is table]
    for link in (form.links[bound.key] for bound in form.fields if bound.operand == "departments"):
        named.append(table.c.id.in_(select(link.c.record_id).where(link.c.target_id == department_id)))
    if not named:
        return 0
    living = table.c.deleted_at.is_(None)  # visible: whoever names it counts, seen or not
    query = select(func.count()).select_from(table).where(living, or_(*named))
    return tx.value(query) or 0


class ByRoles:
    """Roles whose rows are told by a condition that names the department."""

    key = "roles"

    def names(self, tx: Tx, department_id: int) -> Iterator[Naming]:
        """One place for each role."""
        catalog = catalogs.load(tx)
        for role in roles.listing(tx):
            grants = role["definition"].get("grants") or ()
            if any(_named(catalog, str(each.get("form")), each, department_id) for each in grants):
                yield Naming("role", role["key"], role["label"])


def _named(catalog: Catalog, form: str, part: Any, id_: int) -> bool:
    """Whether a part of a grant names the department: in a comparison, or in a list of departments."""
    if isinstance(part, list):
        return any(_named(catalog, form, each, id_) for each in part)
    if not isinstance(part, dict):
        return False
    value = part.get("value")
    values = value if isinstance(value, list) else [value]
    path = part.get("field")
    if isinstance(path, str) and id_ in values and _is_department(catalog, form, path):
        return True
    chosen = part.get("departments")
    if isinstance(chosen, list) and id_ in chosen:
        return True
    return any(_named(catalog, form, each, id_) for each in part.values())


def _is_department(catalog: Catalog, form: str, path: str) -> bool:
    *steps, last = path.split(".")
    at: Any = catalog.get(form)
    for step in steps:
        at = at.relation(step) if at is not None else None
    return last == "department" if at is None else at.operand_type(last) in KINDS


class ByShares:
    """Records shared with the department, as long as they are."""

    key = "shares"

    def names(self, tx: Tx, department_id: int) -> Iterator[Naming]:
        """One place, with the number of shares that have not ended."""
        query = select(func.count()).select_from(share)
        count = (
            tx.value(query.where(share.c.subject == f"department:{department_id}", lasting(tx.now_text))) or 0
        )
        if count:
            yield Naming("shares", "share", SHARES, count)


SHARES = {"zh-CN": "共享给该部门的记录", "en-US": "Records shared with it"}

namers.register(ByRecords())
namers.register(ByShares())
namers.register(ByRoles())
