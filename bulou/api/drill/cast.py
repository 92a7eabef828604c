"""Who knocks: one for each role of the workspace, and people of roles made up so that every kind of grant is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bulou.api.drill.browser import Browser
from bulou.api.drill.scratch import Scratch
from bulou.apps.loader import App
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import accounts, actors, departments, passwords, roles, sessions, tokens
from bulou.pools import store
from bulou.pools.definition import read

Json = dict[str, Any]
ADMIN, STRANGER, VISITOR, HEAD, TOKEN = "drill-admin", "stranger", "visitor", "head", "token"
ALL = ("read", "print", "create", "change", "delete", "import", "export", "assign", "claim", "bulk")
MADE_UP = (
    "masked",  # everything shown as a mask but the title
    "half",  # every other field hidden
    "other_half",  # the others hidden, the title too where it is one of them
    "own",  # own records, and what is shared
    "team",  # own records and those of teams
    "condition",  # some records whole, one's own with half of the fields
    "denied",  # everything but records and fields that are denied
    "mixed",  # a bit of everything, other for every form
    "configurer",  # sets forms up without seeing all of them
)


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody who knocks. `id` None: a visitor whom nobody knows; `scopes`: those of the token they come with."""

    key: str
    id: int | None
    browser: Browser
    scopes: frozenset[str] | None = None
    admin: bool = False

    def actor(self, tx: Tx) -> Actor | None:
        """Who they are to the product now."""
        if self.id is None:
            return None
        found = actors.load(tx, self.id)
        return found if self.scopes is None else actors.limited(found, self.scopes)


@dataclass(eq=False)
class Cast:
    """Everybody, and the departments they are in."""

    people: list[Person] = field(default_factory=list)
    departments: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Person:
        return next(person for person in self.people if person.key == key)

    @property
    def owners(self) -> list[Person]:
        """Those who own records."""
        return [each for each in self.people if each.id is not None and each.key not in (STRANGER, TOKEN)]


def assemble(scratch: Scratch, app: App) -> Cast:
    """Departments, roles and people of a scratch workspace whose forms are there; made-up roles are still empty."""
    cast = Cast()
    hashed = passwords.hash_password("the drill signs in otherwise")
    scratch.do(lambda tx: _settle(tx, cast, app))
    named: list[tuple[str, tuple[str, ...]]] = [(key, (f"drill_{key}",)) for key in MADE_UP]
    named += [(str(role["key"]), (str(role["key"]),)) for role in app.roles]
    heads = tuple(str(role["key"]) for role in app.roles if _leads(role))[:1]
    named += [(HEAD, heads), (STRANGER, ()), (ADMIN, (ADMIN.replace("-", "_"),))]
    where = ["east", "west", "below"]
    for index, (key, held) in enumerate(named):
        place = "east" if key == HEAD else where[index % 3]
        cast.people.append(_person(scratch, cast, key, held, None if key == STRANGER else place, hashed))
    head = cast[HEAD].id
    scratch.do(lambda tx: departments.change(tx, SYSTEM, cast.departments["east"], {"head_id": head}))
    cast.people.append(_by_token(scratch, next((p for p in cast.people if p.key == "own"), cast.people[0])))
    cast.people.append(Person(VISITOR, None, Browser(scratch.app, scratch.loop)))
    return cast


def _settle(tx: Tx, cast: Cast, app: App) -> None:
    for key, under in (("east", None), ("west", None), ("below", "east")):
        above = cast.departments.get(under) if under else None
        cast.departments[key] = departments.create(tx, SYSTEM, f"Drill {key}", parent_id=above)
    for role in app.roles:
        definition = {key: value for key, value in role.items() if key not in ("key", "label")}
        here = _here(definition, [cast.departments["west"]])
        roles.put(tx, SYSTEM, str(role["key"]), role["label"], here)
    roles.put(tx, SYSTEM, "drill_admin", {"en-US": "Drill"}, {"admin": True, "grants": []})
    for key in MADE_UP:
        roles.put(tx, SYSTEM, f"drill_{key}", {"en-US": key}, {"grants": []})


def _here(definition: Mapping[str, Any], ids: list[int]) -> Json:
    """A role with its chosen departments replaced by some that are here."""
    grants = []
    for grant in definition.get("grants", ()):
        rows = grant.get("rows")
        chosen = isinstance(rows, Mapping) and "departments" in rows
        grants.append({**grant, "rows": {**rows, "departments": ids}} if chosen else grant)
    return {**definition, "grants": grants}


def _leads(role: Mapping[str, Any]) -> bool:
    return any(
        grant.get("rows") in ("department_below", "department", "team") for grant in role.get("grants", ())
    )


def _person(
    scratch: Scratch, cast: Cast, key: str, held: tuple[str, ...], place: str | None, hashed: str
) -> Person:
    def work(tx: Tx) -> tuple[int, bool, sessions.NewSession]:
        department = cast.departments[place] if place else None
        new = accounts.NewPerson(
            f"Drill {key}", f"drill.{key}".replace("_", "."), hashed, department_id=department, roles=held
        )
        id_ = accounts.create(tx, SYSTEM, new)
        return id_, actors.load(tx, id_).admin, sessions.create(tx, id_)

    id_, admin, session = scratch.do(work)
    browser = Browser(scratch.app, scratch.loop, session.secret, session.csrf)
    return Person(key, id_, browser, admin=admin)


def _by_token(scratch: Scratch, owner: Person) -> Person:
    """The same person as a program that may only read."""
    assert owner.id is not None
    id_ = owner.id
    made = scratch.do(lambda tx: tokens.create(tx, actors.load(tx, id_), "drill", ["read"], 1))
    browser = Browser(scratch.app, scratch.loop, bearer=made.secret)
    return Person(TOKEN, id_, browser, frozenset({"read"}))


def give_rights(tx: Tx, titles: Mapping[str, list[Any]], seed: int = 7) -> None:
    """Fill the made-up roles; `titles`: by form, the titles of the records that conditions name."""
    made: dict[str, list[Json]] = {key: [] for key in MADE_UP}
    random = Random(seed)
    for form in catalog.load(tx):
        made["mixed"] += [
            {"form": form.key, **each} for each in _mixed(random, form, titles.get(form.key, []))
        ]
        for key, grant in _grants(form, titles.get(form.key, [])):
            made[key].append({"form": form.key, **grant})
    for key, grants in made.items():
        budget = {"reveals": 0} if key != "own" else {}
        roles.put(tx, SYSTEM, f"drill_{key}", {"en-US": key}, {"grants": grants, **budget})
    for form in catalog.load(tx):
        if form.owned:
            store.bring(tx, SYSTEM, read(_pool(form)))


def _pool(form: Form) -> Json:
    """A pool for those who see their own, half of its fields hidden or masked."""
    keys = [each.key for each in form.fields if each.key != form.title]
    closed = {**dict.fromkeys(keys[::3], "hidden"), **dict.fromkeys(keys[1::3], "masked")}
    members, label = {"roles": ["drill_own"]}, {"en-US": form.key}
    return {
        "key": f"drill_{form.key}"[:40],
        "form": form.key,
        "label": label,
        "members": members,
        "fields": closed,
    }


def _mixed(random: Random, form: Form, named: list[Any]) -> Iterator[Json]:
    """Two grants of any kind, and perhaps a denial, by chance."""
    keys = [each.key for each in form.fields if each.key != form.title]
    for deny in (False, False, random.random() < 1 / 3):
        rows = random.choice(["own", "team", "department", "department_below", "all"])
        some: Any = {"field": form.title, "op": "in", "value": random.sample(named, len(named) // 2)}
        levels = {
            key: random.choice(["hidden", "masked", "read"]) for key in random.sample(keys, len(keys) // 3)
        }
        actions = ["read", *random.sample(ALL[1:], 5)]
        rows = some if len(named) > 1 and random.random() < 1 / 3 else rows
        yield {"actions": actions, "rows": rows, "fields": {} if deny else levels, "deny": deny}


def _grants(form: Form, named: list[Any]) -> Iterator[tuple[str, Json]]:
    keys = [each.key for each in form.fields if each.key != form.title]
    even, odd = (dict.fromkeys(keys[at::2], "hidden") for at in (0, 1))
    whole = {"actions": [*ALL], "rows": "all"}
    yield "masked", {**whole, "fields": {"*": "masked", form.title: "edit"}}
    yield "half", {**whole, "fields": even}
    yield "other_half", {**whole, "fields": {**odd, **({form.title: "hidden"} if len(keys) % 2 else {})}}
    yield "own", {**whole, "rows": "own"}
    yield "team", {**whole, "rows": "team"}
    some = {"field": form.title, "op": "in", "value": named}
    if named:
        yield "condition", {**whole, "rows": some}
        yield "denied", {"actions": [*ALL], "rows": some, "deny": True}
    yield "condition", {**whole, "rows": "own", "fields": odd}
    yield "denied", whole
    yield "denied", {"actions": [*ALL], "rows": "own", "deny": True, "fields": even}
    yield "configurer", {"actions": [*ALL, "configure"], "rows": "own", "fields": even}
