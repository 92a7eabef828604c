"""What is opened record by record: places in record teams, and records shared with people, departments, roles."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, and_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bulou.db.tables.sharing import share
from bulou.kit.protocols import Actor, FormLike, Operand

SHARE, TEAM = "share", "team"
READ, WRITE = "read", "write"


class one_of(FunctionElement[bool]):
    """`column IN (SELECT …)`, on PostgreSQL with the ids looked up first: its plans walk the records else."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True  # else SQLite gets `(… IN …) = 1`, which no index serves


@compiles(one_of)
def _in(element: Any, compiler: Any, **options: Any) -> str:
    column, opened = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN {opened}"


@compiles(one_of, "postgresql")
def _any(element: Any, compiler: Any, **options: Any) -> str:
    column, opened = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY (ARRAY{opened})"


Way = tuple[str, str]  # (share or team, read or write)

# Which level a record must be shared at for an action; actions that are not here are never opened by a share.
SHARED = {"read": (READ, WRITE), "print": (READ, WRITE), "change": (WRITE,)}
LOOKING = frozenset({"read", "print", "export"})  # what every member of a team may, where the role lets teams


@dataclass(frozen=True)
class Links:
    """The ways by which records are open to somebody: `subjects` as the table says them, as of the moment `at`."""

    ways: frozenset[Way] = frozenset()
    subjects: tuple[str, ...] = field(default=(), compare=False)
    at: str = field(default="", compare=False)

    def clause(self, form: FormLike, of: FromClause, *, apart: bool) -> ColumnElement[bool]:
        """The rows of `of` that are open in one of these ways; `apart`: for a read of them alone, by their ids."""
        c = share.c
        opened = select(c.record_id).where(
            c.subject.in_(self.subjects), c.form == form.key, self._admitted(), lasting(self.at)
        )
        return one_of(of.c["id"], opened.scalar_subquery()) if apart else of.c["id"].in_(opened)

    def _admitted(self) -> ColumnElement[bool]:
        """The rows of the table that are one of these ways; read is what every level gives."""
        c, found = share.c, []
        for kind in sorted({kind for kind, _level in self.ways}):
            whole = (kind, READ) in self.ways
            found.append(c.kind == kind if whole else and_(c.kind == kind, c.level == WRITE))
        return or_(*found)


NO_LINKS = Links()


def lasting(at: str) -> ColumnElement[bool]:
    """The rows of the table that are not over at the moment `at`."""
    return or_(share.c.until.is_(None), share.c.until > at)


def subjects_of(actor: Actor) -> tuple[str, ...]:
    """All that a share may name to reach this person; a department's shares reach those below it."""
    if actor.person_id is None:
        return ()
    departments = sorted({*actor.departments, *actor.above})
    return (
        f"person:{actor.person_id}",
        *(f"person:{each}" for each in sorted(actor.stands_for)),
        *(f"department:{each}" for each in departments),
        *(f"role:{each}" for each in actor.roles),
    )


def opened_to(actor: Actor, form: FormLike, of: FromClause) -> Operand | None:
    """How records are open to the actor, as conditions ask for it; None where nobody asks or nothing is owned.

    Only their own shares (not those of whom they stand in for), and what they own is not shared with them.
    """
    if actor.person_id is None or "owner" not in form.system:
        return None
    me, owner = replace(actor, stands_for=frozenset()), of.c["owner"]
    ways = {way: _by(way, me).clause(form, of, apart=True) for way in (SHARE, TEAM)}
    ways[SHARE] = and_(ways[SHARE], or_(owner.is_(None), owner != actor.person_id))
    return Operand(of.c["id"], "opened", extra={"ways": ways})


def _by(way: str, actor: Actor) -> Links:
    return Links(frozenset({(way, READ)}), subjects_of(actor), actor.at)


def links_of(actor: Actor, action: str, *, team: bool, shared: bool) -> Links:
    """The ways open to the actor for an action."""
    ways: set[Way] = set()
    if team:
        ways |= {(TEAM, each) for each in ((READ, WRITE) if action in LOOKING else (WRITE,))}
    if shared:
        ways |= {(SHARE, each) for each in SHARED.get(action, ())}
    subjects: Any = subjects_of(actor) if ways else ()
    return Links(frozenset(ways), subjects, actor.at) if subjects else NO_LINKS
