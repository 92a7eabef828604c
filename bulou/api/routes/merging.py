"""Several records become one, and are split again."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.routes.records import form_of, who_of
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms.form import Form
from bulou.people import directory
from bulou.records.merging import Asked, merge, merges_of, split
from bulou.records.query.one import may_read, open_among
from bulou.records.query.titles import titles

doors = Doors("records")


class Merging(Strict):
    """The records that go into this one, and by field the record whose value is to stand there."""

    gone: list[int] = Field(min_length=1, max_length=10)
    take: dict[str, int] = Field(default_factory=dict, max_length=500)


class Splitting(Strict):
    """The batch of the merge."""

    batch: int = Field(ge=1)


@doors.post("/records/{form}/{id}/merge", "merge_records", carries="records", body=Merging, answer=OBJECT)
def merge_records(call: Call) -> dict[str, Any]:
    """Merge other records into this one: `{batch, turned}`; everything that pointed at them points here then."""
    form = form_of(call)
    body = call.model(Merging)
    return merge(call.tx, who_of(call), form, Asked(call.id(), tuple(body.gone), body.take))


@doors.get("/records/{form}/{id}/merges", "list_merges", carries="records", answer=ITEMS)
def list_merges(call: Call) -> dict[str, Any]:
    """The merges into this record that can be split: `{batch, at, by, records, gone}`, the newest first; `gone`
    names those of its records that the reader may see.
    """
    form = form_of(call)
    may_read(call.tx, call.actor, form, call.id())
    found = merges_of(call.tx, form, call.id())
    names = directory.names(call.tx, [each["by"] for each in found if each["by"] is not None])
    gone = _named(call, form, [id_ for each in found for id_ in each["gone"]])
    return {
        "items": [
            {
                **each,
                "by": each["by"] and {"id": each["by"], "title": names.get(each["by"], "")},
                "records": len(each["gone"]),
                "gone": [{"id": id_, "title": gone[id_]} for id_ in each["gone"] if id_ in gone],
            }
            for each in found
        ]
    }


def _named(call: Call, form: Form, ids: Sequence[int]) -> dict[int, str | None]:
    """Those of the merged records, in the bin now, that the reader may see, with their names."""
    return titles(call.tx, call.actor, form, open_among(call.tx, call.actor, form, "read", ids, deleted=True))


@doors.post("/records/{form}/{id}/split", "split_record", carries="records", body=Splitting, answer=OBJECT)
def split_record(call: Call) -> dict[str, Any]:
    """Take a merge into this record back: `{batch, back, left}`; what was changed since stays."""
    form = form_of(call)
    return split(call.tx, who_of(call), form, call.id(), call.model(Splitting).batch)
