"""Likely twins: everybody finds what they see, whoever looked; nobody says anything of what is out of sight."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.forms.form import Form

NOWHERE = 999_999_999
COVERS = (
    *doors("list_duplicates", "count_duplicates", "look_for_duplicates", "keep_apart", "undo_keep_apart"),
    *("job:records.duplicates", "job:records.duplicates_nightly"),
)


def knock(k: Knocker) -> None:
    """Look through every form once, read all that comes of it, and speak of pairs in sight and out of it."""
    for turn, form in enumerate(k.world.forms.values(), start=k.turn):
        found = k.ask("list_duplicates", form=form.key, query={"limit": "50"})
        if found.status == 200 and found.json["report"]["at"] is None:
            started = k.ask("look_for_duplicates", form=form.key)
            if started.status == 202:
                k.drive("look_for_duplicates", started.json["job"])
                k.ask("list_duplicates", form=form.key, query={"limit": "50"})
        k.ask("count_duplicates", form=form.key)
        k.ask("list_duplicates", form=form.key, query={"owner": str(turn % 9 + 1)})
        if turn % 3 == 0:
            _apart(k, form)


def _apart(k: Knocker, form: Form) -> None:
    things = list(k.things(form.key))
    seen = [each.id for each in things if (form.key, each.id) in k.known.records]
    hidden = [each.id for each in things if (form.key, each.id) not in k.known.records]
    for pair in (seen[:2], [*seen[:1], *hidden[:1]], hidden[:2], [NOWHERE, NOWHERE - 1]):
        if len(pair) == 2:
            k.ask("keep_apart", form=form.key, json={"ids": pair})
            k.ask("undo_keep_apart", form=form.key, json={"ids": pair})
    k.ask("list_duplicates", form=form.key, query={"apart": "1"})


probes.register(Probe("duplicates", COVERS, knock))
