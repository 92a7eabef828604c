"""Every check of `./dev check`, each a test, so that one closing line speaks for checks and tests alike."""

from __future__ import annotations

import pytest

from tools.dev.checks import CHECKS, Check, judge


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check(check: Check) -> None:
    code, said = judge(check)
    assert code == 0, f"./dev check {check.name}\n{said}"
