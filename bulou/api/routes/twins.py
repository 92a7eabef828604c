"""Records that may be there already, looked for while one is filled in."""

from threading import Lock
from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.rates import Rate, Rates
from bulou.api.routes.records import form_of
from bulou.api.shapes import OBJECT, Strict
from bulou.records.errors import TooManyQuestions
from bulou.records.twins.asking import ask
from bulou.records.twins.looking import meetings, told

doors = Doors("records")
OFTEN = Rate(600, 600)  # of one person: nobody types faster, and who goes through numbers one by one does
_lock = Lock()  # doors are carried out in several threads


class Filled(Strict):
    """What the record at hand holds so far, by key; `id` where it is one that exists."""

    values: dict[str, Any] = Field(default_factory=dict, max_length=50)
    id: int | None = Field(default=None, ge=1)


class Joining(Filled):
    """The key by which the records meet, and the form in which the other one is."""

    key: str = Field(min_length=1, max_length=60)
    form: str = Field(min_length=1, max_length=60)


@doors.ask("/records/{form}/twins", "find_twins", carries="records", body=Filled, answer=OBJECT)
def find_twins(call: Call) -> dict[str, Any]:
    """`{items, version, at}`: living records with the same values by the form's keys, told as far as the caller may
    know; `version` of the definition whose keys these are, `at` the moment of asking."""
    form = form_of(call)
    body = call.model(Filled)
    limited(call)
    found = meetings(call.tx, call.actor, form, body.values, body.id)
    items = told(call.tx, call.actor, found)
    return {"items": items, "version": form.definition.version, "at": call.tx.now_text}


@doors.post("/records/{form}/twins/ask", "ask_to_join", carries="records", body=Joining, answer=OBJECT)
def ask_to_join(call: Call) -> dict[str, Any]:
    """Ask the owner of a record that is there already to be taken into its team; `{told}`: how many were told."""
    form = form_of(call)
    body = call.model(Joining)
    limited(call)
    return {"told": ask(call.tx, call.actor, form, body.values, body.key, body.form, body.id)}


def limited(call: Call) -> None:
    """TooManyQuestions; what was typed can still be saved."""
    with _lock:
        asked: Rates = call.tx.db.cache.setdefault(limited, Rates())
        wait = asked.hit(str(call.person_id), OFTEN, call.tx.now)
    if wait:
        raise TooManyQuestions(seconds=wait)
