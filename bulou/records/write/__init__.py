"""The one door in: `apply` carries out commands; the one-line conveniences are lists of one."""

from collections.abc import Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.write.model import Command, Outcome, Warning, Who
from bulou.records.write.pipeline import MOST_ROWS, apply

__all__ = [
    "MOST_ROWS",
    "Command",
    "Outcome",
    "Warning",
    "Who",
    "apply",
    "assign",
    "change",
    "create",
    "delete",
    "move_stage",
    "restore",
]

Values = Mapping[str, Any]


def create(tx: Tx, who: Who, form: Form | str, values: Values) -> Outcome:
    """One new record from JSON values by field key."""
    return apply(tx, who, form, [Command("create", values=values)])[0]


def change(
    tx: Tx, who: Who, form: Form | str, id_: int, values: Values, version: int | None = None
) -> Outcome:
    """Other values for one record; only the fields named are touched."""
    return apply(tx, who, form, [Command("change", id_, values, version)])[0]


def delete(tx: Tx, who: Who, form: Form | str, id_: int) -> Outcome:
    """One record into the bin."""
    return apply(tx, who, form, [Command("delete", id_)])[0]


def restore(tx: Tx, who: Who, form: Form | str, id_: int) -> Outcome:
    """One record back from the bin, with what the same delete took."""
    return apply(tx, who, form, [Command("restore", id_)])[0]


def move_stage(
    tx: Tx,
    who: Who,
    form: Form | str,
    id_: int,
    stage: str,
    values: Values | None = None,
    version: int | None = None,
) -> Outcome:
    """One record into another stage, bringing along what its gates ask for."""
    return change(tx, who, form, id_, {**(values or {}), "stage": stage}, version)


def assign(
    tx: Tx, who: Who, form: Form | str, id_: int, owner: int | None, version: int | None = None
) -> Outcome:
    """One record to another owner, and nothing else."""
    return change(tx, who, form, id_, {"owner": owner}, version)
