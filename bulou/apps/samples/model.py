"""Sample data in a package: a file for each form, whose records name one another by references of their own.

`sample/<form>.yaml` is `{form, day, records: [{ref, values, created?, stage_since?}]}`. A relation is `{ref}` (with
`form` where any record may stand), a person `{role}`; days move along with the day of the installation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bulou.apps.errors import BadApp

MOST_RECORDS = 2_000  # of a package
FOLDER = "sample"


@dataclass(frozen=True)
class SampleRecord:
    """One record. `created`, `stage_since`: instants that move along."""

    ref: str
    values: Mapping[str, Any]
    created: str | None = None
    stage_since: str | None = None


@dataclass(frozen=True)
class SampleForm:
    """The records of one form, the oldest first; `day`: the day they were taken."""

    form: str
    day: date
    records: tuple[SampleRecord, ...] = field(default=())


def read_samples(bodies: Iterable[tuple[str, Any]]) -> tuple[SampleForm, ...]:
    """The sample files of a package, by file name and body. BadApp."""
    found = tuple(_form(f"{FOLDER}/{name}.yaml", body) for name, body in bodies)
    if sum(len(each.records) for each in found) > MOST_RECORDS:
        raise BadApp(file=FOLDER, reason=f"more than {MOST_RECORDS} records")
    if len({each.form for each in found}) < len(found):
        raise BadApp(file=FOLDER, reason="a form twice")
    return found


def _form(file: str, body: Any) -> SampleForm:
    if not isinstance(body, Mapping) or not isinstance(body.get("records"), list):
        raise BadApp(file=file, reason="form, day and records are needed")
    records = tuple(_record(file, each) for each in body["records"])
    if len({each.ref for each in records}) < len(records):
        raise BadApp(file=file, reason="a ref twice")
    return SampleForm(str(body.get("form")), _day(file, body.get("day")), records)


def _day(file: str, day: Any) -> date:
    try:
        return day if type(day) is date else date.fromisoformat(str(day))
    except ValueError as error:
        raise BadApp(file=file, reason="day is no day") from error


def _record(file: str, body: Any) -> SampleRecord:
    ref = body.get("ref") if isinstance(body, Mapping) else None
    if not isinstance(ref, str) or not 0 < len(ref) <= 60 or not isinstance(body["values"], Mapping):
        raise BadApp(file=file, reason="a record has ref and values")
    moments = (body.get("created"), body.get("stage_since"))
    if not all(each is None or isinstance(each, str) for each in moments):
        raise BadApp(file=file, reason=f"{ref}: created and stage_since are moments")
    return SampleRecord(ref, {str(key): value for key, value in body["values"].items()}, *moments)


def file_of(sample: SampleForm) -> dict[str, Any]:
    """The file of a form's records."""
    return {
        "form": sample.form,
        "day": sample.day.isoformat(),
        "records": [_body(each) for each in sample.records],
    }


def _body(record: SampleRecord) -> dict[str, Any]:
    moments = {"created": record.created, "stage_since": record.stage_since}
    given = {key: value for key, value in moments.items() if value is not None}
    return {"ref": record.ref, "values": dict(record.values), **given}
