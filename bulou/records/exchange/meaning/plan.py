"""The plan of an import: what the run does with every sheet and column, and what people may edit of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as fresh
from typing import Any, Literal

OnMatch = Literal["fill", "overwrite", "skip", "create"]
OwnerSource = Literal["sheet", "column", "none"]

# Columns may also fill these; everything else is a field key of the form.
ID, OWNER, STAGE, CREATED_AT, STAGE_SINCE = "id", "owner", "stage", "created_at", "stage_since"
SYSTEM_TARGETS = (ID, OWNER, STAGE, CREATED_AT, STAGE_SINCE)


@dataclass(frozen=True)
class ColumnPlan:
    """One column of a sheet. `order`: YMD, DMY or MDY for dates written as numbers; `unit` multiplies bare
    amounts (percent columns of fractions: 100), 0 until somebody has judged it. `choices`: raw label → option
    key, `links`: raw name → id, None in both to leave such cells empty. What neither names follows the options."""

    index: int
    heading: str = ""
    field: str | None = None
    confidence: float = 0.0
    order: str | None = None
    assumed: bool = False
    unit: int = 0
    choices: Mapping[str, str | None] = fresh(default_factory=dict)
    links: Mapping[str, int | None] = fresh(default_factory=dict)


@dataclass(frozen=True)
class OwnerPlan:
    """Who owns the rows of a sheet that name nobody. `person` is an id, `name` how the file says it."""

    source: OwnerSource = "none"
    name: str | None = None
    person: int | None = None


@dataclass(frozen=True)
class SheetPlan:
    """One sheet. Rows count from 1; `heading_row` 0 means that there is none; `heading_rows` is 1 or 2.

    `constants` are values that hold for every row (`region` from the sheet's name). `skip` are the rows that
    are no records (totals, notes), number → code that says why. `rows` counts the records.
    """

    name: str
    index: int = 0
    hidden: bool = False
    use: bool = True
    reason: str | None = None
    heading_row: int = 0
    heading_rows: int = 1
    first_row: int = 1
    title: str | None = None
    width: int = 0
    columns: tuple[ColumnPlan, ...] = ()
    owner: OwnerPlan = OwnerPlan()
    constants: Mapping[str, Any] = fresh(default_factory=dict)
    skip: Mapping[str, str] = fresh(default_factory=dict)
    rows: int = 0

    def column_of(self, key: str) -> ColumnPlan | None:
        """The column that fills field `key`, or None."""
        return next((column for column in self.columns if column.field == key), None)

    @property
    def mapped(self) -> tuple[ColumnPlan, ...]:
        """The columns that fill something."""
        return tuple(column for column in self.columns if column.field)


@dataclass(frozen=True)
class CreateMissing:
    """What may be made when the file names something unknown."""

    choices: bool = False
    links: bool = False
    people: bool = False


@dataclass(frozen=True)
class Options:
    """How the import behaves. `match`: fields whose values make two records the same, `id` among them.
    `owner` gets the rows that name nobody (None: nobody does)."""

    match: tuple[str, ...] = ()
    on_match: OnMatch = "fill"
    create_missing: CreateMissing = CreateMissing()
    existing_history: bool = False
    owner: int | None = None


@dataclass(frozen=True)
class Plan:
    """All the run needs besides the file. `twins`: `sheet!row` → create, skip or an id to merge with."""

    form: str
    sheets: tuple[SheetPlan, ...] = ()
    options: Options = Options()
    twins: Mapping[str, str | int] = fresh(default_factory=dict)

    @property
    def used(self) -> tuple[SheetPlan, ...]:
        """The sheets that are imported."""
        return tuple(sheet for sheet in self.sheets if sheet.use)

    def sheet(self, name: str) -> SheetPlan | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    return asdict(plan)


def from_json(body: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` wrote."""
    options = body["options"]
    return Plan(
        form=body["form"],
        sheets=tuple(_sheet(each) for each in body["sheets"]),
        options=Options(
            match=tuple(options["match"]),
            on_match=options["on_match"],
            create_missing=CreateMissing(**options["create_missing"]),
            existing_history=options["existing_history"],
            owner=options["owner"],
        ),
        twins=body["twins"],
    )


def _sheet(body: Mapping[str, Any]) -> SheetPlan:
    columns = tuple(ColumnPlan(**each) for each in body["columns"])
    return SheetPlan(**{**body, "columns": columns, "owner": OwnerPlan(**body["owner"])})


def with_columns(sheet: SheetPlan, columns: tuple[ColumnPlan, ...]) -> SheetPlan:
    """`sheet` with other columns."""
    return replace(sheet, columns=columns)
