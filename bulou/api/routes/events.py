"""Live updates as server-sent events: form, id and version only."""

from functools import partial

from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.doors import Door, Doors
from bulou.api.live import Stream
from bulou.api.serve import open_call
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.kit.errors import AppError

doors = Doors("events")

STREAM = {"text/event-stream": {"type": "string"}}


@doors.get("/events", "stream_events", carries="own", by_hand=True, answer=STREAM)
async def get_events(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """`record {form, id, version}`, `job {id}`, `forms {revision}`, `notification {}`, `reload {}`, `rest {}`."""
    caller, token = await unit(
        site, lambda tx: (open_call(site, door, asked, tx).actor, tx.origin.token), write=False
    )
    assert caller.person_id is not None

    async def still() -> bool:
        try:
            await unit(site, lambda tx: open_call(site, door, asked, tx), write=False)
        except AppError:
            return False
        return True

    listener = site.hub.admit(caller.person_id, caller.forms, token)
    return Stream(site.hub, listener, partial(unit, site, write=False), still)
