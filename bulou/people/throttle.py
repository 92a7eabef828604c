"""Failed sign-ins: each one more makes the next try wait longer, per account and per address (decision 0067).

Nobody can lock others out: a device from which an account has signed in before waits only for its own failures, an
address from which it has does not wait for the account's, and the wait of an account stays short until guessing has
gone on for a hundred times. Codes of the second factor are counted by person: only who knows the password gets there.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bulou.db.tables.people import person, session, sign_in_failure
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.clock import instant, parse_instant
from bulou.kit.ids import fingerprint
from bulou.people import devices
from bulou.people.errors import TooManyAttempts


@dataclass(frozen=True)
class Patience:
    """`free` failures without a wait, then 1, 2, 4 … up to `longest` seconds; forgotten after `memory`.

    From the failure `many` on each costs `late` seconds.
    """

    free: int
    longest: int
    memory: timedelta
    many: int = 1_000_000
    late: int = 0

    def wait(self, failures: int) -> int:
        """Seconds to wait after so many failures."""
        over = failures - self.free
        if over <= 0:
            return 0
        return self.late if failures >= self.many else min(2 ** min(over - 1, 20), self.longest)


ACCOUNT = Patience(free=5, longest=30, memory=timedelta(hours=1), many=100, late=300)
ADDRESS = Patience(free=20, longest=300, memory=timedelta(hours=1))
NETWORK = Patience(free=100, longest=300, memory=timedelta(hours=1))  # IPv6: many networks in one hand
DEVICE = Patience(free=10, longest=300, memory=timedelta(hours=1))
FACTOR = Patience(free=5, longest=900, memory=timedelta(hours=24))
_LONGEST_MEMORY = max(each.memory for each in (ACCOUNT, ADDRESS, NETWORK, DEVICE, FACTOR))
Counted = Sequence[tuple[str, Patience]]


def account_name(account: str) -> str:
    """The key of an account that may not exist."""
    return f"account:{account[:64]}"


def address_name(ip: str) -> str:
    """The key of an address; IPv6 counts by its network, of which everybody has a whole one."""
    return addresses(ip)[0][0]


def addresses(ip: str | None) -> Counted:
    """What a failure from `ip` counts against: the address, or for IPv6 its /64 and the /48 around it."""
    if not ip:
        return []
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return [(f"ip:{ip[:60]}", ADDRESS)]
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        near, far = (int(address) >> bits << bits for bits in (64, 80))
        return [
            (f"ip:{ipaddress.IPv6Address(near)}", ADDRESS),
            (f"net:{ipaddress.IPv6Address(far)}", NETWORK),
        ]
    return [(f"ip:{getattr(address, 'ipv4_mapped', None) or address}", ADDRESS)]


def factor_name(person_id: int, device: str | None) -> Counted:
    """What a wrong code counts against: the person, and apart from it each device that this person has used."""
    return [(f"factor:{person_id}:{fingerprint(device)[:32]}" if device else f"factor:{person_id}", FACTOR)]


def check(tx: Tx, account: str, ip: str | None, device: str | None = None) -> None:
    """TooManyAttempts while the account or the address has to wait; a known device only for itself."""
    if devices.is_known(tx, account, device):
        wait_for(tx, _device(account, device))
        return
    counted = list(addresses(ip))
    if not (ip and _is_known(tx, account, ip)):
        counted.append((account_name(account), ACCOUNT))
    wait_for(tx, counted)


def wait_for(tx: Tx, counted: Counted) -> None:
    """TooManyAttempts while any of these has to wait. A transaction that may count holds them until its end, so that
    of many guesses at one time no more are judged than one by one."""
    if tx.writable:
        tx.lock(*(f"sign_in:{name}" for name, _ in counted))
    query = select(sign_in_failure.c.blocked_until).where(
        sign_in_failure.c.key.in_([name for name, _ in counted]),
        sign_in_failure.c.blocked_until > tx.now_text,
    )
    until = [row[0] for row in tx.rows(query)]
    if until:
        left = (parse_instant(max(until)) - tx.now).total_seconds()
        raise TooManyAttempts(seconds=max(1, round(left)))


def _device(account: str, device: str | None) -> Counted:
    return [(f"device:{fingerprint(f'{account}:{device}')[:40]}", DEVICE)]


def _is_known(tx: Tx, account: str, ip: str) -> bool:
    """True when the account has signed in from this address lately."""
    query = select(session.c.person_id).join(person, person.c.id == session.c.person_id)
    return tx.value(query.where(person.c.account == account, session.c.ip == ip).limit(1)) is not None


def failed(tx: Tx, account: str, ip: str | None, device: str | None = None) -> None:
    """Count one failure against the account and the address, or against a known device alone."""
    if devices.is_known(tx, account, device):
        count(tx, _device(account, device))
    else:
        count(tx, [(account_name(account), ACCOUNT), *addresses(ip)])


def count(tx: Tx, counted: Counted) -> int:
    """Count one failure against each of these and forget the old ones; the largest number there is now."""
    forgotten = instant(tx.now - _LONGEST_MEMORY)
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at < forgotten))
    tx.lock(*(f"sign_in:{name}" for name, _ in counted))
    return max((_count(tx, name, patience) for name, patience in counted), default=0)


def _count(tx: Tx, name: str, patience: Patience) -> int:
    c = sign_in_failure.c
    fresh = (c.key == name) & (c.last_at >= instant(tx.now - patience.memory))
    now = int(tx.value(select(c.count).where(fresh)) or 0) + 1
    values = {"count": now, "last_at": tx.now_text, "blocked_until": _until(tx.now, patience, now)}
    upsert(tx, sign_in_failure, [{"key": name, **values}], values)
    return now


def _until(now: datetime, patience: Patience, failures: int) -> str | None:
    seconds = patience.wait(failures)
    return instant(now + timedelta(seconds=seconds)) if seconds else None


def succeeded(tx: Tx, account: str, device: str | None = None) -> None:
    """Forget the failures of the account and of its device; those of the address fade by themselves."""
    names = [account_name(account), *(name for name, _ in _device(account, device))]
    forget(tx, names)


def forget(tx: Tx, names: Sequence[str]) -> None:
    """Nothing has failed under these names."""
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.key.in_(names)))
