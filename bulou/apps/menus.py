"""The navigation as arranged here: sections with entries, whom they are hidden from, where each role begins.

It is the `app_object` menu/main, so that packages carry it: `{key, sections: [{section, label, icon, items: [{page |
form | dashboard, label?, icon?, hidden_for?}], hidden_for?}], roles: [{key, home?, order?, places?, tabs?}]}`.
`hidden_for` are role keys; `order` names sections (`section.sales`) and entries (`form.lead`) in the order that role
sees them in; `places` says in which other section an entry stands for it, `tabs` what the two in the middle of a
phone's bar open.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select

from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms.catalog import Catalog
from bulou.kit.errors import AppError, Conflict, FieldProblem
from bulou.kit.protocols import Actor
from bulou.people import audit, roles
from bulou.reports.dashboards import dashboards

KIND, KEY = "menu", "main"
TODAY = "today"
CALENDAR = "calendar"
EVERY = "*"  # all dashboards
TABS = 2  # of a phone's bar, between today and me; "" is whatever fits
Json = dict[str, Any]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Label = dict[
    Literal["zh-CN", "en-US"], Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
]
Roles = Annotated[list[str], Field(max_length=100)]


class MenuChanged(Conflict):
    """Somebody else arranged the navigation meanwhile. `version`."""

    code = "menu.changed"


class MenuInvalid(AppError):
    """The navigation cannot be kept; the problems say where."""

    code, status = "menu.invalid", 422


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Entry(_Part):
    """One entry: a page, a form or a dashboard; a label or icon of its own stands in the place of theirs."""

    page: Literal["today", "calendar"] | None = None
    form: Key | None = None
    dashboard: Annotated[str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]{0,59})$")] | None = None
    label: Label | None = None
    icon: Key | None = None
    hidden_for: Roles | None = None

    @property
    def name(self) -> str:
        """`page.today`, `form.lead`, `dashboard.sales`."""
        return name_of(self.model_dump(exclude_none=True))


class Section(_Part):
    """Entries under a heading."""

    section: Key
    label: Label
    icon: Key | None = None
    items: Annotated[list[Entry], Field(max_length=200)]
    hidden_for: Roles | None = None


class RoleMenu(_Part):
    """What a role has of its own."""

    key: str = Field(max_length=60)
    home: str | None = Field(default=None, max_length=200)
    order: Annotated[list[str], Field(max_length=400)] | None = None
    places: dict[Annotated[str, StringConstraints(max_length=80)], Key] | None = Field(None, max_length=200)
    tabs: Annotated[list[Annotated[str, StringConstraints(max_length=80)]], Field(max_length=TABS)] | None = (
        None
    )


class Menu(_Part):
    """The whole arrangement."""

    key: Literal["main"] = "main"
    sections: Annotated[list[Section], Field(max_length=40)]
    roles: Annotated[list[RoleMenu], Field(max_length=100)] = Field(default_factory=list)


def name_of(item: Mapping[str, Any]) -> str:
    """What orders and problems call an entry."""
    kind = next((kind for kind in ("page", "form", "dashboard") if item.get(kind)), "page")
    return f"{kind}.{item.get(kind) or TODAY}"


def stored(tx: Tx) -> tuple[Json | None, int]:
    """The arrangement and its version; (None, 0) where nobody has arranged anything."""
    main = (app_object.c.kind == KIND) & (app_object.c.key == KEY)
    row = tx.one(select(app_object.c.body, app_object.c.version).where(main))
    return (None, 0) if row is None else (orjson.loads(row.body), row.version)


def save(tx: Tx, by: Actor, catalog: Catalog, menu: Menu, version: int) -> int:
    """Keep an arrangement in the place of `version`; its new version. MenuChanged, MenuInvalid."""
    tx.lock(KIND)
    before, now = stored(tx)
    if now != version:
        raise MenuChanged(version=now)
    problems = list(_problems(tx, by, catalog, menu, before))
    if problems:
        raise MenuInvalid(problems=problems)
    text = orjson.dumps(menu.model_dump(mode="json", exclude_none=True)).decode()
    row = {"kind": KIND, "key": KEY, "body": text, "version": now + 1}
    upsert(tx, app_object, [row], {"body": text, "version": now + 1})
    told = audit.pairs(before, orjson.loads(text))
    audit.write(tx, by, "menu.arranged", detail={"version": now + 1, **told})
    return now + 1


def _problems(tx: Tx, by: Actor, catalog: Catalog, menu: Menu, before: Json | None) -> Iterator[FieldProblem]:
    known = {role["key"] for role in roles.listing(tx)}
    boards = {board["key"] for board in dashboards(tx, by)} | {EVERY}
    there = {
        name_of(item) for section in (before or {}).get("sections", ()) for item in section.get("items", ())
    }
    names = [entry.name for section in menu.sections for entry in section.items]
    twice = [name for name, times in Counter(names).items() if times > 1]
    yield from (FieldProblem(name, "menu.twice", {"name": name}) for name in twice)
    keys = Counter(section.section for section in menu.sections)
    for section in menu.sections:
        place = f"section.{section.section}"
        if keys[section.section] > 1:
            yield FieldProblem(place, "menu.twice", {"name": section.section})
        if not any(section.label.values()):
            yield FieldProblem(place, "menu.no_label")
        yield from _hidden(place, section.hidden_for, known)
        for entry in section.items:
            yield from _entry(entry, catalog, boards, there)
            yield from _hidden(entry.name, entry.hidden_for, known)
    for role in menu.roles:
        if role.key not in known:
            yield FieldProblem(f"role.{role.key}", "menu.unknown_role", {"name": role.key})
        if role.home is not None and not is_home(role.home, catalog, boards):
            yield FieldProblem(f"role.{role.key}", "menu.no_such_page", {"name": role.home})
        was: Mapping[str, Any] = next(
            (each for each in (before or {}).get("roles", ()) if each["key"] == role.key), {}
        )
        yield from _places(role, set(names), set(keys), was.get("places") or {})
        pages = {f"form.{form.key}" for form in catalog} | {f"dashboard.{key}" for key in boards - {EVERY}}
        yield from _tabs(role, pages | set(was.get("tabs") or ()))


def _places(
    role: RoleMenu, names: set[str], sections: set[str], was: Mapping[str, str]
) -> Iterator[FieldProblem]:
    """Entries that there are, in sections that there are; what was so before and is gone since is passed over."""
    for name, section in (role.places or {}).items():
        if was.get(name) == section:
            continue
        if name not in names:
            yield FieldProblem(f"role.{role.key}", "menu.no_such_page", {"name": name})
        elif section not in sections:
            yield FieldProblem(f"role.{role.key}", "menu.no_such_section", {"name": section})


def _tabs(role: RoleMenu, known: set[str]) -> Iterator[FieldProblem]:
    chosen = [name for name in role.tabs or () if name]
    for name in chosen:
        if name not in known:
            yield FieldProblem(f"role.{role.key}", "menu.no_such_page", {"name": name})
    if len(set(chosen)) < len(chosen):
        yield FieldProblem(f"role.{role.key}", "menu.twice", {"name": chosen[0]})


def _hidden(place: str, found: list[str] | None, known: set[str]) -> Iterator[FieldProblem]:
    for key in found or ():
        if key not in known:
            yield FieldProblem(place, "menu.unknown_role", {"name": key[:60]})


def _entry(entry: Entry, catalog: Catalog, boards: set[str], there: set[str]) -> Iterator[FieldProblem]:
    """One of the three; what stood there before may be gone (a form in the bin) and stays all the same."""
    named = [each for each in (entry.page, entry.form, entry.dashboard) if each is not None]
    if len(named) != 1:
        yield FieldProblem(entry.name, "menu.one_thing")
    gone = (entry.form is not None and entry.form not in catalog) or (
        entry.dashboard is not None and entry.dashboard not in boards
    )
    if gone and entry.name not in there:
        yield FieldProblem(entry.name, "menu.no_such_page", {"name": named[0] if named else ""})


def is_home(route: str, catalog: Catalog, boards: set[str]) -> bool:
    """Whether a route is a page that somebody can begin with: today, a form (with a view), a dashboard."""
    path, _, query = route.partition("?")
    if query and not (query.startswith("view=") and query[5:].replace("_", "").isalnum()):
        return False
    parts = path.split("/")
    if path == "/":
        return not query
    if parts[:2] == ["", "f"] and len(parts) == 3:
        return parts[2] in catalog
    return parts[:2] == ["", "dashboards"] and len(parts) == 3 and not query and parts[2] in boards - {EVERY}
