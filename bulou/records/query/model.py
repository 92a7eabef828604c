"""What a list is asked for and what it answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Counting = Literal["no", "capped", "exact"]
MOST_ROWS = 200
COUNT_CAP = 1000


@dataclass(frozen=True)
class Query:
    """`filter` is condition JSON, `search` what people typed, `sort` such as `-amount,id`.

    `fields`: keys and dotted paths; None for every field in the record's own table; `heat` adds the heat.
    `deleted`: the bin instead of the living records. `colours`: conditions, of which `_colour` names the first met.
    `masks`: values that are not open to the reader and may be shown masked come as `{masked: text}`.
    """

    filter: Any = None
    search: str | None = None
    sort: str | None = None
    fields: tuple[str, ...] | None = None
    limit: int = 50
    cursor: str | None = None
    count: Counting = "no"
    deleted: bool = False
    colours: Any = None
    masks: bool = False


@dataclass(frozen=True)
class Page:
    """`items` as JSON values; `next` the cursor of the following page, None on the last; `total` as
    `{value, exact}` when it was asked for."""

    items: list[dict[str, Any]]
    next: str | None = None
    total: Mapping[str, Any] | None = None

    @property
    def json(self) -> dict[str, Any]:
        """`{items, next, total?}`."""
        answer: dict[str, Any] = {"items": self.items, "next": self.next}
        if self.total is not None:
            answer["total"] = self.total
        return answer


Titles = Mapping[tuple[str, int], "Title"]


class Title(NamedTuple):
    """How a record is called where it is mentioned; `title` None: not for the reader's eyes."""

    title: str | None
    deleted: bool = False


UNSEEN = Title(None)


@dataclass(frozen=True)
class Wanted:
    """Ids whose titles a page needs, by form."""

    ids: dict[str, set[int]] = field(default_factory=dict)

    def add(self, form: str, id_: int) -> None:
        """Ask for one more title."""
        self.ids.setdefault(form, set()).add(id_)

    def add_all(self, form: str, ids: Iterable[int | None]) -> None:
        """Ask for many; None names nothing."""
        known = {id_ for id_ in ids if id_ is not None}
        if known:
            self.ids.setdefault(form, set()).update(known)
