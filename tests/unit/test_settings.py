"""Settings: what cannot be meant is refused by name before anything is opened."""

from pathlib import Path

import pytest

from bulou.settings import BadSetting, read_settings

BAD = [
    ("PORT", "abc"),
    ("PORT", "70000"),
    ("SESSION_DAYS", "0"),
    ("UPLOAD_LIMIT_MB", "0"),
    ("POOL_SIZE", "0"),
    ("WORKERS", "1000"),
    ("BACKUP_KEEP", "0"),
    ("BACKUP_AT", "25:00"),
    ("LOG_LEVEL", "loud"),
    ("SMTP_URL", "http://secret@mail.example"),
    ("SMTP_URL", "smtp://user:secret@mail.example"),  # whom from?
    ("SQLITE_SYNCHRONOUS", "off"),
    ("COOKIE_SECURE", "perhaps"),
    ("DATABASE_URL", "mysql://somebody:secret@host/x"),
    ("DATABASE_URL", "nonsense"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_cannot_be_meant_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings({f"BULOU_{name}": value})
    assert f"BULOU_{name}" in str(caught.value) and "secret" not in str(caught.value)


def test_what_is_not_set_has_its_default() -> None:
    settings = read_settings(
        {"BULOU_PORT": "", "BULOU_DATA_DIR": "/somewhere", "BULOU_WORKER": "no"}, port=8080
    )
    assert (settings.port, settings.worker, settings.session_days) == (8080, False, 14)
    assert settings.data_dir == Path("/somewhere") and settings.database_url.endswith("/bulou.sqlite3")


@pytest.mark.parametrize("url", ["postgres://h/x", "postgresql+psycopg:///x", "sqlite:///a.db"])
def test_addresses_of_databases(url: str) -> None:
    assert read_settings({"BULOU_DATABASE_URL": url}).database_url == url
