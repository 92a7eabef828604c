"""What is a person's own: today, notices, jobs, batches, the bin, menus; and the same of others by their ids."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (
    *doors("get_today", "list_notifications", "read_notifications", "list_jobs", "get_job", "cancel_job"),
    *doors("list_batches", "get_batch", "undo_batch", "list_bin", "get_me", "list_imports"),
    *("today:follow_up", "today:task", "today:no_next_step", "today:stalled", "today:unowned"),
    *("handler:records.followers", "job:records.bulk"),
)


def knock(k: Knocker) -> None:
    """One's own lists, then whatever others have."""
    k.ask("get_me")
    for scope in ("mine", "team"):
        k.ask("get_today", query={"scope": scope})
    k.ask("get_today")
    k.ask("list_notifications", query={"limit": "200"})
    k.ask("list_jobs", query={"limit": "200"})
    k.ask("list_batches", query={"limit": "200"})
    k.ask("list_imports")
    k.ask("list_bin", query={"limit": "200"})
    for form in k.world.forms:
        k.ask("list_bin", query={"form": form, "limit": "200"})
    for job in k.world.beside.get("job", ()):
        k.ask("get_job", job=job)
        k.ask("cancel_job", job=job)
    for batch in k.world.beside.get("batch", ()):
        k.ask("get_batch", id=batch)
        if not k.person.admin:
            k.ask("undo_batch", id=batch)
    k.ask("read_notifications", json={"all": True})


probes.register(Probe("mine", COVERS, knock))
