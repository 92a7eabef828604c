"""One record of a sample as a write: references become ids, roles people, and days move along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bulou.apps.samples.model import SampleRecord
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import instant, parse_instant
from bulou.records.write import Command

Json = dict[str, Any]


@dataclass(frozen=True)
class Turning:
    """Values as a sample says them as the pipeline takes them; ids are never taken from a package.

    `ids`: `form/ref` → record; `holders`: role → a person who has it, `otherwise` whoever brings the sample in;
    `shift`: how far days move along.
    """

    ids: Mapping[str, int]
    holders: Mapping[str, int]
    otherwise: int | None
    now: datetime
    shift: timedelta = timedelta()

    def record(self, form: Form, record: SampleRecord) -> tuple[Command, Json]:
        """The command, and the values that name records which are not there yet."""
        values: Json = {}
        later: Json = {}
        for key, given in record.values.items():
            bound = form.by_key.get(key)
            if key == "owner" and form.owned:
                values[key] = self._person(given) if given is not None else None
            elif bound is None:
                values[key] = given  # the stage; what there is no field for is refused by the pipeline
            elif (turned := self.value(form, bound, given)) not in (None, []):
                values[key] = turned
            if bound is not None and not _complete(bound, values.get(key), given):
                later[key] = given
        moments = {"created_at": record.created, "stage_since": record.stage_since}
        dates = {key: moved for key, each in moments.items() if (moved := self._moment(each))}
        return Command("create", values=values, dates=dates), later

    def value(self, form: Form, bound: BoundField, given: Any) -> Any:
        """One value; None for what cannot be said here."""
        match bound.operand:
            case "record":
                return self._record(bound, given)
            case "records":
                found = (self._record(bound, each) for each in _list(given))
                return [each for each in found if each is not None]
            case "person":
                return self._person(given)
            case "people":
                return [who for each in _list(given) if (who := self._person(each)) is not None]
            case "department" | "departments" | "file":
                return None
            case "rows":
                return [self._row(form, bound, each) for each in _list(given) if isinstance(each, Mapping)]
            case _:
                return self._moved(bound, given)

    def _row(self, form: Form, bound: BoundField, row: Mapping[str, Any]) -> Json:
        columns = {each.key: each for each in form.details[bound.key].fields}
        known = {key: self.value(form, columns[key], value) for key, value in row.items() if key in columns}
        return {key: value for key, value in known.items() if value is not None}

    def _record(self, bound: BoundField, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return None
        form = str(given.get("form") if bound.target == "*" else bound.target)
        id_ = self.ids.get(f"{form}/{given.get('ref')}")
        return {"form": form, "id": id_} if id_ is not None and bound.target == "*" else id_

    def _person(self, given: Any) -> int | None:
        role = given.get("role") if isinstance(given, Mapping) else None
        return self.holders.get(str(role), self.otherwise)

    def _moved(self, bound: BoundField, given: Any) -> Any:
        if isinstance(given, date) and not isinstance(given, datetime):
            given = given.isoformat()  # as YAML reads an unquoted day
        try:
            if bound.kind.key == "date":
                return (date.fromisoformat(given) + self.shift).isoformat()
            if bound.kind.key == "datetime":
                return (datetime.fromisoformat(str(given)) + self.shift).isoformat()
            if bound.kind.key == "date_range" and isinstance(given, Mapping):
                days = {key: date.fromisoformat(str(day)) for key, day in given.items() if day}
                return {key: (day + self.shift).isoformat() for key, day in days.items()}
        except (TypeError, ValueError, OverflowError):
            return given  # the pipeline says what is wrong with it
        return given

    def _moment(self, given: str | None) -> str | None:
        try:
            moved = parse_instant(given) + self.shift if given else None
        except (ValueError, OverflowError):
            return None
        return instant(min(moved, self.now)) if moved else None


def _list(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list) else []


def _complete(bound: BoundField, turned: Any, given: Any) -> bool:
    """False where records are named that are not there yet."""
    if bound.operand not in ("record", "records"):
        return True
    return len(turned or ()) == len(given) if isinstance(given, list) else turned is not None
