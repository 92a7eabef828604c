"""What an import has done so far, kept with it in the transaction of every chunk."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bulou.forms.form import Form
from bulou.kit.money import from_scaled


@dataclass(eq=False)
class Counts:
    """Rows by what became of them; `cells_partly` cells of which a part went in; `owners_unknown` rows whose owner
    nobody knows; `sums` are scaled integers by money field, of all that was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    twins: int = 0
    conflicts: int = 0
    cells_refused: int = 0
    rows_refused: int = 0
    cells_partly: int = 0
    people_created: int = 0
    links_created: int = 0
    choices_created: int = 0
    owners_unknown: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    def add_sum(self, key: str, stored: int) -> None:
        """One more amount written into money field `key`."""
        self.sums[key] = self.sums.get(key, 0) + stored

    @property
    def rows(self) -> int:
        """Rows dealt with."""
        return self.created + self.updated + self.unchanged + self.skipped + self.rows_refused

    def json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def from_json(body: Mapping[str, Any] | None) -> Counts:
    """The counts that `json` wrote; fresh ones of None."""
    return Counts(**{**(body or {}), "sums": dict((body or {}).get("sums", {}))})


def told(counts: Counts, form: Form | None) -> dict[str, Any]:
    """The counts as people read them: sums as numbers."""
    scales = {each.key: each.scale for each in form.fields} if form else {}
    sums = {key: from_scaled(value, scales.get(key, 2)) for key, value in counts.sums.items()}
    return {**counts.json(), "sums": sums}
