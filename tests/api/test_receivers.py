"""Who may get what somebody holds: never the giver, and who could not hold it is told with the forms."""

from __future__ import annotations

from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code, created
from tests.api.handing import run, take_back


def test_receivers_are_others_with_what_their_roles_could_not_hold(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    people = office.people
    created(anna, "lead", company="Anna's lead")
    created(anna, "contact", name="Anna's contact")
    office.do(lambda tx: roles.assign(tx, SYSTEM, people.stranger, ["marketing"]))
    address = f"/api/handovers/people/{people.anna}/receivers"
    found = {each["id"]: each for each in owner.get(address).json()["items"]}
    assert people.anna not in found
    assert (found[people.ben]["lacks"], found[people.ben]["holds"]) == ([], True)
    market = found[people.stranger]
    assert ([each["form"] for each in market["lacks"]], market["holds"]) == (["contact"], True)
    office.do(lambda tx: roles.assign(tx, SYSTEM, people.stranger, []))
    nothing = owner.get(f"{address}?q=Stan").json()["items"]
    assert [(each["id"], each["holds"], len(each["lacks"])) for each in nothing] == [
        (people.stranger, False, 2)
    ]
    assert owner.patch(f"/api/admin/people/{people.ben}", json={"state": "disabled"}).status_code == 200
    assert people.ben not in {each["id"] for each in owner.get(address).json()["items"]}
    assert anna.get(address).status_code == 403
    assert code(owner.get("/api/handovers/people/999999/receivers")) is not None


def test_the_timeline_tells_of_a_handover_and_its_way_back_as_such(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    done = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    take_back(office, owner, done["id"])
    told = owner.get(f"/api/records/lead/{lead['id']}/timeline?kinds=change").json()["items"]
    ours = [each for each in told if each["data"].get("via") == "handover"]
    assert [each["data"]["undone"] for each in ours] == [True, False]
    owners = [
        {
            change["field"]: (change["before"]["id"], change["after"]["id"])
            for change in each["data"]["changes"]
        }
        for each in ours
    ]
    anna_, ben_ = office.people.anna, office.people.ben
    assert [each["owner"] for each in owners] == [(ben_, anna_), (anna_, ben_)]
