"""The workspace's rules of signing in: who needs a second factor, who may use a password, how long it must be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.people.errors import BadPolicy

KEY = "security"
NOBODY, ADMINISTRATORS, EVERYBODY = "nobody", "administrators", "everybody"
WHO: Mapping[str, tuple[str, ...]] = {
    "second_factor": (NOBODY, ADMINISTRATORS, EVERYBODY),
    "passwords": (ADMINISTRATORS, EVERYBODY),
}
LEAST_EVER, LEAST_HIGHEST = 8, 64


@dataclass(frozen=True)
class Policy:
    """`second_factor`: of whom one is required; `passwords`: who may sign in by one; `after_outside`: whether the
    second factor is asked for after the provider's sign-in, too; `least`: characters of a password that stands
    alone (with a second factor 8 are enough)."""

    second_factor: str = NOBODY
    passwords: str = EVERYBODY
    after_outside: bool = True
    least: int = 12


def read(tx: Tx) -> Policy:
    """The rules that hold now."""
    stored = settings_table.get(tx, KEY) or {}
    known = {each.name for each in fields(Policy)}
    return Policy(**{key: value for key, value in stored.items() if key in known})


def change(tx: Tx, by: Actor, changes: Mapping[str, Any], *, outside: bool) -> Policy:
    """Other rules; `outside`: whether a provider is set up, without which passwords stay. BadPolicy."""
    tx.lock("settings:security")
    before = read(tx)
    wanted = Policy(**{**asdict(before), **changes})
    problems = list(_problems(wanted, outside))
    if problems:
        raise BadPolicy(problems=problems)
    settings_table.put(tx, KEY, asdict(wanted))
    old, new = asdict(before), asdict(wanted)
    moved = {key: [old[key], new[key]] for key in new if new[key] != old[key]}
    if moved:
        audit.write(tx, by, "security.changed", detail={"changes": moved})
    return wanted


def _problems(wanted: Policy, outside: bool) -> Any:
    for key, choices in WHO.items():
        if getattr(wanted, key) not in choices:
            yield FieldProblem(key, "fields.not_a_choice", {"choices": list(choices)})
    if not LEAST_EVER <= wanted.least <= LEAST_HIGHEST:
        yield FieldProblem("least", "fields.out_of_range", {"least": LEAST_EVER, "most": LEAST_HIGHEST})
    if wanted.passwords == ADMINISTRATORS and not outside:
        yield FieldProblem("passwords", "security.no_provider")


def needs_factor(policy: Policy, admin: bool) -> bool:
    """Whether somebody must have a second factor."""
    return policy.second_factor == EVERYBODY or (policy.second_factor == ADMINISTRATORS and admin)


def may_use_password(policy: Policy, admin: bool) -> bool:
    """Whether somebody may sign in by password."""
    return policy.passwords == EVERYBODY or admin
