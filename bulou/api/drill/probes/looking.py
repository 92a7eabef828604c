"""An administrator who looks as somebody else knows no more than that somebody while it lasts."""

from dataclasses import replace

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.api.drill.world import known_to

COVERS = doors("begin_looking", "end_looking")
AS = ("masked", "half", "own")


def knock(k: Knocker) -> None:
    """Everybody tries; only an administrator may."""
    other = k.world.cast[AS[k.turn % len(AS)]]
    if k.ask("begin_looking", json={"person": other.id}).status >= 400:
        k.ask("end_looking")
        return
    limited = replace(other, scopes=frozenset({"read"}))
    as_them = Knocker(k.world, k.person, known_to(k.world, limited), k.findings, k.turn, k.probe)
    for form in k.world.forms.values():
        as_them.ask("list_records", form=form.key, query={"limit": "200"})
        for thing in as_them.things(form.key):
            as_them.ask("get_record", form=thing.form, id=thing.id)
            as_them.ask("get_timeline", form=thing.form, id=thing.id)
    as_them.ask("list_forms")
    as_them.ask("search_everywhere", query={"q": "zq"})
    k.ask("end_looking")


probes.register(Probe("looking", COVERS, knock))
