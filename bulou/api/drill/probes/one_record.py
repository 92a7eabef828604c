"""Everything that is asked of one record by its address."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.api.drill.world import Thing

READINGS = (
    *("get_record", "list_files", "get_next_steps", "list_related", "get_neighbours"),
    *("list_stages", "list_shares", "get_timeline", "get_history"),
)
SOURCES = ("activity", "change", "stage", "comment", "file", "push")
# Files stand in their activities unless these are left out: a request for one side, one for the other.
TOLD = (SOURCES[0], ",".join(SOURCES[1:]))


def knock(k: Knocker) -> None:
    """Read all of it, in sight and out of sight; what is out of sight is as absent as what never was."""
    for thing in [*k.things(), *k.things(deleted=True)]:
        seen = (thing.form, thing.id) in k.known.records
        for door in READINGS:
            if seen:
                k.ask(door, form=thing.form, id=thing.id)
            else:
                k.same_as_nobody(door, thing)
        if seen:
            for kinds in TOLD:
                _to_the_end(k, thing, kinds)


def _to_the_end(k: Knocker, thing: Thing, kinds: str) -> None:
    """Every page of the timeline with these kinds."""
    cursor: str | None = None
    while True:
        asked = {"kinds": kinds, "limit": "100", "cursor": cursor}
        told = k.ask("get_timeline", form=thing.form, id=thing.id, query=asked).json
        cursor = told.get("next") if isinstance(told, dict) else None
        if cursor is None:
            return


probes.register(Probe("one_record", (*doors(*READINGS), *(f"timeline:{each}" for each in SOURCES)), knock))
