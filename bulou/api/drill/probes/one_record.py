"""Everything that is asked of one record by its address."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

READINGS = (
    *("get_record", "list_files", "get_next_steps", "list_related", "get_neighbours"),
    *("list_stages", "list_shares", "get_timeline", "get_history"),
)
SOURCES = ("activity", "change", "stage", "comment", "file")


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
            for source in SOURCES:
                k.ask("get_timeline", form=thing.form, id=thing.id, query={"kinds": source, "limit": "100"})


probes.register(Probe("one_record", (*doors(*READINGS), *(f"timeline:{each}" for each in SOURCES)), knock))
