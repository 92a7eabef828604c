"""What is a person's own: today, notices, jobs, batches, the bin, menus; and the same of others by their ids."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (
    *doors("get_today", "list_notifications", "read_notifications", "list_jobs", "get_job", "cancel_job"),
    *doors("list_batches", "get_batch", "undo_batch", "list_bin", "get_me", "list_imports"),
    *doors("get_notice_choices", "list_leaks"),
    *("today:follow_up", "today:task", "today:no_next_step", "today:stalled", "today:unowned"),
    *("handler:records.followers", "job:records.bulk", "handler:records.tasks", "job:tasks.remind"),
    *doors("get_agenda", "create_calendar_feed", "read_calendar_feed"),
    "today:pool_soon",
)
CREATED = 201


def knock(k: Knocker) -> None:
    """One's own lists, then whatever others have."""
    k.ask("get_me")
    for scope in ("mine", "team"):
        k.ask("get_today", query={"scope": scope})
    k.ask("get_today")
    for scope in ("mine", "team"):
        k.ask("list_leaks", query={"scope": scope})
    k.ask("get_agenda", query={"from": "2026-01-01", "to": "2026-04-10"})
    made = k.ask("create_calendar_feed", json={"name": "phone"})
    if made.status == CREATED and made.json:
        k.ask("read_calendar_feed", secret=str(made.json["path"]).rsplit("/", 1)[-1])
    k.ask("read_calendar_feed", secret="nothing.ics")
    k.ask("list_notifications", query={"limit": "200"})
    k.ask("get_notice_choices")
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
