"""What went from one person to another, and a customer on one page: as far as each reader may see."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (
    *doors(
        "list_handovers", "get_handover", "list_handed_records", "list_briefs", "get_brief", "print_briefs"
    ),
    *("job:records.handover", "job:records.handover_sweep", "job:records.handover_undo"),
)


def knock(k: Knocker) -> None:
    """The list, the one that happened, its records form by form, and briefs of records in and out of sight."""
    k.ask("list_handovers")
    for id_ in k.world.beside.get("handover", ()):
        k.ask("get_handover", id=id_)
        k.ask("list_briefs", id=id_)
        for form in k.world.forms:
            k.ask("list_handed_records", id=id_, query={"form": form})
    for thing in k.things():
        if (thing.form, thing.id) in k.known.records:
            k.ask("get_brief", form=thing.form, id=thing.id)
            k.ask("print_briefs", form=thing.form, json={"ids": [thing.id]})
        else:
            k.same_as_nobody("get_brief", thing)


probes.register(Probe("handovers", COVERS, knock))
