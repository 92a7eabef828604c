"""How many rows a second an import writes, with relations found by name."""

import io
import random
import time

import httpx
import xlsxwriter

from bench.scene import CITIES, TRADES, WORDS, Scene


def measure_import(scene: Scene, port: int, rows: int) -> dict[str, float]:
    """`{rows, seconds, rate, created}` of one workbook of opportunities through the HTTP door."""
    headers = {"Authorization": f"Bearer {scene.boss}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", headers=headers, timeout=600) as client:
        file = {"file": ("opportunities.xlsx", _workbook(client, rows))}
        made = client.post("/imports", files=file, data={"form": "opportunity"})
        made.raise_for_status()
        number = made.json()["id"]
        begun = time.perf_counter()
        client.post(f"/imports/{number}/run").raise_for_status()
        while (state := client.get(f"/imports/{number}").json())["status"] in (
            "queued",
            "running",
            "proposed",
        ):
            time.sleep(0.2)
        seconds = time.perf_counter() - begun
    result = state.get("result") or {}
    return {"rows": rows, "seconds": seconds, "rate": rows / seconds, "created": result.get("created", 0)}


def _workbook(client: httpx.Client, rows: int) -> bytes:
    names = [item["title"] for item in client.get("/records/account?limit=200&fields=name").json()["items"]]
    chance = random.Random(3)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("商机")
        sheet.write_row(0, 0, ["商机名称", "客户", "金额", "预计成交日期"])
        for n in range(rows):
            name = f"导入 {chance.choice(CITIES)}{chance.choice(WORDS)}{chance.choice(TRADES)} {n}"
            sheet.write_row(
                n + 1, 0, [name, chance.choice(names), chance.randrange(1000, 900_000), "2026-12-18"]
            )
    return out.getvalue()
