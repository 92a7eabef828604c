"""Settings of a process: one frozen value, read from the environment at the entrance and passed on."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bulou.connect.addresses import is_secure, ranges
from bulou.connect.mail import post_of
from bulou.db.database import sqlite_url
from bulou.kit.clock import Clock, ahead_by, utc_now

PREFIX = "BULOU_"
FORMS = {
    "log_level": "debug|info|warning|error",
    "log_format": "json|text",
    "sqlite_synchronous": "normal|full",
    "backup_at": "|([01][0-9]|2[0-3]):[0-5][0-9]",
    "public_url": r"|https?://[A-Za-z0-9.:\[\]-]+",
    "oidc_create": "no|invited|yes",
    "embed_origins": r"(\*|'self'|https?://[A-Za-z0-9.*:-]+)( (\*|'self'|https?://[A-Za-z0-9.*:-]+))*",
}
RANGES = {
    "port": (0, 65_535),
    "session_days": (1, 9_999),
    "upload_limit_mb": (1, 100_000),
    "pool_size": (1, 1_000),
    "workers": (1, 100),
    "backup_keep": (1, 10_000),
}
DATABASES = re.compile(r"|(postgres(ql)?|sqlite)(\+\w+)?://.*")
DATABASE_FILE = "bulou.sqlite3"


class BadSetting(ValueError):
    """A setting cannot be read; the message names it and says what is wanted."""


def option(default: Any, about: str) -> Any:
    """A setting with its default and what it does (docs/reference/settings is made of it)."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True)
class Settings:
    """Everything a process may be told. `BULOU_<NAME>` in the environment sets `<name>`."""

    data_dir: Path = option(Path("workspace"), "Folder with the embedded database, files, keys and backups")
    database_url: str = option("", "Address of the database; empty: SQLite in the data folder")
    host: str = option("127.0.0.1", "Address the server listens on")
    port: int = option(8000, "Port the server listens on")
    cookie_secure: bool = option(False, "Send cookies over HTTPS only; set it behind HTTPS")
    trusted_proxies: str = option(
        "", "Addresses of reverse proxies whose X-Forwarded-For is believed, by comma"
    )
    session_days: int = option(
        14, "Days a session lives without being used; it ends after 30 days anyway, or these if more"
    )
    upload_limit_mb: int = option(200, "Largest upload in megabytes")
    embed_origins: str = option(
        "*", "Whose pages may show public forms in a frame: * for all, 'self', or origins with spaces between"
    )
    public_url: str = option(
        "", "The address at which people open the workspace, https://crm.example.com; needed for OIDC"
    )
    outbound_allow: str = option(
        "", "Private addresses that the server may ask, as ranges by comma: 10.1.0.0/16, 192.168.7.4"
    )
    oidc_issuer: str = option("", "Provider of sign-ins (OpenID Connect), as it names itself; empty: none")
    oidc_client_id: str = option("", "Who we are to the provider; needed with OIDC_ISSUER")
    oidc_client_secret: str = option(
        "", "The secret that belongs to OIDC_CLIENT_ID; empty for a public client"
    )
    oidc_label: str = option("", "What the button of the sign-in page calls the provider; empty: its host")
    oidc_account_claim: str = option(
        "",
        "Claim that is the account here, such as preferred_username; empty: people are found by verified e-mail",
    )
    oidc_create: str = option(
        "no",
        "Whom the provider may bring beside those known: no; invited: who is not activated; yes: anybody",
    )
    oidc_roles: str = option("", "Roles of people made by OIDC_CREATE=yes, by comma; empty: none")
    pool_size: int = option(12, "Connections of a process to PostgreSQL, for reading and for writing each")
    smtp_url: str = option(
        "", "Server for outgoing mail: smtp://[user:password@]host[:587] or smtps://…; empty: no mail is sent"
    )
    mail_from: str = option("", "Whom letters come from, as `Name <address>`; needed with SMTP_URL")
    log_level: str = option("info", "Least serious lines logged: debug, info, warning, error")
    log_format: str = option("json", "json: one JSON object a line; text: for people")
    worker: bool = option(True, "Whether `bulou serve` does background work too")
    workers: int = option(4, "How many jobs one process runs at a time")
    backup_at: str = option(
        "02:30", "When the nightly backup runs, HH:MM in the workspace's zone; empty: never"
    )
    backup_keep: int = option(14, "How many nightly backups are kept")
    clock_file: str = option(
        "",
        "Only for tests: a file that says by how many seconds the product's clock is ahead; empty: by none",
    )
    sqlite_synchronous: str = option("normal", "normal, or full: survives power loss, slower writes")

    @property
    def clock(self) -> Clock:
        """What time it is for this process."""
        return ahead_by(Path(self.clock_file)) if self.clock_file else utc_now


def read_settings(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings of the environment, overridden by what is `given` and not None. Raises BadSetting."""
    values: dict[str, Any] = {}
    for each in fields(Settings):
        text = environment.get(PREFIX + each.name.upper())
        if text is not None and text != "":
            values[each.name] = _read(each.name, text, each.default)
    values.update({name: value for name, value in given.items() if value is not None})
    _check(values)
    settings = Settings(**values)
    try:
        post_of(settings.smtp_url, settings.mail_from)
    except ValueError as error:  # not shown: it may hold a password
        raise BadSetting(f"{PREFIX}SMTP_URL and {PREFIX}MAIL_FROM: {error}") from error
    _check_outside(settings)
    if not settings.database_url:
        settings = replace(settings, database_url=sqlite_url(settings.data_dir.absolute() / DATABASE_FILE))
    return settings


def _check_outside(settings: Settings) -> None:
    try:
        ranges(settings.outbound_allow)
    except ValueError as error:
        raise BadSetting(f"{PREFIX}OUTBOUND_ALLOW: {error}") from error
    if not settings.oidc_issuer:
        return
    if not is_secure(settings.oidc_issuer):
        raise BadSetting(f"{PREFIX}OIDC_ISSUER must be an https address, not {settings.oidc_issuer!r}")
    for name in ("oidc_client_id", "public_url"):
        if not getattr(settings, name):
            raise BadSetting(f"{PREFIX}{name.upper()} is needed with {PREFIX}OIDC_ISSUER")


def _check(values: Mapping[str, Any]) -> None:
    for name, pattern in FORMS.items():
        if name in values and not re.fullmatch(pattern, str(values[name])):
            raise BadSetting(f"{PREFIX}{name.upper()} must look like {pattern}, not {values[name]!r}")
    for name, (least, most) in RANGES.items():
        if name in values and not least <= values[name] <= most:
            raise BadSetting(f"{PREFIX}{name.upper()} must be from {least} to {most}, not {values[name]}")
    if not DATABASES.fullmatch(str(values.get("database_url", ""))):  # not shown: it may hold a password
        raise BadSetting(f"{PREFIX}DATABASE_URL must begin with postgresql:// or sqlite:///")


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise BadSetting(f"{PREFIX}{name.upper()} must be 1 or 0, not {text!r}")
        return text.lower() in ("1", "true", "yes")
    if isinstance(default, int):
        if not (text.isascii() and text.isdigit()):
            raise BadSetting(f"{PREFIX}{name.upper()} must be a whole number, not {text!r}")
        return int(text)
    return Path(text) if isinstance(default, Path) else text
