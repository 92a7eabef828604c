"""Going through the steps of a run, one at a time, from where it stood; what is where is a stack of blocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.actions import ActionKind, Doing, Turn
from bulou.records.query.secure import secure_select, sight
from bulou.records.write import Who
from bulou.rules.calendar import calendar_of
from bulou.rules.definition import block_at, options_of, step_options
from bulou.rules.errors import NoRecord, RunTooLong, TooManyItems
from bulou.rules.filling import Filled, Known
from bulou.rules.kinds import action
from bulou.rules.model import Rule

VIA = "rule"
MOST_DONE = 100_000  # steps of one run, however its blocks lie in one another
Json = dict[str, Any]
Frame = dict[str, Any]  # at: path of the block; next: index; each, item, seen, form: of a for_each
Place = dict[str, Any]  # stack: frames; steps: what steps made, by their id; done: how many there were


def begun() -> Place:
    """Before the first step."""
    return {"stack": [{"at": "", "next": 0}], "steps": {}}


@dataclass(eq=False)
class Walk:
    """One run at work. `form` and `record_id` are of what started it."""

    tx: Tx
    rule: Rule
    actor: Actor
    key: str
    cause: tuple[str, ...]
    form: Form | None
    record_id: int
    place: Place
    known: Known
    dry: bool = False
    catalog: Catalog = field(init=False)

    def __post_init__(self) -> None:
        self.catalog = catalogs.load(self.tx)

    @property
    def at(self) -> tuple[str, int | None]:
        """The path of the step at hand, and the item it is done for."""
        frame = self._settle()
        if frame is None:
            return "", None
        return f"{frame['at']}.{frame['next']}".lstrip("."), self._item()

    @property
    def kind(self) -> str:
        """The kind of the step at hand, `` when none is left."""
        step = self._step()
        return "" if step is None else str(step.get("do"))

    def advance(self) -> Turn | None:
        """Do the step at hand and go on behind it; None when none is left. Errors leave it at hand."""
        frame, step = self._settle(), self._step()
        if frame is None or step is None:
            return None
        path, _item = self.at
        kind = action(str(step.get("do")))
        if kind is None:
            raise LookupError(step.get("do"))
        done = self.place["done"] = self.place.get("done", 0) + 1
        if done > MOST_DONE:
            raise RunTooLong(max=MOST_DONE)
        turn = self._do(kind, step, path)
        frame["next"] += 1
        if step.get("id"):
            self.place["steps"][step["id"]] = turn.output
        if turn.stop:
            self.place["stack"] = []
        elif turn.enter is not None:
            self._enter(path, turn)
        return turn

    def _do(self, kind: ActionKind, step: Mapping[str, Any], path: str) -> Turn:
        form, record_id = self._record()
        if kind.needs_record and record_id is None:
            raise NoRecord()
        values = {key: each for key, each in step_options(step).items() if key not in kind.blocks}
        blank: Json = {block: [] for block in kind.blocks}
        options = options_of(kind.options, {**blank, **values} if kind.blocks else values)
        fill = self._filling(form, record_id)
        who = Who(self.actor, VIA, self.actor.locale, cause=self.cause)
        item = self._item()
        key = f"{self.key}:{path}" if item is None else f"{self.key}:{path}:{item}"
        doing = Doing(self.tx, who, self.catalog, form, record_id, fill, key, self.rule.label, self.dry)
        found = kind.do(doing, options)
        return found if isinstance(found, Turn) else Turn(found)

    def _filling(self, form: Form | None, record_id: int | None) -> Filled:
        here = (form, record_id) if form is not None and record_id is not None else None
        said = {**self.known.run, "rule": say(self.rule.label, self.actor.locale)}
        known = Known(self.known.trigger, self.known.before, self.known.body, said, self.place["steps"])
        return Filled(self.tx, self.actor, self.catalog, calendar_of(self.tx), here, known)

    def _record(self) -> tuple[Form | None, int | None]:
        for frame in reversed(self.place["stack"]):
            if "form" in frame:
                return self.catalog.get(frame["form"]), frame["item"]
        return self.form, self.record_id or None

    def _item(self) -> int | None:
        return next((frame["item"] for frame in reversed(self.place["stack"]) if "form" in frame), None)

    def _step(self) -> Mapping[str, Any] | None:
        frame = self._settle()
        block = self._block(frame) if frame is not None else ()
        return block[frame["next"]] if frame is not None else None

    def _block(self, frame: Frame) -> Any:
        return block_at(self.rule.definition.steps, frame["at"])

    def _settle(self) -> Frame | None:
        """The frame of the step at hand: blocks that are through are left, or begin anew with their next item."""
        stack = self.place["stack"]
        while stack:
            frame: Frame = stack[-1]
            if frame["next"] < len(self._block(frame)):
                return frame
            if not ("form" in frame and self._next_item(frame)):
                stack.pop()
        return None

    def _enter(self, path: str, turn: Turn) -> None:
        frame: Frame = {"at": f"{path}.{turn.enter}", "next": 0}
        if turn.each is not None:
            each = turn.each
            frame |= {"form": each.form, "filter": each.filter, "limit": each.limit, "item": 0, "seen": 0}
            if not self._next_item(frame):
                return
        self.place["stack"].append(frame)

    def _next_item(self, frame: Frame) -> bool:
        """The next record of a block, by id; TooManyItems when there are more than its limit."""
        form = self.catalog.get(frame["form"])
        if form is None:
            return False
        seen = sight(self.tx, self.actor, form)
        where = [seen.of.c.id > frame["item"]]
        if frame["filter"] is not None:
            where.append(to_sql(parse(frame["filter"]), seen.operand, seen.context))
        query = secure_select(seen, seen.of.c.id, where=where).order_by(seen.of.c.id).limit(1)
        found = self.tx.value(query)
        if found is None:
            return False
        if frame["seen"] >= frame["limit"]:
            raise TooManyItems(limit=frame["limit"])
        frame |= {"item": found, "seen": frame["seen"] + 1, "next": 0}
        return True


def whole(walk: Walk, note: Callable[[str, int | None, str, Turn | AppError], None], most: int) -> bool:
    """Go through all steps of a trial at once, at most `most`; True when it came to its end. A wait is passed over."""
    for _ in range(most):
        path, item = walk.at
        kind = walk.kind
        if not kind:
            return True
        try:
            with walk.tx.savepoint():
                turn = walk.advance()
        except AppError as error:
            note(path, item, kind, error)
            return False
        if turn is not None:
            note(path, item, kind, turn)
    return False
