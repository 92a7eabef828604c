"""Sets of rows: everything, or what people own, departments hold, shares and teams open, conditions describe."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, false, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bulou.access.grants import Departments, Grant, Pooled
from bulou.access.pooled import lying
from bulou.access.sharing import NO_LINKS, Links, Way, links_of
from bulou.db.tables.people import person
from bulou.expr.conditions import Condition, Context, Resolve, ValueOf, holds, to_sql
from bulou.kit.protocols import Actor, FormLike

PEOPLE = "user"
GROUP = 25  # clauses that are joined into one
OURS = frozenset({PEOPLE, "department"})


@dataclass(frozen=True)
class Scope:
    """A union of rows. Owners and departments become one index-friendly comparison each."""

    everything: bool = False
    owners: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    conditions: tuple[Condition, ...] = ()
    links: Links = NO_LINKS
    pools: tuple[Pooled, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when no row is inside."""
        found = self.everything or self.owners or self.departments or self.conditions
        return not (found or self.links.ways or self.pools)

    def covers(self, other: "Scope") -> bool:
        """True when every row of `other` is certainly inside this one."""
        if self.everything or other.nothing:
            return True
        return (
            not other.everything
            and other.owners <= self.owners
            and other.departments <= self.departments
            and self._asks_for(other.conditions)
            and other.links.ways <= self.links.ways
            and all(each in self.pools for each in other.pools)
        )

    def _asks_for(self, conditions: Sequence[Condition]) -> bool:
        """Whether each is one of these; those of one person's grants are the very same objects, in thousands."""
        known = set(map(id, self.conditions))
        return all(id(each) in known or each in self.conditions for each in conditions)


class group(FunctionElement[bool]):
    """A clause in brackets of its own, which joining it with others does not take away."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True


@compiles(group)
def _grouped(element: Any, compiler: Any, **options: Any) -> str:
    (clause_,) = element.clauses
    return f"({compiler.process(clause_, **options)})"


NOTHING, EVERYTHING = Scope(), Scope(everything=True)


def scope_of(grants: Sequence[Grant], actor: Actor, action: str = "read", *, shared: bool = False) -> Scope:
    """The rows that any of `grants` covers for `actor`. A department's and a team's rows include one's own.

    `shared`: with what is shared with the actor for `action`, which widens whatever is granted at all.
    """
    owners: set[int] = set()
    departments: set[int] = set()
    conditions: list[Condition] = []
    pools: list[Pooled] = []
    for grant in grants:
        match grant.rows:
            case "all":
                return EVERYTHING
            case "own" | "team":
                owners |= _me(actor)
            case "department":
                owners |= _me(actor)
                departments |= set(actor.departments)
            case "department_below":
                owners |= _me(actor) | actor.reports
                departments |= actor.below
            case Departments(ids):
                departments |= ids
            case Pooled() as pool:
                pools.append(pool)
            case str():
                raise ValueError(grant.rows)
            case condition:
                conditions.append(condition)
    team = any(grant.rows == "team" for grant in grants)
    links = links_of(actor, action, team=team, shared=shared and bool(grants))
    return Scope(False, frozenset(owners), frozenset(departments), tuple(conditions), links, tuple(pools))


def _me(actor: Actor) -> set[int]:
    """Whose records count as one's own: also those of the people one stands in for now."""
    return set() if actor.person_id is None else {actor.person_id, *actor.stands_for}


def owner_column(form: FormLike) -> str | None:
    """Whose a record is: its owner; who made it where records have none; a person is their own."""
    if form.key == PEOPLE:
        return "id"
    return next((key for key in ("owner", "created_by") if key in form.system), None)


def has_department(form: FormLike) -> bool:
    """True when records say themselves which department they belong to."""
    return "department" in form.system or form.key == PEOPLE


def parts(
    scope: Scope, form: FormLike, of: FromClause, resolve: Resolve, context: Context, *, apart: bool = False
) -> tuple[Any, ...]:
    """The clauses whose union is `scope`, each able to use an index; () when it is everything.

    `apart`: each will be read by itself.
    """
    if scope.everything:
        return ()
    found: list[ColumnElement[bool]] = []
    owner = owner_column(form)
    if scope.owners and owner:
        found.append(_among(of.c[owner], scope.owners))
    if scope.departments and has_department(form):
        found.append(_among(of.c["department"], scope.departments))
    elif scope.departments and owner:
        people = select(person.c.id).where(_among(person.c.department_id, scope.departments))
        found.append(of.c[owner].in_(people))
    if scope.links.ways and form.key not in OURS:
        found.append(scope.links.clause(form, of, apart=apart))
    found += [to_sql(each, resolve, context) for each in scope.conditions]
    if form.key not in OURS:
        found += [lying(each, form, of, resolve, context) for each in scope.pools]
    return tuple(found) or (false(),)


def clause(
    scope: Scope, form: FormLike, of: FromClause, resolve: Resolve, context: Context
) -> ColumnElement[bool]:
    """`scope` as one predicate; `true()` when it is everything."""
    each = parts(scope, form, of, resolve, context)
    return any_of(each) if each else true()


def any_of(clauses: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether one of them holds: a chain of ORs is as deep as it is long, and databases go a thousand deep; so many
    are asked for in groups of groups."""
    while len(clauses) > GROUP:
        groups = [clauses[at : at + GROUP] for at in range(0, len(clauses), GROUP)]
        clauses = [group(or_(*some)) for some in groups]
    return or_(*clauses)


def _among(column: ColumnElement[Any], ids: frozenset[int]) -> ColumnElement[bool]:
    if len(ids) == 1:
        return column == next(iter(ids))
    return column.in_(sorted(ids))


def inside(
    scope: Scope, form: FormLike, value_of: ValueOf, context: Context, linked: frozenset[Way] = frozenset()
) -> bool:
    """Whether a record with these values is in `scope`: what `clause` says, judged in Python.

    `linked`: how the record is shared with the actor; a new one is not.
    """
    if scope.everything:
        return True
    owner = owner_column(form)
    if owner and scope.owners and _stored(value_of, owner) in scope.owners:
        return True
    if scope.departments:
        path = "department" if has_department(form) else f"{owner}.department" if owner else None
        if path and _stored(value_of, path) in scope.departments:
            return True
    if scope.links.ways & linked:
        return True
    if any(_lies(each, value_of, context) for each in scope.pools):
        return True
    return any(holds(each, value_of, context) is True for each in scope.conditions)


def _lies(pool: Pooled, value_of: ValueOf, context: Context) -> bool:
    """Whether a record that was sent nowhere lies in the pool."""
    owner = value_of("owner")
    if owner is None or owner.value is not None or holds(pool.when, value_of, context) is not True:
        return False
    return not any(holds(each, value_of, context) is True for each in pool.before)


def _stored(value_of: ValueOf, path: str) -> Any:
    found = value_of(path)
    return found.value if found else None
