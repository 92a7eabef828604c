"""What entering a stage brings with it: the clock starts anew and the probability follows."""

from decimal import Decimal

from bulou.kit.money import to_scaled
from bulou.records.write.gates import moves
from bulou.records.write.model import Chunk, Row

CLOSED = ("won", "lost")


def follow_stage(chunk: Chunk) -> None:
    """Set stage_since, probability and where the probability came from (decision 0021)."""
    if not chunk.form.staged:
        return
    slot = chunk.plan.slots.get("probability")
    for row in chunk.alive:
        moving = moves(row)
        if moving:
            row.after["stage_since"] = row.dates.get("stage_since", chunk.tx.now_text)
        if slot in chunk.form.by_key and (moving or slot in row.given):
            _probability(chunk, row, slot or "", moving)


def _probability(chunk: Chunk, row: Row, slot: str, moving: bool) -> None:
    stage = chunk.form.stages.get(row.get("stage") or "")
    if stage is None:
        return
    scale = chunk.form.scale(slot)
    usual = None if stage.probability is None else to_scaled(Decimal(stage.probability), scale)
    given = slot in row.given and row.after.get(slot) is not None
    manual = given or (slot not in row.given and row.before.get("probability_source") == "manual")
    if stage.type == "lost":
        row.after[slot], manual = 0, False
    elif stage.type in CLOSED and moving and not given:
        row.after[slot], manual = usual, False
    elif not manual:
        row.after[slot] = usual
    if given and row.after[slot] == usual:
        manual = False
    row.after["probability_source"] = "manual" if manual else "stage"
