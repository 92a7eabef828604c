"""Entering a door that answers by hand: who asks is settled before anything of the body is read."""

from bulou.api.asked import Asked
from bulou.api.doors import Door
from bulou.api.serve import open_call
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.kit.protocols import Actor


async def enter(site: Site, door: Door, asked: Asked) -> Actor:
    """The caller; NotSignedIn and the other refusals of api.caller."""
    return await unit(site, lambda tx: open_call(site, door, asked, tx).actor, write=False)
