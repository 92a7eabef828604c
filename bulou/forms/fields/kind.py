"""The duty of a field kind; every kind is one file beside this one and registers by its last line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from bulou.forms.model import FieldDef
from bulou.kit.registry import Registry
from bulou.kit.tokens import tokens
from bulou.kit.words import Words


def words(zh: str, en: str) -> Words:
    """A kind's own label in both locales."""
    return {"zh-CN": zh, "en-US": en}


class Options(BaseModel):
    """Base of a kind's settings; the JSON schema of the subclass draws the settings panel."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Col:
    """One database column of a field. `type`: text | integer.

    `name` is what code says (`phone`, `phone__key`): the key of the SQLAlchemy column. The column's name in
    the database differs from it only when the field had to move (`phone__2`, `phone__2__key`).
    """

    name: str
    type: str
    indexed: bool = False


@dataclass(frozen=True)
class CellContext:
    """What reading or writing a workbook cell may ask: zone, locale, the column's date order and so on."""

    locale: str = "zh-CN"
    zone: str = "Asia/Shanghai"
    day_first: bool | None = None  # None: unknown, ISO assumed
    year_first: bool | None = None
    today: str = ""
    factor: int = 1  # the heading says 万元: bare numbers are multiplied

    @property
    def order(self) -> str | None:
        """YMD, DMY or MDY: how the column writes short dates; None while nobody judged it."""
        if self.year_first:
            return "YMD"
        if self.day_first is None:
            return None
        return "DMY" if self.day_first else "MDY"


@dataclass(frozen=True)
class Reading:
    """What a workbook cell meant: `value` is a JSON value that `check` accepts, None when the cell is empty.

    `problem` is a code when it could not be read (value is None then); `note` a code when it was read but
    something was dropped or assumed (`cells.approximate`, `cells.more_than_one`, `cells.assumed_year`).
    `link` is a text that names another record, person or department and is resolved later.
    """

    value: Any = None
    problem: str | None = None
    note: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    links: tuple[str, ...] = ()


class FieldKind:
    """A field kind. Values inside the product are *stored values*: what the column(s) hold.

    Kinds with one column store scalars (str | int | None). Kinds with several store a tuple in column order,
    kinds with a table of their own a tuple of ids or rows. None is always empty. Subclasses override what
    differs; the contract tests run over every kind found.
    """

    key: ClassVar[str]
    label: ClassVar[Words]
    group: ClassVar[str] = "basic"  # where designers offer it: basic | people | linked | layout
    operand: ClassVar[str] = "text"  # see kit.protocols.Operand
    operators: ClassVar[tuple[str, ...]] = ()
    options_model: ClassVar[type[Options]] = Options
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = False
    summable: ClassVar[bool] = False
    computed: ClassVar[bool] = False  # never written by callers (serial numbers, formulas)
    stored: ClassVar[bool] = True  # False: read from another record each time (lookups)
    fails: ClassVar[bool] = False  # stored as (value, code of an error): formulas, rollups
    distinct: ClassVar[bool] = False  # no two live records share a value, whatever the definition says
    importable: ClassVar[bool] = True  # False: no workbook cell can bring a value (files)
    zoned: ClassVar[bool] = False  # `localise` and `present` matter: moments
    target: ClassVar[str | None] = None  # the system form a value points at (person → user)
    identity_dump: ClassVar[bool] = False  # stored value is the JSON value: lists skip a call per cell

    def options(self, field: FieldDef) -> Any:
        """The field's checked settings; judged once per definition, pydantic ValidationError when wrong."""
        cached = field.__dict__.get("_checked")
        if cached is None or cached[0] is not self or cached[1] is not field.options:
            cached = (self, field.options, self.options_model.model_validate(field.options))
            field.__dict__["_checked"] = cached  # as cached_property does: no part of the definition's value
        return cached[2]

    def like(self, field: FieldDef) -> "FieldKind":
        """The kind that this field's values behave as: itself, but for formulas, which behave as their result."""
        return self

    def grounds(self, field: FieldDef) -> frozenset[str]:
        """The keys of the fields that the values follow from; none but for computed kinds."""
        return frozenset()

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        """The columns; () for fields that live in their own table."""
        return (Col(field.key, "text", field.indexed),)

    def operand_column(self, field: FieldDef) -> str:
        """Which column conditions, sorting and sums look at."""
        return field.key

    def check(self, field: FieldDef, value: Any) -> Any:
        """JSON value → stored value. None and '' mean empty. Raises FieldError."""
        raise NotImplementedError

    def dump(self, field: FieldDef, stored: Any) -> Any:
        """Stored value → JSON value (relations and people give ids; records adds titles)."""
        return stored

    def mask(self, field: FieldDef, dumped: Any) -> str:
        """What somebody sees of a JSON value who may not read it and yet is to recognise it (`138****1234`)."""
        return MASK

    def localise(self, value: Any, zone: str) -> Any:
        """A JSON value written by somebody in `zone` → what `check` judges (moments get an offset)."""
        return value

    def present(self, dumped: Any, zone: str) -> Any:
        """A dumped value as it is told to people in `zone` (moments carry the zone's offset)."""
        return dumped

    def derived(self, field: FieldDef, stored: Any) -> Mapping[str, Any]:
        """Extra columns computed from the value, such as `<key>__key` (normalised)."""
        return {}

    def derived_columns(self, field: FieldDef) -> tuple[Col, ...]:
        """The extra columns that `derived` fills."""
        return ()

    def follows(self, field: FieldDef) -> str | None:
        """The key of the field of the same form whose value this one is worked out from, None for most kinds."""
        return None

    def work_out(self, field: FieldDef, followed: Any) -> Any:
        """The stored value that follows from the stored value of `follows`."""
        raise NotImplementedError

    def spread(self, field: FieldDef, stored: Any) -> dict[str, Any]:
        """A stored value as column key → value, derived columns included (none for own tables)."""
        names = [col.name for col in self.columns(field)]
        if not names:
            return {}
        parts = (
            stored if isinstance(stored, tuple) else (stored,) * len(names) if stored is None else (stored,)
        )
        return {**dict(zip(names, parts, strict=True)), **self.derived(field, stored)}

    def gather(self, field: FieldDef, values: Mapping[str, Any]) -> Any:
        """The stored value out of column key → value; the opposite of `spread`."""
        names = [col.name for col in self.columns(field)]
        if len(names) == 1:
            return values.get(names[0])
        parts = tuple(values.get(name) for name in names)
        return parts if parts and parts[0] is not None else None

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        """A workbook cell (str, float, int, bool, date, datetime, None) → Reading. Never raises."""
        raise NotImplementedError

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        """JSON value (with titles) → workbook cell (str, float, int, bool, date, datetime, None)."""
        return value

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        """What global search should find this value by; None when it should not."""
        return None

    def search_tokens(self, field: FieldDef, stored: Any) -> list[str]:
        """The tokens of the search row (kit.tokens)."""
        text = self.search_text(field, stored)
        return tokens(text) if text else []

    def sample(self, field: FieldDef) -> Any:
        """A valid JSON value, for contract tests and docs."""
        raise NotImplementedError


MASK = "****"


def covered(text: str, first: int, last: int) -> str:
    """`text` but for its first and last characters; fewer of them where less than a third would be covered."""
    if first + last > len(text) * 2 / 3 and first + last > 1:
        first, last = min(1, first), min(1, last) if len(text) > 3 else 0
    hidden = len(text) - first - last
    return f"{text[:first]}{'*' * min(max(hidden, 1), 12)}{text[len(text) - last :] if last else ''}"


kinds: Registry[FieldKind] = Registry("bulou.forms.fields")

CellReader = Callable[[Any, CellContext], Reading]
Columns = Sequence[Col]
