"""Rollups on forms: what each gathers from where, its figure, what is wrong with it (decision 0061)."""

from bulou.forms.rollups.gathering import Gathering, feeds_of, gatherings_of, rollups_of, totals_of
from bulou.forms.rollups.problems import needed_elsewhere, rollup_problems

__all__ = [
    "Gathering",
    "feeds_of",
    "gatherings_of",
    "needed_elsewhere",
    "rollup_problems",
    "rollups_of",
    "totals_of",
]
