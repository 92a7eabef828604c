"""Secrets are sealed with the key file and opened by every key in it."""

import stat
from pathlib import Path

import pytest

from bulou.kit.secrets import KEY_FILE, NoKey, make_secrets, read_secrets


def test_a_sealed_secret_opens_again_and_shows_nothing(tmp_path: Path) -> None:
    secrets = make_secrets(tmp_path)
    sealed = secrets.seal("密码")
    assert "密码" not in sealed
    assert make_secrets(tmp_path).open(sealed) == "密码"
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_new_key_on_top_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old = make_secrets(tmp_path)
    sealed = old.seal("a")
    other = tmp_path / "other"
    other.mkdir()
    make_secrets(other)
    file = tmp_path / KEY_FILE
    file.write_text((other / KEY_FILE).read_text() + file.read_text())
    both = read_secrets(tmp_path)
    assert both.open(sealed) == "a"
    with pytest.raises(NoKey):
        old.open(both.seal("b"))


def test_without_a_key_nothing_opens(tmp_path: Path) -> None:
    with pytest.raises(NoKey):
        read_secrets(tmp_path)
    (tmp_path / KEY_FILE).write_text("\n")
    with pytest.raises(NoKey):
        read_secrets(tmp_path)
