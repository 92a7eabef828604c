"""Files by their address: every one that there is, whole and as a small picture."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (*doors("get_file"), "kind:file", "kind:image", "kind:signature")


def knock(k: Knocker) -> None:
    """A file is told by its name and by its content; a picture of one by its name."""
    most = max((mark for mark in k.world.beside.get("files", [0])), default=0)
    for id_ in range(1, most + 1):
        k.ask("get_file", id=id_)
        if id_ % 5 == k.turn % 5:
            k.ask("get_file", id=id_, query={"size": "96"})


probes.register(Probe("files", COVERS, knock))
