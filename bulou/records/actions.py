"""What a rule may do, kind by kind: any floor from here up contributes one file each, without knowing rules.

An action gets a `Doing` and its own options and returns what the log keeps of it: ids and keys, never values.
Everything it writes goes through `doing.tx` with the rights of `doing.who`; what lies outside the database is queued
there under `doing.key`, which is the same whenever the step is tried again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from bulou.db.contributed import Contributed
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.records.write import Who

Json = dict[str, Any]


class Options(BaseModel):
    """Base of the options of triggers and actions: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Filling(Protocol):
    """What placeholders become, with the rights of the runner."""

    def text(
        self, template: str, *, reader: Actor | None = None, guard: Callable[[str], str] | None = None
    ) -> str:
        """The template filled; `reader`: only with what that person may read, too; `guard`: what becomes of each
        value, where the text is read as more than text."""
        ...

    def later(self, template: str, reader: Actor) -> str:
        """The template as a notice keeps it: fields of its record stay places, filled whenever it is read, with
        what its reader may read then; what the runner may not read is told to nobody."""
        ...

    def value(self, given: Any) -> Any:
        """A value as it is written to a field: a lone placeholder is the value itself."""
        ...

    def condition(self, given: Any) -> Any:
        """A condition whose values are filled."""
        ...

    def people(self, named: Sequence[Any]) -> list[int]:
        """The ids of the active people whom the options name, each once, in their order."""
        ...


@dataclass(frozen=True)
class Doing:
    """What an action works with. `form` and `record_id` are None where no record is at hand; `dry`: it is a trial, of
    which nothing will stay, so the output may say the texts, too."""

    tx: Tx
    who: Who
    catalog: Catalog
    form: Form | None
    record_id: int | None
    fill: Filling
    key: str
    rule: Words
    dry: bool = False


@dataclass(frozen=True)
class Each:
    """The records a block is gone through with: those of `form` that match and that the runner sees."""

    form: str
    filter: Any
    limit: int


@dataclass(frozen=True)
class Turn:
    """Where the run goes on, instead of at the next step: into a block of the step, later, or nowhere."""

    output: Json = field(default_factory=dict)
    enter: str | None = None
    each: Each | None = None
    until: datetime | None = None
    stop: bool = False


@dataclass(frozen=True)
class Checking:
    """What options are checked against. `form`: that of the record at hand; `actor`: with whose rights it will run."""

    tx: Tx
    catalog: Catalog
    actor: Actor
    form: Form | None
    needs_paths: Callable[[str], Iterable[FieldProblem]]  # a template → what its placeholders name in vain


Named = tuple[str, str | None]  # form, and the field of it


def _no_problems(_checking: Checking, _options: Any) -> Iterator[FieldProblem]:
    return iter(())


def _no_uses(_form: str | None, _options: Any) -> Iterator[Named]:
    return iter(())


@dataclass(frozen=True)
class ActionKind:
    """One kind of action. `do(doing, options)` does it. `blocks` are the options that hold steps; `within(options)` is
    the form whose records those steps get (None: the same). `check` names problems by the option's path; `uses`
    tells the fields that the options name, so that nobody deletes them unaware. `whereto(tx, form, options, locale)`
    says what its options name in a few words, for sentences: options may be a draft's, and anything."""

    key: str
    label: Words
    options: type[Options]
    do: Callable[[Doing, Any], Json | Turn]
    needs_record: bool = False
    blocks: tuple[str, ...] = ()
    within: Callable[[Any], str] | None = None
    check: Callable[[Checking, Any], Iterable[FieldProblem]] = _no_problems
    uses: Callable[[str | None, Any], Iterable[Named]] = _no_uses
    whereto: Callable[[Tx, str | None, Mapping[str, Any], str], str] | None = None
    hints: Mapping[str, Words] = field(default_factory=dict)  # options by key, as people read them
    order: int = 50


actions: Contributed[ActionKind] = Contributed()
