"""Failed sign-ins: each one more makes the next try wait longer, per account and per address.

The wait per account is short, so that nobody can lock others out for long, and does not concern an address
from which the account has signed in before.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bulou.db.tables.people import person, session, sign_in_failure
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.clock import instant, parse_instant
from bulou.people.errors import TooManyAttempts


@dataclass(frozen=True)
class Patience:
    """`free` failures without a wait, then 1, 2, 4 … up to `longest` seconds; forgotten after `memory`."""

    free: int
    longest: int
    memory: timedelta

    def wait(self, failures: int) -> int:
        """Seconds to wait after so many failures."""
        over = failures - self.free
        return 0 if over <= 0 else min(2 ** min(over - 1, 20), self.longest)


ACCOUNT = Patience(free=5, longest=30, memory=timedelta(hours=1))
ADDRESS = Patience(free=20, longest=300, memory=timedelta(hours=1))


def account_name(account: str) -> str:
    """The key of an account that may not exist."""
    return f"account:{account[:64]}"


def address_name(ip: str) -> str:
    """The key of an address; IPv6 counts by its network, of which everybody has a whole one."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return f"ip:{ip[:60]}"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return f"ip:{address.ipv4_mapped}"
        return f"ip:{ipaddress.ip_network((int(address) >> 64 << 64, 64)).network_address}"
    return f"ip:{address}"


def check(tx: Tx, account: str, ip: str | None) -> None:
    """TooManyAttempts while the account or the address has to wait."""
    names = [address_name(ip)] if ip else []
    if not (ip and _is_known(tx, account, ip)):
        names.append(account_name(account))
    query = select(sign_in_failure.c.blocked_until).where(
        sign_in_failure.c.key.in_(names), sign_in_failure.c.blocked_until > tx.now_text
    )
    until = [row[0] for row in tx.rows(query)]
    if until:
        left = (parse_instant(max(until)) - tx.now).total_seconds()
        raise TooManyAttempts(seconds=max(1, round(left)))


def _is_known(tx: Tx, account: str, ip: str) -> bool:
    """True when the account has signed in from this address lately."""
    query = select(session.c.person_id).join(person, person.c.id == session.c.person_id)
    return tx.value(query.where(person.c.account == account, session.c.ip == ip).limit(1)) is not None


def failed(tx: Tx, account: str, ip: str | None) -> None:
    """Count one failure against the account and the address; forget the old ones."""
    forgotten = instant(tx.now - max(ACCOUNT.memory, ADDRESS.memory))
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at < forgotten))
    _count(tx, account_name(account), ACCOUNT)
    if ip:
        _count(tx, address_name(ip), ADDRESS)


def _count(tx: Tx, name: str, patience: Patience) -> None:
    tx.lock(f"sign_in:{name}")
    before = tx.value(select(sign_in_failure.c.count).where(sign_in_failure.c.key == name)) or 0
    values = {
        "count": before + 1,
        "last_at": tx.now_text,
        "blocked_until": _until(tx.now, patience, before + 1),
    }
    upsert(tx, sign_in_failure, [{"key": name, **values}], values)


def _until(now: datetime, patience: Patience, failures: int) -> str | None:
    seconds = patience.wait(failures)
    return instant(now + timedelta(seconds=seconds)) if seconds else None


def succeeded(tx: Tx, account: str) -> None:
    """Forget the failures of the account; those of the address fade by themselves."""
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.key == account_name(account)))
