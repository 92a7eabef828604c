"""The live stream: it tells that something changed, and of what only form, id and version."""

from bulou.api.drill.cast import ADMIN
from bulou.api.drill.planting import put
from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (*doors("stream_events"), "stream:record", "stream:job", "stream:notification", "stream:forms")
ADDRESS = "/api/events"
PATIENCE, STEPS = 0.05, 20


def knock(k: Knocker) -> None:
    """Listen while somebody else changes records of some forms."""
    k.counted("stream_events")
    with k.person.browser.listening(ADDRESS) as stream:
        k.person.browser.wait(PATIENCE)
        if stream.status == 200:
            for form in k.some(list(k.world.forms.values()), 3):
                there = k.world.of(form.key)
                if there:
                    put(k.world, form, there[k.turn % len(there)], {"owner": k.world.cast[ADMIN].id})
            k.world.scratch.tell()
            _listen(k, stream)
        k.look("stream_events", bytes(stream.received), f"GET {ADDRESS}")


def _listen(k: Knocker, stream: object) -> None:
    """Until nothing more comes, a moment at most."""
    before, still = -1, 0
    for _ in range(STEPS):
        k.person.browser.wait(PATIENCE)
        now = len(stream.received)  # type: ignore[attr-defined]
        still = still + 1 if now == before else 0
        before = now
        if still > 2:
            return


probes.register(Probe("live", COVERS, knock, changes=True))
