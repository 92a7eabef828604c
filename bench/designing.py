"""What changing a form with many records takes, and what its readers notice meanwhile."""

import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
from sqlalchemy import create_engine, text

from bench.scene import Scene, make
from bench.server import product

FORM = "opportunity"
FIELD = "measure"


@dataclass(frozen=True)
class Step:
    """One change: seconds until it is in force, and the longest that one reader waited for a page meanwhile."""

    what: str
    seconds: float
    waited: float
    lost: int | None = None


def measure_design(rows: int, url: str | None) -> list[Step]:
    """Adding a field, changing its type with `rows` values in place, and taking that back; over HTTP."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        scene = make(Path(folder) / "data", rows, url)
        with product(scene.data, url) as running:
            headers = {"Authorization": f"Bearer {scene.boss}"}
            base = f"http://127.0.0.1:{running.port}/api"
            with httpx.Client(base_url=base, headers=headers, timeout=600) as client:
                return _steps(client, scene)


def _steps(client: httpx.Client, scene: Scene) -> list[Step]:
    bare = {"key": FIELD, "kind": "number", "label": {"en-US": "Measure", "zh-CN": "测量"}}
    added = _watched("a field added", client, lambda: _publish(client, lambda body: _with(body, bare)))
    _fill(scene)
    first = _version(client)
    changed = {**bare, "kind": "text"}
    to_text = _watched(
        "number to text", client, lambda: _publish(client, lambda body: _with(body, changed)), scene
    )
    back = _watched("taken back", client, lambda: _roll_back(client, first), scene)
    return [added, to_text, back]


def _with(body: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    others = [each for each in body["fields"] if each["key"] != field["key"]]
    return {**body, "fields": [*others, field]}


def _version(client: httpx.Client) -> int:
    return int(client.get(f"/forms/{FORM}").raise_for_status().json()["version"])


def _publish(client: httpx.Client, change: Any) -> None:
    draft = client.get(f"/forms/{FORM}/draft").raise_for_status().json()
    body = {"body": change(draft["body"]), "version": draft["version"]}
    kept = client.put(f"/forms/{FORM}/draft", json=body).raise_for_status().json()
    _settled(
        client, client.post(f"/forms/{FORM}/publish", json={"version": kept["version"], "losses": False})
    )


def _roll_back(client: httpx.Client, version: int) -> None:
    _settled(client, client.post(f"/forms/{FORM}/rollback", json={"version": version, "losses": False}))


def _settled(client: httpx.Client, answer: httpx.Response) -> None:
    """In force now, or when the job has ended."""
    job = answer.raise_for_status().json().get("job")
    while job is not None:
        state = client.get(f"/jobs/{job}").raise_for_status().json()
        if state["state"] in ("failed", "cancelled"):
            raise RuntimeError(f"the change of type ended as {state}")
        if state["state"] == "done":
            return
        time.sleep(0.05)


def _watched(what: str, client: httpx.Client, work: Any, scene: Scene | None = None) -> Step:
    """The change, while somebody reads a page of the form again and again."""
    over, waits = threading.Event(), [0.0]
    reader = threading.Thread(target=_read, args=(client, over, waits))
    reader.start()
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    over.set()
    reader.join()
    return Step(what, seconds, max(waits), None if scene is None else _lost(scene))


def _read(client: httpx.Client, over: threading.Event, waits: list[float]) -> None:
    while not over.is_set():
        begun = time.perf_counter()
        client.get(f"/records/{FORM}", params={"limit": 20}).raise_for_status()
        waits.append(time.perf_counter() - begun)


def _column(scene: Scene) -> str:
    """The column that holds the field now: a replaced one has got another name."""
    with create_engine(scene.url).connect() as connection:
        found = connection.execute(
            text("SELECT body FROM form_definition WHERE form = :form ORDER BY version DESC LIMIT 1"),
            {"form": FORM},
        ).scalar_one()
    field = next(each for each in orjson.loads(found)["fields"] if each["key"] == FIELD)
    return str(field.get("column") or field["key"])


def _fill(scene: Scene) -> None:
    with create_engine(scene.url).begin() as connection:
        connection.execute(text(f"UPDATE f_{FORM} SET {_column(scene)} = id"))


def _lost(scene: Scene) -> int:
    """Values that are not what they were."""
    where = f"{_column(scene)} IS NULL OR CAST({_column(scene)} AS BIGINT) <> id"
    with create_engine(scene.url).connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM f_{FORM} WHERE {where}")).scalar_one())
