"""Creating: what is kept, what is refused, what is left behind."""

from __future__ import annotations

from tests.db.records.world import World


def test_a_new_record_carries_its_defaults_owner_stage_and_trail(world: World) -> None:
    firm = world.create("firm", {"name": "苏州恒味食品有限公司", "phone": "139 0225 5229"}, by="mia")
    id_ = world.create("deal", {"name": "二期", "firm": firm, "amount": 286000}, by="mia")

    row = world.row("deal", id_)
    assert (row["owner"], row["department"], row["stage"], row["chance"]) == (2, 2, "need", 2000)
    assert (row["version"], row["created_via"], row["number"]) == (1, "api", "D-202611-0001")
    assert (row["amount"], row["budget_known"], row["category"]) == (28600000, 0, "pipeline")
    assert row["title_sort"] == "er qi "
    assert world.row("firm", firm)["phone__key"] == "13902255229"
    assert world.history("deal", id_) == [(1, "created", {})]
    assert world.events("deal") == ["record.created"]
