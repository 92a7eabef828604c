"""The duty of a field kind; every kind is one file beside this one and registers by its last line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from bulou.forms.model import FieldDef
from bulou.kit.registry import Registry
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

    Kinds with one column store scalars (str | int | None). Kinds with several store a tuple in column
    order. Subclasses override what differs; the contract tests run over every kind found.
    """

    key: ClassVar[str]
    label: ClassVar[Words]
    operand: ClassVar[str] = "text"  # see kit.protocols.Operand
    operators: ClassVar[tuple[str, ...]] = ()
    options_model: ClassVar[type[Options]] = Options
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = False
    summable: ClassVar[bool] = False
    computed: ClassVar[bool] = False  # never written by callers (serial numbers)
    zoned: ClassVar[bool] = False  # `localise` and `present` matter: moments
    target: ClassVar[str | None] = None  # the system form a value points at (person → user)
    identity_dump: ClassVar[bool] = False  # stored value is the JSON value: lists skip a call per cell

    def options(self, field: FieldDef) -> Any:
        """The field's checked settings (cached by the loader; cheap to call)."""
        return self.options_model.model_validate(field.options)

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        """The columns; () for fields that live in their own table."""
        return (Col(field.key, "text", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> Any:
        """JSON value → stored value. None and '' mean empty. Raises FieldError."""
        raise NotImplementedError

    def dump(self, field: FieldDef, stored: Any) -> Any:
        """Stored value → JSON value (relations and people give ids; records adds titles)."""
        return stored

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

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        """A workbook cell (str, float, int, bool, date, datetime, None) → Reading. Never raises."""
        raise NotImplementedError

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        """JSON value (with titles) → workbook cell (str, float, int, bool, date, datetime, None)."""
        return value

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        """What global search should find this value by; None when it should not."""
        return None

    def sample(self, field: FieldDef) -> Any:
        """A valid JSON value, for contract tests and docs."""
        raise NotImplementedError


kinds: Registry[FieldKind] = Registry("bulou.forms.fields")

CellReader = Callable[[Any, CellContext], Reading]
Columns = Sequence[Col]
