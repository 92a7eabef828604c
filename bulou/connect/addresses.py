"""Which addresses the server may ask by itself: the public web, and of private networks only what is allowed."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))
# Public in the eyes of the registries and yet inside a cloud: what answers there tells secrets of the machine.
_CLOUDS = tuple(
    map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48", "fec0::/10"))
)
# IPv6 addresses that carry one of IPv4 in their last 32 bits: NAT64, and the old "compatible" ones.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96")))


@dataclass(frozen=True)
class Guard:
    """Which addresses may be asked although they are not public."""

    allow: tuple[Network, ...] = ()

    def takes(self, address: Address) -> bool:
        """Whether the server may connect to this address."""
        if any(address in network for network in self.allow if network.version == address.version):
            return True
        inner = carried(address)
        if inner is not None:
            return self.takes(inner)
        return is_public(address)


def ranges(text: str) -> tuple[Network, ...]:
    """The networks of `10.1.0.0/16, 192.168.7.4`. ValueError."""
    parts = text.replace(",", " ").split()
    return tuple(ipaddress.ip_network(part) for part in parts)


def carried(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(address: Address) -> bool:
    """Whether the address is one of the public web."""
    clouds = (network for network in _CLOUDS if network.version == address.version)
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in clouds)
    )


def is_secure(url: str) -> bool:
    """Whether an address can be trusted with secrets: https, or http on this machine; no query, no fragment."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    return bool(secure and parts.hostname and not (parts.query or parts.fragment or parts.username))
