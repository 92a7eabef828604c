"""What is in the workspace already, by the names that a file may use."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bulou.apps.roster.plan import Path, Where
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.text import name_key
from bulou.people import departments, places, positions, roles


@dataclass(frozen=True)
class Somebody:
    """A person there is."""

    id: int
    name: str
    key: str
    account: str | None
    email: str | None
    phone: str | None
    state: str


@dataclass(frozen=True)
class Known:
    """People by account and name, departments by path and by end of path, roles by key and label, positions, heads."""

    by_account: Mapping[str, Somebody]
    by_name: Mapping[str, Sequence[Somebody]]
    by_path: Mapping[Path, int]
    by_end: Mapping[Path, Sequence[int]]
    roles: Mapping[str, str]
    positions: Mapping[str, int]
    heads: Mapping[int, int]

    def place(self, path: Path) -> Where | None:
        """The department that a path means: from the top, else the only one that ends so; None when several do."""
        keys = tuple(map(name_key, path))
        if keys in self.by_path:
            return Where(self.by_path[keys], path)
        ends = self.by_end.get(keys, ())
        if len(ends) > 1:
            return None
        return Where(ends[0] if ends else None, path)


def load(tx: Tx) -> Known:
    """Everything by name."""
    everybody = _people(tx)
    by_name: dict[str, list[Somebody]] = defaultdict(list)
    for each in everybody:
        if each.state != "disabled":
            by_name[each.key].append(each)
    tree = departments.listing(tx)
    paths = _paths(tree)
    by_end: dict[Path, list[int]] = defaultdict(list)
    for path, id_ in paths:
        for start in range(1, len(path)):
            by_end[path[start:]].append(id_)
    named = {
        name_key(word): each["key"]
        for each in roles.listing(tx)
        for word in (*each["label"].values(), each["key"])
    }
    return Known(
        by_account={each.account: each for each in everybody if each.account},
        by_name=by_name,
        by_path=dict(paths),
        by_end=by_end,
        roles=named,
        positions=positions.by_key(tx),
        heads={each["id"]: each["head_id"] for each in tree if each["head_id"]},
    )


def _people(tx: Tx) -> list[Somebody]:
    c = person.c
    query = select(c.id, c.name, c.name_key, c.account, c.email, c.phone, c.state)
    return [Somebody(*row) for row in tx.rows(query.where(c.merged_into.is_(None)).order_by(c.id))]


def _paths(tree: Sequence[Mapping[str, object]]) -> list[tuple[Path, int]]:
    """(path of keys, id) of every department; of twins beside one another the first counts."""
    by_id = {each["id"]: each for each in tree}
    found: dict[Path, int] = {}
    for each in tree:
        path: list[str] = []
        at: object = each["id"]
        while at is not None and at in by_id:
            path.insert(0, name_key(str(by_id[at]["name"])))
            at = by_id[at]["parent_id"]
        found.setdefault(tuple(path), int(str(each["id"])))
    return list(found.items())


def roles_of(tx: Tx, id_: int) -> Sequence[str]:
    """The roles somebody has."""
    return list(roles.until_of(tx, id_))


def places_of(tx: Tx, id_: int) -> Sequence[places.Place]:
    """Where somebody belongs."""
    return places.of_person(tx, id_)
