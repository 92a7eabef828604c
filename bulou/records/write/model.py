"""What callers hand to the pipeline and get back, and the row that travels through its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import AppError, FieldProblem
from bulou.kit.protocols import SYSTEM, Actor

if TYPE_CHECKING:
    from bulou.records.rights import WriteRights
    from bulou.records.write.judging import Judge
    from bulou.records.write.plan import Plan

ActionName = Literal["create", "change", "delete", "restore"]


@dataclass(frozen=True)
class Who:
    """On whose behalf and through which door a write happens.

    `existing_history`: records take their stage as found, gates and required fields become a list of what is
    missing (needs its own right, checked by the door that offers it). `trusted`: work of the product itself
    (undo, system jobs) that no right limits.
    """

    actor: Actor = SYSTEM
    via: str = "api"
    locale: str = "zh-CN"
    batch_id: int | None = None
    cause: tuple[str, ...] = ()
    existing_history: bool = False
    trusted: bool = False

    @property
    def person_id(self) -> int | None:
        """The acting person's id, None for the system."""
        return self.actor.person_id

    @property
    def free(self) -> bool:
        """True when no right limits the write."""
        return self.trusted or self.actor.is_system


@dataclass(frozen=True)
class Command:
    """One write. `values` are JSON values by field key (`owner` and `stage` included).

    `version`: the version the caller last saw; None when it does not matter (jobs, rules). `dates`: for
    existing history, `created_at` and `stage_since` as stored instants. `opened`: fields that may be written although
    nobody types them, for a button that sets them. `when`: a condition that the record must meet before it is changed.
    `required`: fields that the door asks for besides those of the form, unless rules hide them.
    """

    action: ActionName
    id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    when: Any = None
    required: frozenset[str] = frozenset()

    @property
    def only_gives(self) -> bool:
        """True when a record is given to another owner and nothing else: the right to assign is enough."""
        return self.action == "change" and self.values.keys() == {"owner"}


@dataclass(frozen=True)
class Warning:
    """Something a form rule wants said although the write went through; `twin` is the form and the id of a record that
    may be the same."""

    rule: str
    message: str
    fields: tuple[str, ...] = ()
    twin: tuple[str, int] | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one command, in the order of the commands.

    `changed`: keys of the fields whose value is now another; `stripped`: given but not the caller's to write.
    """

    id: int | None
    version: int | None = None
    error: AppError | None = None
    action: ActionName = "change"
    changed: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()
    warnings: tuple[Warning, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the command was carried out."""
        return self.error is None


@dataclass(eq=False, slots=True)
class Row:
    """One command on its way through the steps. `before` and `after` hold stored values by key."""

    command: Command
    action: ActionName
    id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    changed: tuple[str, ...] = ()
    stripped: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    narrowed: dict[str, set[str]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    problems: list[FieldProblem] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    error: AppError | None = None
    version: int | None = None
    dates: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def creating(self) -> bool:
        """True when the record does not exist yet."""
        return self.action == "create"

    def refuse(self, key: str, code: str, **params: Any) -> None:
        """Note one problem of one field."""
        self.problems.append(FieldProblem(key, code, params))

    def get(self, key: str) -> Any:
        """The value as it will be."""
        return self.after[key] if key in self.after else self.before.get(key)


@dataclass(eq=False)
class Chunk:
    """Up to 500 rows of one form with the same action, and all that the steps need; made anew each time.

    `kept`: what a step has looked up for all rows, under a key of its own.
    """

    tx: Tx
    who: Who
    form: Form
    catalog: Catalog
    rows: list[Row]
    plan: "Plan"
    rights: "WriteRights"
    judge: "Judge"
    zone: str
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def alive(self) -> list[Row]:
        """The rows that nothing has refused so far."""
        return [row for row in self.rows if row.error is None]

    @property
    def good(self) -> list[Row]:
        """The rows without any problem at all."""
        return [row for row in self.rows if row.error is None and not row.problems and not row.refusals]
