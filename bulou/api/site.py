"""What a running server has, passed to everything that answers a request."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from anyio import CapacityLimiter

from bulou.api.live import Hub
from bulou.api.rates import Rates
from bulou.connect.addresses import Guard, ranges
from bulou.connect.mail import Post, post_of
from bulou.db.database import Database
from bulou.db.tx import Tx
from bulou.kit.clock import Clock
from bulou.kit.secrets import Secrets, make_secrets

if TYPE_CHECKING:
    from bulou.connect.oidc import Outside
from bulou.kit.origin import SYSTEM, Origin

MEGABYTE = 1024 * 1024


class SettingsLike(Protocol):
    """What the HTTP entrance reads of the settings."""

    @property
    def data_dir(self) -> Path:
        """The folder with files, keys and the embedded database."""
        ...

    @property
    def database_url(self) -> str:
        """The address of the database."""
        ...

    @property
    def pool_size(self) -> int:
        """Connections of a process to PostgreSQL."""
        ...

    @property
    def cookie_secure(self) -> bool:
        """Whether cookies travel over HTTPS only."""
        ...

    @property
    def session_days(self) -> int:
        """Days a session lives without being used."""
        ...

    @property
    def upload_limit_mb(self) -> int:
        """Largest upload in megabytes."""
        ...

    @property
    def embed_origins(self) -> str:
        """Whose pages may show public forms in a frame."""
        ...

    @property
    def smtp_url(self) -> str:
        """The server for outgoing mail; empty: none."""
        ...

    @property
    def mail_from(self) -> str:
        """Whom letters come from."""
        ...

    @property
    def public_url(self) -> str:
        """Where people open the workspace."""
        ...

    @property
    def outbound_allow(self) -> str:
        """Private ranges that may be asked."""
        ...

    @property
    def oidc_issuer(self) -> str:
        """The provider of sign-ins; empty: none."""
        ...

    @property
    def oidc_client_id(self) -> str:
        """Who we are to it."""
        ...

    @property
    def oidc_client_secret(self) -> str:
        """How it knows us."""
        ...

    @property
    def oidc_label(self) -> str:
        """What its button is called."""
        ...

    @property
    def oidc_account_claim(self) -> str:
        """The claim that is the account."""
        ...

    @property
    def oidc_create(self) -> str:
        """Whom it may bring."""
        ...

    @property
    def oidc_roles(self) -> str:
        """What those get whom it brings."""
        ...


@dataclass(frozen=True, eq=False)
class Site:
    """One server process: settings, database, clock, live updates, limits of its threads.

    `desk` are the threads in the database (1 on SQLite); `hashing` bounds those that check passwords, `aside`
    those that wait for the reading child process, `printing` those that wait for printing processes, `mailing` those
    that wait for the mail server. `origin`: of the request for which this site works, see `serving`.
    """

    settings: SettingsLike
    db: Database
    clock: Clock
    hub: Hub
    desk: ThreadPoolExecutor
    hashing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    aside: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    printing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    mailing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    asking: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(8))
    rates: Rates = field(default_factory=Rates)
    origin: Origin = SYSTEM

    def serving(self, origin: Origin) -> "Site":
        """The same site, whose units of work come from this request."""
        return replace(self, origin=origin)

    @property
    def files(self) -> Path:
        """Where uploaded files are kept."""
        return self.settings.data_dir / "files"

    @cached_property
    def post(self) -> Post | None:
        """The server for outgoing mail, None where none is set up."""
        return post_of(self.settings.smtp_url, self.settings.mail_from)

    def post_in(self, tx: Tx) -> Post | None:
        """The server for letters that go at once: of a channel, else that of the environment."""
        from bulou.connect.deliveries import Means
        from bulou.connect.posting import at_once

        return at_once(tx, Means(self.secrets, self.guard, self.post, self.settings.public_url))

    @cached_property
    def secrets(self) -> Secrets:
        """The keys that seal what is secret at rest."""
        return make_secrets(self.settings.data_dir)

    @cached_property
    def guard(self) -> Guard:
        """Which addresses the server may ask."""
        return Guard(ranges(self.settings.outbound_allow))

    @cached_property
    def outside(self) -> "Outside | None":
        """The provider of sign-ins, None where none is set up; its libraries are loaded when one is."""
        given = self.settings
        if not given.oidc_issuer:
            return None
        from bulou.connect.oidc import Outside, Provider

        label = given.oidc_label or urlsplit(given.oidc_issuer).hostname or ""
        provider = Provider(
            given.oidc_issuer, given.oidc_client_id, given.oidc_client_secret, label, given.oidc_account_claim
        )
        return Outside(provider, self.guard, given.public_url + "/api/session/oidc/callback")

    @property
    def upload_limit(self) -> int:
        """Largest upload in bytes."""
        return self.settings.upload_limit_mb * MEGABYTE


def make_desk(is_sqlite: bool, pool_size: int) -> ThreadPoolExecutor:
    """The threads in which requests use the database: one on SQLite, where they take turns anyway."""
    return ThreadPoolExecutor(1 if is_sqlite else pool_size, thread_name_prefix="desk")
