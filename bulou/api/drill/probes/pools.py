"""Pools: what lies in them, and doing to records by their ids what is not one's to do."""

from bulou.api.drill.probe import NOBODY, Knocker, Probe, doors, probes

COVERS = (
    *doors("list_pools", "get_pool", "list_pool", "claim_from_pool", "assign_from_pool"),
    *doors("release_records", "undo_release", "get_record_pool", "list_form_pools", "get_pool_rehearsal"),
)
READ = doors(
    *("list_pool_definitions", "get_pool_definition", "list_pool_versions", "put_pool", "delete_pool"),
    *("check_pool", "preview_pool", "rehearse_pool"),
)


def knock(k: Knocker) -> None:
    """What somebody's own pools show, then whatever others have, by its ids."""
    k.ask("list_pools")
    for form in k.world.forms.values():
        if not form.owned:
            continue
        key = f"drill_{form.key}"[:40]
        k.ask("get_pool", key=key)
        k.ask("list_pool", key=key, query={"limit": "200"})
        k.ask("list_form_pools", form=form.key)
        k.ask("get_pool_rehearsal", key=key)
        for mark in k.some(list(k.unknown(form.key)), 2):
            k.ask("list_pool", key=key, query={"search": str(mark.token), "limit": "200"})
        hidden = [each.id for each in k.things(form.key) if (form.key, each.id) not in k.known.records]
        ids = k.some(hidden, 3) or [NOBODY]
        k.ask("claim_from_pool", key=key, json={"ids": ids})
        k.ask("assign_from_pool", key=key, json={"ids": ids, "person": 1})
        k.ask("release_records", form=form.key, json={"ids": ids, "reason": "x"})
        k.ask("undo_release", form=form.key, json={"ids": ids})
        for thing in k.some([each for each in k.things(form.key) if each.id in hidden], 1):
            k.same_as_nobody("get_record_pool", thing)
        for thing in k.some([each for each in k.things(form.key) if each.id not in hidden], 1):
            k.ask("get_record_pool", form=form.key, id=thing.id)
    k.ask("list_pool_definitions")
    k.ask("get_pool_definition", key="leads")
    k.ask("list_pool_versions", key="leads")
    k.ask("put_pool", key="none", json={"version": 9, "definition": {}})
    for form in k.world.forms.values():
        if form.owned:
            said = {"form": form.key, "label": {"en-US": "x"}, "protection": {"start_days": 1}}
            for door in ("check_pool", "preview_pool", "rehearse_pool"):
                k.ask(door, key="try", json={"definition": said})
    k.ask("delete_pool", key="none")


probes.register(Probe("pools", (*COVERS, *READ), knock, changes=True))
