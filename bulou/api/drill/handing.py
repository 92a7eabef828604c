"""A handover that happened: some records of one person went to another, which every form's readers may ask after."""

from dataclasses import replace
from typing import Any

import orjson

from bulou.api.drill.cast import ADMIN
from bulou.api.drill.world import World


def hand_over(world: World) -> None:
    """One record of each owned form goes from one owner to the next; everything else stays."""
    giver, receiver = world.cast.owners[1], world.cast.owners[0]
    pieces = []
    for form in world.forms.values():
        mine = [
            each
            for each in world.things
            if each.form == form.key and each.owner == giver.id and not each.deleted
        ]
        if form.owned and mine:
            pieces.append({"form": form.key, "ids": [mine[0].id], "to": receiver.id})
            world.things[world.things.index(mine[0])] = replace(mine[0], owner=receiver.id)
    if not pieces:
        return
    body: dict[str, Any] = {"person": giver.id, "split": {"pieces": pieces, "keep_rest": True}}
    reply = world.cast[ADMIN].browser.ask("POST", "/api/handovers", orjson.dumps(body))
    if reply.status >= 400:
        return
    world.scratch.drive(str(reply.json["job"]))
    world.beside.setdefault("handover", []).append(reply.json["id"])
