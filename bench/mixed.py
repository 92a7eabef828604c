"""How create and list feel while somebody exports and somebody else aggregates."""

import threading

import httpx

from bench.cases import creates, listing
from bench.client import Call, Outcome, measure
from bench.scene import Scene

HEAVY = {
    "dimensions": [{"field": "owner"}, {"field": "created_at", "bucket": "week"}],
    "measures": [{"agg": "sum", "field": "amount"}, {"agg": "count"}],
    "limit": 5000,
}


def measure_beside(scene: Scene, port: int, count: int) -> dict[str, dict[str, float]]:
    """p95 in ms of create and list, alone and beside an export and aggregates, with their ratio."""
    headers = {"Authorization": f"Bearer {scene.boss}"}
    alone = _both(port, headers, count)
    ended = threading.Event()
    company = [threading.Thread(target=work, args=(port, headers, ended)) for work in (_export, _aggregate)]
    for thread in company:
        thread.start()
    beside = _both(port, headers, count)
    ended.set()
    for thread in company:
        thread.join()
    return {
        name: {"alone": alone[name].at(0.95), "beside": beside[name].at(0.95), "errors": beside[name].errors}
        for name in alone
    }


def _both(port: int, headers: dict[str, str], count: int) -> dict[str, Outcome]:
    page = Call("GET", listing(None))

    def pages(_client: int):  # type: ignore[no-untyped-def]
        while True:
            yield page

    return {
        "create": measure(port, headers, lambda n: creates(n + 50), clients=1, count=count),
        "list": measure(port, headers, pages, clients=1, count=count),
    }


def _export(port: int, headers: dict[str, str], ended: threading.Event) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", headers=headers, timeout=120) as client:
        while not ended.is_set():
            job = client.post("/exports", json={"form": "opportunity", "format": "xlsx"}).json().get("job")
            while job and not ended.is_set():
                if client.get(f"/jobs/{job}").json().get("state") not in ("queued", "running"):
                    break
                ended.wait(0.5)


def _aggregate(port: int, headers: dict[str, str], ended: threading.Event) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", headers=headers, timeout=120) as client:
        while not ended.is_set():
            client.post("/aggregate/opportunity", json=HEAVY)
            ended.wait(0.05)
