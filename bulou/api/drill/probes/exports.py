"""Exports: one's own of every form as both kinds of file, and other people's."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (*doors("start_export", "get_export_file"), "job:export")


def knock(k: Knocker) -> None:
    """All columns, then all that there are by name; the file is read to its end."""
    for at, form in enumerate(k.world.forms.values()):
        fields = [each.key for each in form.fields]
        opened = [key for key in fields if key in k.known.fields.get(form.key, ())]
        kinds = ("csv", "xlsx") if (at + k.turn) % 3 == 0 else ("csv",)
        for kind in kinds:
            _file(k, {"form": form.key, "format": kind})
        _file(k, {"form": form.key, "format": "csv", "columns": opened, "sort": "-id"})
        k.ask("start_export", json={"form": form.key, "format": "csv", "columns": fields})
        for view in k.world.beside.get("view", ()):
            if view[0] == form.key:
                _file(k, {"form": form.key, "format": "csv", "view": view[1]})
    for job in k.world.beside.get("export", ()):
        k.ask("get_export_file", job=job)


def _file(k: Knocker, body: dict[str, object]) -> None:
    reply = k.ask("start_export", json=body)
    if reply.status == 202:
        k.drive("start_export", reply.json["job"])
        k.ask("get_export_file", job=reply.json["job"])


probes.register(Probe("exports", COVERS, knock))
