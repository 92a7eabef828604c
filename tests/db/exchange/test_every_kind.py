"""A record with a value of every kind goes out into a workbook and comes back as it was."""

from __future__ import annotations

from typing import Any

from bulou.forms.fields.kind import kinds
from bulou.forms.publish import publish
from bulou.people import departments
from bulou.records import write
from bulou.records.write import Who
from tests.db.exchange.conftest import Office
from tests.every_kind import every_kind, samples

# What a workbook cannot bring: rows apart, what the server works out, and people whose number is somebody else's.
NOT_BACK = {"a_detail", "a_serial", "a_rmb_capitals", "a_file", "a_image", "a_signature"}


def plain(value: Any) -> Any:
    """What was read in the shape that writing takes."""
    if isinstance(value, dict) and "title" in value:
        return value["id"]
    return [plain(each) for each in value] if isinstance(value, list) else value


def test_what_goes_out_comes_back(office: Office) -> None:
    definition = every_kind(target="account")
    office.do(lambda tx: publish(tx, definition))
    home = office.do(lambda tx: departments.create(tx, office.boss, "华东大区"))
    me = office.boss.person_id
    people = {"a_person": me, "a_people": [me], "a_department": home, "a_departments": [home]}
    values = {**samples(definition), **people}
    made = office.do(lambda tx: write.create(tx, Who(office.boss), "everything", values))
    asked = [field.key for field in definition.fields]
    path = office.export({"form": "everything", "columns": asked})
    office.do(lambda tx: write.delete(tx, Who(office.boss), "everything", made.id))
    proposal = office.start("everything", path)
    mapped = {each["field"] for each in proposal["proposal"]["sheets"][0]["columns"]}
    wanted = {key for key in values if key not in NOT_BACK}
    assert wanted - mapped == set()
    done = office.finish(proposal)
    assert done["result"]["created"] == 1, done["result"]
    assert [each for each in office.refusals(done) if each["level"] != "note"] == []
    row = office.records("everything", fields=tuple(asked))[0]
    for key in wanted:
        kind = kinds[key.removeprefix("a_")]
        if kind.zoned:
            continue
        value = row[key]
        assert plain(value) == (values[key] if key != "a_rich_text" else "<p>第一段</p><p>第二段</p>"), key
